"""Finding what a page of this room is about."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from gilde.core.actor import Actor
from gilde.governance.models import Case


def actor_of(request: HttpRequest) -> Actor:
    """Who asks."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def case_for_handlers(request: HttpRequest, number: int) -> Case:
    """The case, for those who handle it; 404 for everyone else."""
    rows = Case.objects.visible_to(actor_of(request)).select_related(
        "community", "handler", "about", "decided_by", "restriction"
    )
    return _one(rows.filter(pk=number) if number < 2**63 else rows.none())


def case_for_sides(request: HttpRequest, number: int) -> Case:
    """The case, for those who have a part in it; 404 for everyone else."""
    rows = Case.objects.told_to(actor_of(request)).select_related("community", "restriction")
    return _one(rows.filter(pk=number) if number < 2**63 else rows.none())


def _one(rows: object) -> Case:
    case: Case | None = rows.first()  # type: ignore[attr-defined]
    if case is None:
        raise Http404
    return case
