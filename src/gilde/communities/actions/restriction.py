"""Keeping somebody from writing for a while, and ending that early."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from gilde.communities.actions import membership
from gilde.communities.enums import RestrictionKind, Verb
from gilde.communities.models import Community, Membership, Restriction
from gilde.communities.rules import restriction as rules
from gilde.core import activity
from gilde.core.actor import SYSTEM, Actor
from gilde.core.clock import now


@transaction.atomic
def restrict(
    *, actor: Actor, person_id: int, community: Community | None, kind: RestrictionKind, lasts: timedelta
) -> Restriction:
    """From now on, for as long as it ``lasts``, at most a year; it ends by itself.

    Args:
        community: where; None for everywhere on this installation.
        kind: ``REMOVED`` takes the person out of the community, too.

    Raises:
        Refusal: the actor does not decide here, or the community would stay without a host.
    """
    rules.restrict.require(actor, person_id, community)
    made_at = now()
    row = Restriction.objects.create(
        person_id=person_id,
        community=community,
        kind=kind,
        until=made_at + min(lasts, rules.LONGEST),
        made_at=made_at,
        made_by_id=actor.person_id,
    )
    activity.record(
        Verb.RESTRICTED,
        actor=actor,
        target=row,
        community=community,
        data={"person": person_id, "kind": kind.value, "until": row.until},
    )
    if kind == RestrictionKind.REMOVED and community is not None:
        belongs = Membership.objects.filter(person_id=person_id, community=community).select_related("community")
        for found in belongs:
            # The rule above let the operator through, who may be no host here.
            membership.remove(actor=actor if actor.role_in(community.pk) else SYSTEM, membership=found)
    return row


@transaction.atomic
def end(*, actor: Actor, restriction: Restriction) -> None:
    """End it before its time; who was removed can join again. Twice is once.

    Raises:
        Refusal: the actor does not decide here.
    """
    row = Restriction.objects.select_for_update(of=("self",)).get(pk=restriction.pk)
    rules.restrict.require(actor, row.person_id, row.community)
    if row.ended_at is None:
        row.ended_at, row.ended_by_id = now(), actor.person_id
        row.save(update_fields=["ended_at", "ended_by"])
        activity.record(
            Verb.RESTRICTION_ENDED, actor=actor, target=row, community=row.community_id, data={"person": row.person_id}
        )
