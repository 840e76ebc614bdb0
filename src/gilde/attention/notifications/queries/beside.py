"""What stands beside a conversation about the reader and its signals, in one statement."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Count, Exists, IntegerField, OuterRef, Subquery

from gilde.attention.notifications.enums import Level, Subject
from gilde.attention.notifications.models import Choice, HelpChoice, Wake
from gilde.core.actor import Actor
from gilde.dialogue.models import Answer, Contribution
from gilde.people.models import Person


class Beside(NamedTuple):
    """What the reader chose and did here.

    Attributes:
        level: how loudly they hear of this conversation.
        willing: whether they want to be asked about questions; None when they did not choose.
        answered: whether an answer here is theirs.
        asked: of their own question, how many people were asked about it.
    """

    level: Level
    willing: bool | None
    answered: bool
    asked: int


def beside(actor: Actor, contribution: Contribution) -> Beside:
    """Everything the panels of signals beside ``contribution`` need; one statement."""
    mine = OuterRef("pk")
    chosen = Choice.objects.filter(person=mine, subject=Subject.CONTRIBUTION, number=contribution.pk)
    rows = Person.objects.filter(pk=actor.person_id or 0).annotate(
        level=Subquery(chosen.values("level")[:1]),
        willing=Subquery(HelpChoice.objects.filter(person=mine).values("willing")[:1]),
    )
    names = ["level", "willing"]
    if contribution.is_question:
        asked = Wake.objects.filter(question=contribution, question__author=mine).order_by().values("question")
        rows = rows.annotate(
            answered=Exists(Answer.objects.filter(contribution=contribution, author=mine, deleted_at__isnull=True)),
            asked=Subquery(asked.annotate(count=Count("pk")).values("count"), output_field=IntegerField()),
        )
        names += ["answered", "asked"]
    found = rows.values(*names).first() or {}
    return Beside(
        Level(found.get("level") or Level.NORMAL),
        found.get("willing"),
        bool(found.get("answered")),
        found.get("asked") or 0,
    )
