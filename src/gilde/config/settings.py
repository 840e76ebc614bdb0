"""Django's settings, derived from :mod:`gilde.config.env`. Operators change the environment, never this file.

One list in sections, longer than our other files: a setting is looked up by name, and Django takes all from one module.
"""

from __future__ import annotations

from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from gilde.config.env import ConfigurationError, read_env, secret
from gilde.core.db.address import database_settings

try:
    ENV = read_env()
except ConfigurationError as error:
    raise ImproperlyConfigured(str(error)) from None

PACKAGE = Path(__file__).resolve().parent.parent
VAR = ENV.var
VAR.mkdir(mode=0o700, parents=True, exist_ok=True)

# ── identity ─────────────────────────────────────────────────────────────────
SITE_NAME: str = ENV["GILDE_NAME"]
SITE_URL: str = ENV["GILDE_URL"]
_site = urlsplit(SITE_URL)
SECURE = _site.scheme == "https"
DEBUG: bool = ENV["GILDE_DEBUG"]
DEMO: bool = ENV["GILDE_DEMO"]
SECRET_KEY = secret(ENV, "secret_key")
ALLOWED_HOSTS = [_site.hostname or "localhost", "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# ── the house ────────────────────────────────────────────────────────────────
INSTALLED_APPS = [
    "gilde.core",
    "gilde.ui",
    "gilde.people",
    "gilde.communities",
    "gilde.dialogue",
    "gilde.governance",
    "gilde.attention.feed",
    "gilde.attention.notifications",
    "gilde.attention.search",
    "gilde.attention.insights",
    "gilde.gateways.letterbox",
    "gilde.gateways.portability",
    "gilde.demo",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
]

MIDDLEWARE = [
    "gilde.core.middleware.SecurityHeaders",
    "gilde.core.middleware.Faults",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "gilde.core.pages.middleware.PageCache",
    "gilde.core.middleware.Compress",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "gilde.people.middleware.ActorMiddleware",
    "gilde.people.middleware.Preferences",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]

ROOT_URLCONF = "gilde.config.urls"
WSGI_APPLICATION = "gilde.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {"environment": "gilde.ui.environment.environment", "autoescape": True},
    },
    {
        # The admin and what is left of allauth's own pages; their frame comes from the Jinja2 macro.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "ui" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

# ── data ─────────────────────────────────────────────────────────────────────
try:
    _database = database_settings(ENV["DATABASE_URL"], folder=VAR, synchronous=ENV["GILDE_SQLITE_SYNC"])
except ValueError as error:
    raise ImproperlyConfigured(f"DATABASE_URL cannot be used: {error}.") from None
DATABASES = {"default": _database}
CACHES = {
    # Allauth counts its login limits in "default": it must be shared by all processes. MAX_ENTRIES is so large that
    # nobody empties it by guessing many names.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
        "OPTIONS": {"MAX_ENTRIES": 200_000, "CULL_FREQUENCY": 10},
    },
    # Pages and fragments, keyed by a version read from the database; one per process.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 1000, "CULL_FREQUENCY": 4},  # about 8 MB per process
    },
}
MEDIA_ROOT = VAR / "files"
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
FILE_UPLOAD_PERMISSIONS = 0o600
MAX_UPLOAD_BYTES: int = ENV["GILDE_UPLOAD_MB"] * 1_000_000
LINK_PREVIEWS: bool = ENV["GILDE_LINK_PREVIEWS"]
REDIS_URL: str = ENV["REDIS_URL"]
OUTGOING_ALLOW = frozenset(host.strip().lower() for host in ENV["GILDE_OUTGOING_ALLOW"].split(",") if host.strip())
TASKS = {"default": {"BACKEND": "gilde.core.tasks.backend.TableBackend", "QUEUES": []}}

# ── static files ─────────────────────────────────────────────────────────────
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "gilde.core.files.storage.FolderStorage"},
    "staticfiles": {"BACKEND": "gilde.ui.static_storage.Storage"},
}
WHITENOISE_MAX_AGE = 60 if DEBUG else 3600
WHITENOISE_ALLOW_ALL_ORIGINS = False  # our files are for our pages

# ── language and time ────────────────────────────────────────────────────────
LANGUAGE_CODE: str = ENV["GILDE_LANGUAGE"]
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = "gilde_language"
TIME_ZONE: str = ENV["GILDE_TIME_ZONE"]
USE_I18N = True
USE_TZ = True

# ── mail ─────────────────────────────────────────────────────────────────────
DEFAULT_FROM_EMAIL: str = ENV["GILDE_FROM_EMAIL"]
SECURITY_CONTACT: str = ENV["GILDE_SECURITY_CONTACT"]
SERVER_EMAIL = parseaddr(DEFAULT_FROM_EMAIL)[1]
EMAIL_TIMEOUT = 20
if ENV["EMAIL_URL"]:
    _mail = urlsplit(ENV["EMAIL_URL"])
    if _mail.scheme not in {"smtp", "smtps"} or not _mail.hostname:
        raise ImproperlyConfigured("EMAIL_URL cannot be used: write smtp://user:password@host:587.")
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _mail.hostname
    EMAIL_PORT = _mail.port or (465 if _mail.scheme == "smtps" else 587)
    EMAIL_HOST_USER = unquote(_mail.username or "")
    EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
    EMAIL_USE_SSL = _mail.scheme == "smtps"
    EMAIL_USE_TLS = _mail.scheme == "smtp" and EMAIL_PORT == 587
else:
    EMAIL_BACKEND = "gilde.core.mail.FolderBackend"
