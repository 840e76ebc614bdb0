"""Small answers while somebody types: tags, and how the text will look."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render as page
from django.views.decorators.http import require_POST, require_safe

from gilde.core.actor import Actor
from gilde.dialogue.actions.text import look
from gilde.dialogue.queries.tag import suggest_tags


@login_required
@require_safe
def tags(request: HttpRequest) -> HttpResponse:
    """Tags that begin with what was typed, from places the reader can see."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = suggest_tags(actor, request.GET.get("q", "")[:50])
    return JsonResponse({"items": [{"value": name, "label": name} for name in found]})


@login_required
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """The text as it will look."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return page(request, "dialogue/composer/preview.html", {"html": look(request.POST.get("body", ""), actor=actor)})
