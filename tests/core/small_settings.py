"""The settings of the house with core alone in it, for tests that start processes of their own."""

from gilde.config.settings import *  # noqa: F403

INSTALLED_APPS = ["gilde.core", "django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions"]
AUTH_USER_MODEL = "auth.User"
AUTHENTICATION_BACKENDS: list[str] = []
MIDDLEWARE: list[str] = []
ROOT_URLCONF = "tests.core.small_urls"
CSRF_FAILURE_VIEW = "django.views.csrf.csrf_failure"
