"""Keeping when somebody first got a word of somebody else."""

from __future__ import annotations

from django.db import transaction

from gilde.attention.insights.models import FirstReply, Pulse
from gilde.attention.insights.queries.first_answer import first_reply_at, median_wait
from gilde.communities.models import Community
from gilde.core.clock import now
from gilde.dialogue.models import Contribution


@transaction.atomic
def note_first_reply(contribution_id: int, *, again: bool = False) -> bool:
    """Keep the first reply under this contribution, as it stands now; whether that changed anything. Twice is once.

    Args:
        again: look even when one is known, because it may have been deleted or the contribution moved.
    """
    known = FirstReply.objects.filter(pk=contribution_id).first()
    if known is not None and not again:
        return False
    contribution = Contribution.objects.filter(pk=contribution_id).first()
    at = first_reply_at(contribution) if contribution is not None and not contribution.origin else None
    if contribution is None or at is None:
        return bool(FirstReply.objects.filter(pk=contribution_id).delete()[0])
    values = {
        "community_id": contribution.community_id,
        "is_question": contribution.is_question,
        "asked_at": contribution.created_at,
        "replied_at": at,
        "seconds": max(0, int((at - contribution.created_at).total_seconds())),
    }
    if known is not None and all(getattr(known, name) == value for name, value in values.items()):
        return False
    FirstReply.objects.update_or_create(pk=contribution_id, defaults=values)
    return True


@transaction.atomic
def measure(community_id: int) -> None:
    """Measure a community anew. Twice is once."""
    if Community.objects.filter(pk=community_id).exists():
        values = {"first_answer_seconds": median_wait(community_id), "measured_at": now()}
        Pulse.objects.update_or_create(pk=community_id, defaults=values)
