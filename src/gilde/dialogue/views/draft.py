"""Drafts: what I am writing, on any device."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gilde.core.actor import Actor
from gilde.dialogue.actions.draft import DraftTooLarge, drop_draft, save_draft
from gilde.dialogue.forms.files import ALT
from gilde.dialogue.models import Draft
from gilde.dialogue.queries.draft import form_of, my_drafts

_LONGEST_PLACE = Draft._meta.get_field("place").max_length or 0
_NOT_KEPT = {"csrfmiddlewaretoken", "client_id", "preview", "drop", "remove", ALT}


def typed_in(request: HttpRequest) -> dict[str, Any]:
    """What was sent, as a draft keeps it."""
    return {
        name.replace("\x00", "")[:60]: values[0].replace("\x00", "")
        if len(values) == 1
        else [value.replace("\x00", "") for value in values]
        for name, values in request.POST.lists()
        if name not in _NOT_KEPT
    }


@login_required
@require_safe
def drafts(request: HttpRequest) -> HttpResponse:
    """What I have not finished."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return render(request, "dialogue/draft/list.html", {"drafts": my_drafts(actor)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, place: str) -> HttpResponse:
    """Read, save or throw away the draft of one place. Scripts get JSON, a plain form goes back to the list."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if len(place) > _LONGEST_PLACE:
        raise Http404
    if request.method != "POST":
        row = Draft.objects.filter(person_id=actor.person_id or 0, place=place).first()
        return JsonResponse({"data": row.data, "saved_at": row.saved_at} if row else {"data": None})
    if "drop" in request.POST:
        drop_draft(actor=actor, place=place)
        if "text/html" in request.headers.get("Accept", ""):
            return HttpResponseRedirect(
                form_of(place) if "again" in request.POST and form_of(place) else reverse("dialogue:drafts")
            )
        return JsonResponse({"data": None})
    try:
        row = save_draft(actor=actor, place=place, data=typed_in(request))
    except DraftTooLarge:
        return JsonResponse(
            {"error": _("This draft is too long to save here. It is still in your browser.")}, status=413
        )
    return JsonResponse({"saved_at": row.saved_at})
