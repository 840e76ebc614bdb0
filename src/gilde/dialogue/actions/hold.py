"""Holding something until a host looked at it."""

from __future__ import annotations

from gilde.communities.models import Community
from gilde.core import activity
from gilde.core.actor import SYSTEM, Actor
from gilde.core.clock import now
from gilde.dialogue.actions.published import count_withheld
from gilde.dialogue.actions.unnamed import as_heard
from gilde.dialogue.actions.withheld import Said, withheld_verb, withhold
from gilde.dialogue.enums import HoldOutcome, HoldWhy, State, Verb
from gilde.dialogue.models import Answer, Comment, Contribution, Hold
from gilde.dialogue.queries.hold import Refers, about, why_held
from gilde.dialogue.rules.person import who


def begin(row: Said, why: HoldWhy, *, actor: Actor, first: bool) -> None:
    """``row`` waits for a host from now on; nobody hears of it but those who keep order there.

    Part of a larger action, which holds the locked contribution: what is new was stored as held and never counted, what
    an edit changed stops showing here.

    Args:
        actor: who wrote it, under their own name.
        first: it never showed before.
    """
    contribution = row if isinstance(row, Contribution) else row.contribution
    Hold.objects.create(
        contribution=contribution,
        answer=row if isinstance(row, Answer) else None,
        comment=row if isinstance(row, Comment) else None,
        community_id=row.community_id,
        writer_id=who(actor),
        why=why,
        first=first,
    )
    if not first:  # the hold stands by then, so that hosts are told of it
        withhold(actor=SYSTEM, row=row, state=State.HELD)
    else:
        if not isinstance(row, Contribution):
            count_withheld(row, up=True)
        data = {"contribution": contribution.pk, "state": State.HELD.value}
        activity.record(withheld_verb(row), actor=SYSTEM, target=row, community=row.community_id, data=data)
    count(row.community_id)


def look_again(row: Said, actor: Actor, said: Refers, *, before: Refers) -> None:
    """A link or many names that come with an edit are held like those that were there from the beginning; part of a
    larger action."""
    contribution = row if isinstance(row, Contribution) else row.contribution
    unnamed = as_heard(actor, contribution) is not actor
    why = why_held(actor, contribution.community, said, before=before, unnamed=unnamed)
    if why is not None and row.state == State.PUBLISHED:
        begin(row, why, actor=actor, first=False)


def count(community_id: int) -> None:
    """Keep how many wait in a community; part of a larger action. Twice is once."""
    waiting = Hold.objects.open().filter(community=community_id).count()
    Community.objects.filter(pk=community_id).exclude(held_count=waiting).update(held_count=waiting)


def withdraw(row: Said, *, by: Actor) -> None:
    """What waited was deleted, or goes back to its teller: nobody decides any more. Part of a larger action."""
    hold = Hold.objects.open().select_related("contribution").filter(about(row)).first()
    if hold is None:
        return
    heard = as_heard(by, hold.contribution)
    hold.ended_at, hold.ended_by_id, hold.outcome = now(), heard.person_id, HoldOutcome.WITHDRAWN
    hold.save(update_fields=["ended_at", "ended_by", "outcome"])
    count(hold.community_id)
    data = {"contribution": hold.contribution_id, "outcome": hold.outcome, "first": hold.first}
    activity.record(Verb.HOLD_WITHDRAWN, actor=heard, target=hold, community=hold.community_id, data=data)
