"""How one reads: kept with the account, or in cookies for visitors (``ui:display``)."""

from __future__ import annotations

import zoneinfo
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gilde.core.actor import Actor
from gilde.people.actions.preference import change_preferences
from gilde.people.forms.preference import PreferenceForm
from gilde.people.middleware import TIME_ZONE_COOKIE
from gilde.people.models import Account
from gilde.ui.views.display import A_YEAR


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Language, theme, time zone and keys of the account."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    account = cast(Account, request.user)
    if request.method == "POST":
        form = PreferenceForm(request.POST)
        if form.is_valid():
            account = change_preferences(actor=actor, account=account, **form.cleaned_data)
            if account.language:
                translation.activate(account.language)  # the message is read in the new language
            messages.success(request, _("Saved."))
            return redirect("people:settings")
    else:
        form = PreferenceForm(
            initial={
                "language": account.language,
                "theme": account.theme,
                "time_zone": account.time_zone,
                "keyboard_shortcuts": account.keyboard_shortcuts,
            }
        )
    return render(
        request, "people/me/settings.html", {"form": form, "account": account}, status=422 if form.errors else 200
    )


@require_POST
def preference(request: HttpRequest) -> HttpResponse:
    """Remember a visitor's time zone in a cookie and go back to ``next``; language and theme: ``ui:display``."""
    back = request.POST.get("next", "/")
    if not back.startswith("/") or not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/"
    response = HttpResponseRedirect(back)
    name = request.POST.get("time_zone", "")
    if name in zoneinfo.available_timezones():
        response.set_cookie(TIME_ZONE_COOKIE, name, max_age=A_YEAR, secure=settings.SECURE, samesite="Lax")
    elif not name:
        response.delete_cookie(TIME_ZONE_COOKIE, samesite="Lax")
    return response
