"""What waits for a decision of the reader: compliments, and stories between their teller and their scribe."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import CharField, F, Value

from gilde.core.actor import Actor
from gilde.core.ids import slug
from gilde.dialogue.enums import ComplimentState, Part, State
from gilde.dialogue.models import Authorship, Compliment
from gilde.dialogue.queries.around import Mentioning


@dataclass
class Waiting:
    """What to decide about.

    Attributes:
        compliments: how many the reader received and did not decide about.
        to_approve: stories the reader told and somebody else wrote down.
        to_change: stories the reader wrote down and whose teller asks for a change.
    """

    compliments: int = 0
    to_approve: list[Mentioning] = field(default_factory=list)
    to_change: list[Mentioning] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.compliments or self.to_approve or self.to_change)


def waiting_for(actor: Actor) -> Waiting:
    """What waits for ``actor``; one query."""
    me = actor.person_id or 0
    thanks = Compliment.objects.filter(receiver_id=me, state=ComplimentState.WAITING)
    told = Authorship.objects.filter(
        part=Part.TELLER, contribution__state=State.WAITING, contribution__community_id__in=list(actor.roles)
    )
    nothing = Value("", output_field=CharField())
    story = (F("contribution_id"), F("contribution__title"))
    rows = (
        thanks.order_by()
        .values_list(Value("thanks"), "pk", nothing)
        .union(
            told.filter(person_id=me, note="").order_by().values_list(Value("approve"), *story),
            told.filter(contribution__author_id=me).exclude(note="").order_by().values_list(Value("change"), *story),
            all=True,
        )
    )
    found = Waiting()
    for what, number, title in sorted(rows, key=lambda row: -row[1]):
        if what == "thanks":
            found.compliments += 1
        else:
            row = Mentioning(title, f"/d/{number}/{slug(title)}/")
            (found.to_approve if what == "approve" else found.to_change).append(row)
    return found
