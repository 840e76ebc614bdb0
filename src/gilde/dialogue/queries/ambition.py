"""What gathers around an ambition: contributions and compliments that name one of its behaviours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from gilde.communities.models import Ambition, Behaviour
from gilde.core.actor import Actor
from gilde.dialogue.enums import State
from gilde.dialogue.models import Contribution
from gilde.dialogue.queries import compliment
from gilde.dialogue.queries.compliment import ComplimentPage
from gilde.dialogue.queries.stream import PAGE, Listed, rows_by_id
from gilde.dialogue.queries.stream_row import StreamRow

_FEW: Final = 3


@dataclass(frozen=True, slots=True)
class Gathered:
    """What names one behaviour; ``more`` says that its own page holds more."""

    behaviour: Behaviour
    rows: list[StreamRow]
    compliments: ComplimentPage
    more: bool


def gathered(actor: Actor, ambition: Ambition) -> list[Gathered]:
    """For each behaviour of ``ambition`` the last few things that name it; those that nothing names are left out.

    Four statements, however many behaviours.
    """
    behaviours = list(Behaviour.objects.visible_to(actor).filter(ambition=ambition))
    if not behaviours:
        return []
    place = Window(RowNumber(), partition_by=[F("behaviour_id")], order_by=F("id").desc())
    found = list(
        Contribution.objects.visible_to(actor)
        .filter(behaviour__in=behaviours, state=State.PUBLISHED)
        .annotate(place=place)
        .filter(place__lte=_FEW + 1)
        .order_by("-pk")
        .values_list("pk", "behaviour_id", "place")
    )
    rows = {row.id: row for row in rows_by_id(actor, [pk for pk, _behaviour, order in found if order <= _FEW])}
    thanks = compliment.naming(actor, [behaviour.pk for behaviour in behaviours], limit=_FEW)
    made = []
    for behaviour in behaviours:
        here = [pk for pk, behaviour_id, _order in found if behaviour_id == behaviour.pk]
        page = thanks[behaviour.pk]
        if here or page.rows:
            shown = [rows[pk] for pk in here[:_FEW]]
            made.append(Gathered(behaviour, shown, page, len(here) > _FEW or page.next is not None))
    return made


def behaviour_for(actor: Actor, number: int) -> Behaviour | None:
    """The behaviour with this number when ``actor`` may read the community it belongs to."""
    return Behaviour.objects.visible_to(actor).select_related("ambition__community").filter(pk=number).first()


def contributions_naming(actor: Actor, behaviour: Behaviour, *, after: int | None = None) -> Listed:
    """One page of contributions that name ``behaviour``, newest first; two statements."""
    found = Contribution.objects.visible_to(actor).filter(behaviour=behaviour, state=State.PUBLISHED)
    if after is not None:
        found = found.filter(pk__lt=after)
    ids = list(found.order_by("-pk").values_list("pk", flat=True)[: PAGE + 1])
    return Listed(rows_by_id(actor, ids[:PAGE]), ids[PAGE - 1] if len(ids) > PAGE else None)


def compliments_naming(actor: Actor, behaviour: Behaviour, *, after: int | None = None) -> ComplimentPage:
    """One page of shown compliments that name ``behaviour``, newest first; one statement."""
    return compliment.naming(actor, [behaviour.pk], after=after)[behaviour.pk]
