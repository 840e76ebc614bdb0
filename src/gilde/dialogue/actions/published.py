"""Beginning to show and ceasing to: the counters that lists and pages read, and the teller who is asked again."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F
from django.db.models.functions import Greatest

from gilde.communities.models import Community
from gilde.core import live
from gilde.core.actor import Actor
from gilde.dialogue.enums import WITHHELD, State
from gilde.dialogue.models import Answer, Authorship, Comment, Contribution
from gilde.dialogue.models.reply import stands_q
from gilde.dialogue.queries.standing import approved_by
from gilde.people.models import Person


def count_published(row: Contribution, at: datetime | None) -> None:
    """Move the counters that lists read: up when ``row`` begins to show at ``at``, down when ``at`` is None.

    Who has the stream of its community open hears that there is something. Part of a larger action: call it inside its
    transaction.
    """
    places, people = Community.objects.filter(pk=row.community_id), Person.objects.filter(pk=row.author_id)
    if at is not None:
        places.update(contribution_count=F("contribution_count") + 1)
        places.filter(last_activity_at__lt=at).update(last_activity_at=at)
        people.update(contribution_count=F("contribution_count") + 1)
        live.tell("talk", [f"community:{row.community_id}"])
    else:
        places.filter(contribution_count__gt=0).update(contribution_count=F("contribution_count") - 1)
        people.filter(contribution_count__gt=0).update(contribution_count=F("contribution_count") - 1)


def count_reply(row: Answer | Comment, *, up: bool) -> None:
    """Move the counters of a conversation: up when ``row`` begins to stand in it, down when it ceases to.

    What hangs on an answer goes and comes with it. Part of a larger action: the caller holds the locked contribution.
    """
    step, here = 1 if up else -1, Contribution.objects.filter(pk=row.contribution_id)
    if isinstance(row, Answer):
        under = row.comments.filter(stands_q()).count()
        here.update(answer_count=_moved("answer_count", step), comment_count=_moved("comment_count", step * under))
        if row.accepted_at is not None:
            here.update(has_accepted=up)
        return
    Answer.objects.filter(pk=row.answer_id or 0).update(comment_count=_moved("comment_count", step))
    # Those of an answer that does not stand went out of the count with it.
    if row.answer_id is None or Answer.objects.filter(stands_q(), pk=row.answer_id).exists():
        here.update(comment_count=_moved("comment_count", step))


def count_withheld(row: Answer | Comment, *, up: bool) -> None:
    """Move the number of replies here that only few see; part of a larger action, like :func:`count_reply`."""
    here = Contribution.objects.filter(pk=row.contribution_id)
    here.update(withheld_count=_moved("withheld_count", 1 if up else -1))


def _moved(counter: str, step: int) -> Greatest:
    return Greatest(F(counter) + step, 0)


def stir(row: Contribution, at: datetime) -> None:
    """Something happened in the locked contribution: it moves up in its streams; whoever has it open hears of it."""
    Contribution.objects.filter(pk=row.pk).update(last_activity_at=max(row.last_activity_at, at))
    tell_readers(row, at)


def tell_readers(row: Contribution, at: datetime) -> None:
    """Whoever has the conversation or a stream it stands in open hears that there is something.

    Its community's moment is only renewed when more than a minute old: all who write there would wait for its row.
    """
    live.tell("talk", [f"contribution:{row.pk}", f"community:{row.community_id}"])
    if row.community.last_activity_at < at - timedelta(minutes=1):
        Community.objects.filter(pk=row.community_id, last_activity_at__lt=at).update(last_activity_at=at)


def ask_the_teller_again(row: Contribution, actor: Actor) -> None:
    """What somebody else changed in a story that its teller approved shows after a new approval.

    What a decision hides stays hidden until that ends. Part of a larger action: the caller holds the locked row and
    saves its ``state``.
    """
    teller = approved_by(row)
    if teller is None or teller.person_id == actor.person_id or row.state not in (State.PUBLISHED, *WITHHELD):
        return
    Authorship.objects.filter(pk=teller.pk).update(approved_at=None, note="")
    if row.state == State.PUBLISHED:
        count_published(row, None)
    if row.state != State.HIDDEN:
        row.state = State.WAITING
