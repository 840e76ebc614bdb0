"""Words to suggest while somebody fills in a field: labels, languages, organisations."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from gilde.core.actor import Actor
from gilde.people.enums import LabelKind
from gilde.people.languages import LANGUAGES
from gilde.people.models.person import folded
from gilde.people.queries import label, organisation

_MOST = 8


@login_required
@require_safe
def words(request: HttpRequest, kind: str) -> HttpResponse:
    """What begins with ``q``, of one kind: specialism, hobby, language or organisation; ``{"items": [{…}, …]}``."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    typed = request.GET.get("q", "")[:60]
    if kind == "organisation":
        items = [
            {"value": row.name, "label": row.name, "note": row.place} for row in organisation.suggestions(actor, typed)
        ]
    elif kind == LabelKind.LANGUAGE:
        items = _languages(typed)
    elif kind in LabelKind.values:
        items = [{"value": row.name, "label": row.name} for row in label.suggestions(actor, LabelKind(kind), typed)]
    else:
        raise Http404
    return JsonResponse({"items": items})


def _languages(typed: str) -> list[dict[str, str]]:
    prefix = folded(typed.strip())
    if not prefix:
        return []
    found = [
        language
        for language in LANGUAGES
        if any(folded(name).startswith(prefix) for name in (language.own, language.english, language.dutch))
    ]
    return [{"value": language.own, "label": language.own, "note": language.name} for language in found[:_MOST]]
