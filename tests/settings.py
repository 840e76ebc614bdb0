"""Settings of the test run: the product's own, in a folder of their own.

``DATABASE_URL`` decides the engine, as everywhere. Nothing here changes what a page does; only what costs time.
"""

import atexit
import os
import shutil
import sys
import tempfile

if sys.dont_write_bytecode and "PYTHONPYCACHEPREFIX" not in os.environ:
    # As ./gilde does where nothing may be written beside the sources: compiled once, for every run and every process
    # that the tests start. Rewriting the assertions of all tests is two thirds of what collecting them costs.
    os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix = os.path.join(sys.prefix, "bytecode")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False

if "GILDE_TEST_VAR" not in os.environ:
    # The first process makes the folder; the workers of pytest-xdist inherit its name.
    os.environ["GILDE_TEST_VAR"] = tempfile.mkdtemp(prefix="gilde-tests-")
    atexit.register(shutil.rmtree, os.environ["GILDE_TEST_VAR"], ignore_errors=True)

_worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
for _name in [name for name in os.environ if name.startswith("GILDE_") and not name.startswith("GILDE_TEST_")]:
    if _name not in {"GILDE_SAMPLES"}:
        del os.environ[_name]  # what is set in the developer's shell must not decide a test
os.environ["GILDE_VAR"] = os.path.join(os.environ["GILDE_TEST_VAR"], _worker)
os.environ["EMAIL_URL"] = ""
_cache = os.path.join(os.environ["GILDE_VAR"], "cache")
os.makedirs(_cache, exist_ok=True)
_compiled = os.path.join(os.environ.get("GILDE_TEST_TEMPLATE", ""), "cache", "templates")
if os.path.isdir(_compiled) and not os.path.lexists(os.path.join(_cache, "templates")):
    # All workers share the page templates that the runner compiled beforehand.
    os.symlink(_compiled, os.path.join(_cache, "templates"))

from gilde.config.settings import *  # noqa: E402, F403

INSTALLED_APPS += ["allauth.socialaccount.providers.openid_connect"]  # noqa: F405  # as GILDE_OIDC_NAME does
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405

if DATABASES["default"]["ENGINE"] == "gilde.core.db.sqlite":  # noqa: F405
    # A real file, so that write gate, WAL and several connections are what they are in the product; but nobody
    # waits for the disk: a test database has nothing to lose.
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(os.environ["GILDE_VAR"], "test.sqlite3")}  # noqa: F405
    DATABASES["default"]["OPTIONS"]["init_command"] += "; PRAGMA synchronous=OFF"  # noqa: F405
