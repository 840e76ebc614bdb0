"""What came into somebody's communities since they opened Home."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef, Q

from gilde.attention.notifications.enums import Subject
from gilde.attention.notifications.queries.level import chosen_by, muted
from gilde.core.actor import Actor
from gilde.dialogue.enums import State
from gilde.dialogue.models import Answer, Comment, Contribution

MOST: Final = 20  # more are not counted


def count_news(
    actor: Actor, communities: Collection[int], since: datetime, *, kind: str = "", guest_in: Collection[int] = ()
) -> int:
    """How many contributions in ``communities`` and of ``guest_in`` are new or got a reply after ``since``; two
    statements.

    Counted is what ``actor`` may read now, by others, and by nobody and in nothing that they muted or whom they
    blocked; the nearest choice counts, as at the bell. At most one more than :data:`MOST`.
    """
    levels = chosen_by(actor)
    quiet = {subject: muted(levels, subject) for subject in Subject}
    shown = Q(community__in=list(communities)) | Q(pk__in=list(guest_in))
    rows = Contribution.objects.visible_to(actor).filter(shown, state=State.PUBLISHED, last_activity_at__gt=since)
    if kind:
        rows = rows.filter(kind=kind)
    spoken_for = set(levels[Subject.CONTRIBUTION])  # a choice for one of them overrules that for its community
    rows = rows.exclude(pk__in=quiet[Subject.CONTRIBUTION])
    rows = rows.exclude(~Q(pk__in=spoken_for), community__in=quiet[Subject.COMMUNITY])
    apart = {actor.person_id, *actor.blocks, *quiet[Subject.PERSON]}
    fresh = Q(created_at__gt=since) & ~Q(author__in=apart) & ~Q(asker=actor.person_id)
    for replies in (Comment.objects.visible_to(actor), Answer.objects.visible_to(actor)):
        here = replies.filter(contribution=OuterRef("pk"), created_at__gt=since).exclude(author__in=apart)
        # Whoever asked without a name answers as nobody, and knows what they wrote themselves.
        fresh |= Q(Exists(here.exclude(contribution__asker=actor.person_id, author=OuterRef("author"))))
    return len(rows.filter(fresh).order_by("-last_activity_at").values_list("pk", flat=True)[: MOST + 1])
