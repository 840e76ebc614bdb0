"""How far a contribution goes."""

from __future__ import annotations

from django.db import transaction

from gilde.core import activity
from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.dialogue.actions.guest import end_all as end_guests
from gilde.dialogue.actions.unnamed import as_heard
from gilde.dialogue.enums import GuestEnd, Verb
from gilde.dialogue.models import Contribution
from gilde.dialogue.queries.one import locked_contribution
from gilde.dialogue.rules import audience as rules


@transaction.atomic
def change_audience(*, actor: Actor, contribution: Contribution, audience: Audience) -> Contribution:
    """Let a contribution go further, or less far; the same again changes nothing.

    Everybody who reads asks ``visible_to`` at that moment, so it holds everywhere at once.

    Raises:
        Refusal: when the actor neither wrote it nor curates the community, it would go further than the community
            allows, or somebody's words would reach further than they meant.
    """
    row = locked_contribution(contribution.pk)
    rules.change.require(actor, row, audience)
    if row.audience == audience:
        return row
    row.audience = audience
    row.save(update_fields=["audience"])
    if row.stays:
        end_guests(contribution=row, why=GuestEnd.CLOSED_OFF, actor=actor)
    activity.record(
        Verb.CONTRIBUTION_AUDIENCE,
        actor=as_heard(actor, row),
        target=row,
        community=row.community_id,
        data={"audience": int(audience)},
    )
    return row


@transaction.atomic
def hold_to(*, community_id: int, widest: int) -> int:
    """Nothing in this community goes further than ``widest``; how many contributions that changed. Twice is once."""
    changed = Contribution.objects.filter(community_id=community_id, audience__lt=widest).update(audience=widest)
    if widest == Audience.COMMUNITY:
        end_guests(community_id=community_id, why=GuestEnd.CLOSED_OFF)
    return changed