EMAIL_FILE_PATH = VAR / "mail"
# Mail in: an address alone is not enough, somebody must bring what arrives there.
MAIL_IN_IMAP: str = ENV["GILDE_MAIL_IN_IMAP"]
MAIL_IN_PROVIDER: str = ENV["GILDE_MAIL_IN_PROVIDER"]
MAIL_IN_ADDRESS: str = ENV["GILDE_MAIL_IN_ADDRESS"] if MAIL_IN_IMAP or MAIL_IN_PROVIDER else ""
MAIL_IN_AUTHSERV: str = ENV["GILDE_MAIL_IN_AUTHSERV"]
MAIL_IN_BYTES: int = ENV["GILDE_MAIL_IN_MB"] * 1_000_000
MAIL_IN_DAYS: int = ENV["GILDE_MAIL_IN_DAYS"]
ERASURE_DAYS: int = ENV["GILDE_ERASURE_DAYS"]
# Web push (RFC 8292): the key by which push services know this installation is derived from it.
PUSH_SECRET = secret(ENV, "push")
ANYMAIL = {
    "WEBHOOK_SECRET": ENV["GILDE_MAIL_IN_SECRET"],
    "MAILGUN_WEBHOOK_SIGNING_KEY": ENV["GILDE_MAIL_IN_KEY"] or None,
    "MANDRILL_WEBHOOK_KEY": ENV["GILDE_MAIL_IN_KEY"] or None,
    "MANDRILL_WEBHOOK_URL": f"{SITE_URL}/mail/in/",
    "MAILERSEND_INBOUND_SECRET": ENV["GILDE_MAIL_IN_KEY"] or None,
    "POSTAL_WEBHOOK_KEY": ENV["GILDE_MAIL_IN_KEY"] or None,
}

# ── accounts ─────────────────────────────────────────────────────────────────
AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["gilde.people.backend.Backend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_DISPLAY = "gilde.people.adapter.display_name"
ACCOUNT_ADAPTER = "gilde.people.adapter.AccountAdapter"
ACCOUNT_FORMS = {"login": "gilde.people.forms.login.LoginForm", "signup": "gilde.people.forms.signup.SignupForm"}
MFA_FORMS = {
    "activate_totp": "gilde.people.forms.authenticator.ActivateAppForm",
    "authenticate": "gilde.people.forms.authenticator.SecondStepForm",
    "reauthenticate": "gilde.people.forms.authenticator.ProofForm",
    "add_webauthn": "gilde.people.forms.passkey.AddPasskeyForm",
    "edit_webauthn": "gilde.people.forms.passkey.RenamePasskeyForm",
}
ACCOUNT_SIGNUP_OPEN: bool = ENV["GILDE_SIGNUP"] == "open"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]  # who has no password logs in by code or passkey
# Log-in tries and mails with codes are limited per account and subnet in gilde.people.limits; these are the nets below.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    # Wrong codes of an app, recovery codes and passkeys, per account: allauth counts these nowhere else.
    "login_failed": "6/15m/key",
    "signup": "60/m/ip",
    "reset_password": "30/m/ip,5/h/key",
    "request_login_code": "60/m/ip",
    "confirm_email": "60/m/ip,5/m/key",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
# A mail can get lost: two more codes may be asked for. The tries that were wrong stay counted.
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_MAX_EMAIL_ADDRESSES = 5
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # to change addresses and passwords
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a mail when an address, password or second factor changes
# A quarter of an hour, because a mail may wait that long at its door; three wrong codes end it earlier.
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 900
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 900
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 900
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _site.scheme
ALLAUTH_TRUSTED_PROXY_COUNT: int = ENV["GILDE_TRUSTED_PROXIES"]
TRUSTED_PROXIES: int = ENV["GILDE_TRUSTED_PROXIES"]
USERSESSIONS_TRACK_ACTIVITY = False  # a reading page writes nothing
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
MFA_TOTP_ISSUER = SITE_NAME
MFA_TOTP_TOLERANCE = 1  # half a minute sooner or later: who types in the last second, or whose clock is a bit off
SOCIALACCOUNT_EMAIL_VERIFICATION = "mandatory"
SOCIALACCOUNT_FORMS = {"disconnect": "gilde.people.forms.provider.DisconnectForm"}
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {}
if ENV["GILDE_OIDC_NAME"]:
    # Only then: it loads a library for requests that takes a tenth of every start.
    INSTALLED_APPS.append("allauth.socialaccount.providers.openid_connect")
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "APPS": [
            {
                "provider_id": "oidc",
                "name": ENV["GILDE_OIDC_NAME"],
                "client_id": ENV["GILDE_OIDC_CLIENT_ID"],
                "secret": ENV["GILDE_OIDC_CLIENT_SECRET"],
                "settings": {"server_url": ENV["GILDE_OIDC_URL"]},
            }
        ]
    }

# ── the door ─────────────────────────────────────────────────────────────────
_prefix = "__Host-" if SECURE else ""
SESSION_ENGINE = "gilde.people.sessions"
SESSION_COOKIE_NAME = f"{_prefix}gilde_session"
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60
CSRF_COOKIE_NAME = f"{_prefix}gilde_csrf"
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "gilde.ui.views.faults.csrf_failure"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "gilde.core.notices.NoticeStorage"
SILENCED_SYSTEM_CHECKS: list[str] = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "gilde": {"level": "INFO"},
        "django.request": {"level": "ERROR"},
        # Every scanner asks for other names; it gets a 400, and the operator no trace.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
