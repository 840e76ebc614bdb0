"""Small signs of appreciation: one per person, kind and thing."""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.db.models import F, QuerySet

from gilde.core import activity
from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.dialogue.actions.withheld import locked
from gilde.dialogue.enums import AppreciationKind, Verb
from gilde.dialogue.models import Answer, Appreciation, Comment, Contribution
from gilde.dialogue.rules import appreciation as rules
from gilde.dialogue.rules.appreciation import Target
from gilde.dialogue.rules.person import who

COUNTERS: Final = {
    AppreciationKind.LIKE: "like_count",
    AppreciationKind.LEARNED: "learned_count",
    AppreciationKind.USED: "used_count",
    AppreciationKind.ME_TOO: "me_too_count",
}


def column_of(target: Target) -> str:
    """The column of :class:`Appreciation` that points at a thing of this sort."""
    if isinstance(target, Contribution):
        return "contribution"
    return "answer" if isinstance(target, Answer) else "comment"


@transaction.atomic
def appreciate(*, actor: Actor, target: Target, kind: AppreciationKind, on: bool) -> bool:
    """Give a sign, or take it back; doing either again changes nothing. Never bumps the stream.

    The counter of ``target`` moves by the rows that were really made or taken away, so it is right however many people
    tap at once.

    Returns:
        whether something changed.

    Raises:
        Refusal: when it is the actor's own, does not fit, or the actor may not respond here. Taking back is always
            possible.
    """
    target = locked(target)  # first, so that a move or a deletion in the same instant comes before it or after it
    column = column_of(target)
    if on:
        rules.give.require(actor, target, kind)
        _row, changed = Appreciation.objects.get_or_create(
            person_id=who(actor),
            kind=kind,
            **{column: target},
            defaults={"community_id": target.community_id, "at": now()},
        )
    else:
        gone, _models = Appreciation.objects.filter(
            person_id=actor.person_id or 0, kind=kind, **{column: target}
        ).delete()
        changed = gone > 0
    if not changed:
        return False
    counter = COUNTERS[kind]
    rows: QuerySet[Contribution] | QuerySet[Answer] | QuerySet[Comment] = type(target)._default_manager.filter(
        pk=target.pk
    )
    if on:
        rows.update(**{counter: F(counter) + 1})
    else:
        rows.filter(**{f"{counter}__gt": 0}).update(**{counter: F(counter) - 1})
    activity.record(
        Verb.APPRECIATED if on else Verb.APPRECIATION_WITHDRAWN,
        actor=actor,
        target=target,
        community=target.community_id,
        data={
            "kind": kind,
            "contribution": target.pk if isinstance(target, Contribution) else target.contribution_id,
        },
    )
    return True
