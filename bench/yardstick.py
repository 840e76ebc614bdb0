"""The least a page can cost: Django, one route, one short answer, behind the same server as Gilde.

python -m bench.yardstick 8190
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))


def application():
    """A Django application with one page and no middleware."""
    from django.conf import settings

    settings.configure(SECRET_KEY="yardstick", ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, MIDDLEWARE=[])
    import django
    from django.core.wsgi import get_wsgi_application

    django.setup()
    return get_wsgi_application()


def page(request):
    """One short answer."""
    from django.http import HttpResponse

    return HttpResponse(b"<!doctype html><title>Yardstick</title><p>The least a page can cost.</p>")


def _routes():
    from django.urls import path

    return [path("", page)]


class NoStreams:
    """This page has no live streams."""

    def __init__(self, loop):
        """Nothing to hold."""

    def close(self):
        """Nothing to end."""


if __name__ != "__main__":
    urlpatterns = _routes()
else:
    sys.modules["bench.yardstick"] = sys.modules["__main__"]
    import gilde  # noqa: F401 - the sqlite3 swap comes first, as in the product
    from gilde.config.process import open_listener
    from gilde.config.share import Share
    from gilde.config.web import serve

    __name__ = "bench.yardstick"
    made = application()
    urlpatterns = _routes()
    listener = open_listener("127.0.0.1", int(sys.argv[1]))
    share = Share(2)
    if os.fork() == 0:
        serve(made, listener, number=1, threads=4, streams=NoStreams, share=share)
        os._exit(0)
    serve(made, listener, number=2, threads=4, streams=NoStreams, share=share)
