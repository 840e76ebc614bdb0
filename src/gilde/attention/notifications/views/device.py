"""The devices on which one wants to be told."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gilde.attention.notifications.actions.device import add_device, remove_device
from gilde.attention.notifications.forms.device import DeviceForm
from gilde.attention.notifications.push_message import public_key
from gilde.attention.notifications.queries.device import reachable
from gilde.core.clock import now
from gilde.dialogue.views.door import actor_of, for_people
from gilde.ui.devices import device_name


@for_people
@require_safe
def devices(request: HttpRequest) -> HttpResponse:
    """One's devices, and this one."""
    actor = actor_of(request)
    key = request.session.session_key
    told = reachable(now()).filter(person=actor.person_id).order_by("-pk")
    rows = [(row, row.session_key == key) for row in told]
    shown = {"rows": rows, "key": public_key(), "here": any(is_here for _row, is_here in rows)}
    return render(request, "notifications/device/page.html", shown)


@for_people
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """A browser that said yes. Sent by ``push.js``: only a script can ask a browser for this."""
    form = DeviceForm(request.POST)
    if not form.is_valid():
        return JsonResponse(
            {"error": " ".join(str(text) for errors in form.errors.values() for text in errors)}, status=422
        )
    add_device(
        actor=actor_of(request),
        **form.cleaned_data,
        session_key=request.session.session_key or "",
        name=device_name(request.headers.get("User-Agent", "")),
    )
    return HttpResponse(status=204)


@for_people
@require_POST
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Nothing on this device any more."""
    remove_device(actor=actor_of(request), number=number)
    messages.success(request, _("That device gets nothing any more."))
    return HttpResponseRedirect(reverse("notifications:devices"))
