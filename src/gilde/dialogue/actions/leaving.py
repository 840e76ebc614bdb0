"""What goes with a person who leaves for good."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from gilde.dialogue.actions.appreciation import COUNTERS
from gilde.dialogue.actions.guest import end_all
from gilde.dialogue.enums import AppreciationKind, GuestEnd
from gilde.dialogue.models import (
    Answer,
    Appreciation,
    Comment,
    Compliment,
    Contribution,
    Draft,
    Hold,
    Mention,
    ReadFloor,
    ReadMark,
    Saved,
)


@transaction.atomic
def forget(*, person_id: int) -> None:
    """Wipe what dialogue holds of a person beside what they said: a second time finds nothing.

    Contributions, answers, comments and compliments they gave stay readable, under "Former member". Drafts, what they
    kept and read, their appreciations (with their part of the counters), mentions of them, compliments they
    received and what hosts wrote to them go. Called in the transaction that erases the person.
    """
    given = Appreciation.objects.filter(person_id=person_id)
    for kind, counter in COUNTERS.items():
        of_kind = given.filter(kind=kind)
        lower = {counter: F(counter) - 1}
        Contribution.objects.filter(pk__in=of_kind.values("contribution_id"), **{f"{counter}__gt": 0}).update(**lower)
        if kind != AppreciationKind.ME_TOO:
            Answer.objects.filter(pk__in=of_kind.values("answer_id"), **{f"{counter}__gt": 0}).update(**lower)
        if kind == AppreciationKind.LIKE:
            Comment.objects.filter(pk__in=of_kind.values("comment_id"), **{f"{counter}__gt": 0}).update(**lower)
    for model in (Appreciation, Draft, Mention, ReadFloor, ReadMark, Saved):
        model._default_manager.filter(person_id=person_id).delete()
    end_all(why=GuestEnd.GONE, person_id=person_id)
    end_all(why=GuestEnd.WITHDRAWN, invited_by_id=person_id, person__isnull=True)
    Compliment.objects.filter(receiver_id=person_id).delete()
    Hold.objects.filter(writer_id=person_id).exclude(note="").update(note="")
