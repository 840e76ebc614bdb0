"""What makes the site an app that can be installed: manifest, icons, worker, and a page without a connection."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gilde.core.pages import same_for_visitors
from gilde.ui import static_storage
from gilde.ui.appicon import BLUE, PAPER, SIZES, app_icon


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """The web app manifest, in the name of this installation."""
    del request
    icons = [
        {"src": reverse("ui:icon", args=[size]), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for size in SIZES
        for purpose in ("any", "maskable")
    ]
    content = {
        "id": "/",
        "name": settings.SITE_NAME,
        "short_name": settings.SITE_NAME[:12],
        "lang": settings.LANGUAGE_CODE,
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": BLUE,
        "icons": icons,
    }
    response = JsonResponse(content, content_type="application/manifest+json")
    patch_cache_control(response, public=True, max_age=3600)
    return response


@require_safe
def icon(request: HttpRequest, size: int) -> HttpResponse:
    """One of the icons."""
    del request
    if size not in SIZES:
        raise Http404
    response = HttpResponse(app_icon(size), content_type="image/png")
    patch_cache_control(response, public=True, max_age=86_400)
    return response


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker. Browsers ask for it anew with every visit; another text is a newer version."""
    del request
    response = HttpResponse(worker_text(), content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


@require_safe
@same_for_visitors
def offline(request: HttpRequest) -> HttpResponse:
    """What a device shows without a connection when it kept no copy; the same for everybody."""
    return render(request, "ui/offline.html", {})


def worker_text() -> str:
    """The worker with what it must know of this house, and a version that follows from all of it."""
    return _worker_text() if static_storage.is_collected() else _worker_text.__wrapped__()


@cache
def _worker_text() -> str:
    shell = [
        *static_storage.stylesheets(),
        *static_storage.first_scripts(),
        static_storage.script(),
        static_storage.script("ui/js/kept.js"),
    ]
    copy = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            copy[code] = _("There is no connection. This is the copy on your device.")
    house = {
        "name": settings.SITE_NAME,
        "shell": shell,
        "offline": reverse("ui:offline"),
        "icon": reverse("ui:icon", args=[192]),
        "copy": copy,
    }
    source = Path(str(finders.find("ui/worker.js"))).read_text()
    version = hashlib.sha256((json.dumps(house) + source).encode()).hexdigest()[:12]
    return f"const HOUSE = {json.dumps({'version': version, **house})};\n{source}"
