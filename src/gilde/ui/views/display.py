"""Language and appearance for people without an account; an account keeps its own choice."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from gilde.ui.context import THEMES

A_YEAR = 60 * 60 * 24 * 365


# Without a token, because the form stands at the foot of pages that are cached for all visitors. The browser itself
# says where a form was sent from; older browsers that say nothing can at worst have their theme changed.
@csrf_exempt
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Remember ``language`` or ``theme`` in a cookie and go back to ``next``."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return HttpResponseForbidden(_("This form was sent from another site."), content_type="text/plain")
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None) or not back.startswith("/"):
        back = "/"
    response = HttpResponseRedirect(back)
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        _keep(response, settings.LANGUAGE_COOKIE_NAME, language)
    theme = request.POST.get("theme", "")
    if theme in THEMES:
        _keep(response, "gilde_theme", theme)
    elif theme == "auto":
        response.delete_cookie("gilde_theme", samesite="Lax")
    return response


def _keep(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=A_YEAR, secure=settings.SECURE, httponly=True, samesite="Lax")
