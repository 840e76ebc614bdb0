"""Beginning to show and ceasing to: the counters that lists read, and the teller who is asked again."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F

from gilde.communities.models import Community
from gilde.core.actor import Actor
from gilde.dialogue.enums import State
from gilde.dialogue.models import Authorship, Contribution
from gilde.dialogue.queries.standing import approved_by
from gilde.people.models import Person


def count_published(row: Contribution, at: datetime | None) -> None:
    """Move the counters that lists read: up when ``row`` begins to show at ``at``, down when ``at`` is None.

    Part of a larger action: call it inside its transaction.
    """
    places, people = Community.objects.filter(pk=row.community_id), Person.objects.filter(pk=row.author_id)
    if at is not None:
        places.update(contribution_count=F("contribution_count") + 1)
        places.filter(last_activity_at__lt=at).update(last_activity_at=at)
        people.update(contribution_count=F("contribution_count") + 1)
    else:
        places.filter(contribution_count__gt=0).update(contribution_count=F("contribution_count") - 1)
        people.filter(contribution_count__gt=0).update(contribution_count=F("contribution_count") - 1)


def ask_the_teller_again(row: Contribution, actor: Actor) -> None:
    """What somebody else changed in a story that its teller approved shows after a new approval.

    Part of a larger action: the caller holds the locked row and saves its ``state``.
    """
    teller = approved_by(row)
    if teller is not None and teller.person_id != actor.person_id and row.state == State.PUBLISHED:
        Authorship.objects.filter(pk=teller.pk).update(approved_at=None, note="")
        row.state = State.WAITING
        count_published(row, None)
