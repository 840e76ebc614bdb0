"""Collects the static files, but only when one of them changed."""

from __future__ import annotations

import hashlib
import inspect
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect() -> bool:
    """Bring ``STATIC_ROOT`` up to date; whether that took any work.

    The mark is written last, so an interrupted collection is done again by the next start.
    """
    mark = Path(settings.VAR) / "run" / "static"
    digest = _digest()
    root = Path(settings.STATIC_ROOT)
    if root.is_dir() and mark.exists() and mark.read_text() == digest:
        return False
    mark.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    mark.write_text(digest)
    return True


def _digest() -> str:
    """A hash over names, sizes and times of all sources and the code that transforms them."""
    storage = settings.STORAGES["staticfiles"]["BACKEND"]
    code = Path(inspect.getfile(import_module(storage.rpartition(".")[0]))).stat()
    found = [f"{storage} {code.st_size} {code.st_mtime_ns}"]
    for finder in get_finders():
        for name, source in finder.list(None):
            stat = Path(source.location, name).stat()
            found.append(f"{name} {stat.st_size} {stat.st_mtime_ns}")
    return hashlib.sha256("\n".join(found).encode()).hexdigest()
