"""Seeing to people, and counting who waits."""

from __future__ import annotations

from django.db import transaction

from gilde.attention.insights.enums import Need, Verb
from gilde.attention.insights.models import Cared, Quiet
from gilde.attention.insights.queries.care import care_count, find_quiet
from gilde.attention.insights.rules import care as rules
from gilde.communities.actions.care import note_care
from gilde.communities.models import Community
from gilde.core import activity
from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.people.models import Person


@transaction.atomic
def see_to(*, actor: Actor, community: Community, person: Person, need: Need) -> Cared:
    """A host knows about this person; they leave the list. Again renews it.

    Raises:
        Refusal: the actor leads nothing here.
    """
    rules.look_after.require(actor, community)
    row, _made = Cared.objects.update_or_create(
        community=community, person=person, need=need, defaults={"by_id": actor.person_id, "at": now()}
    )
    activity.record(Verb.CARED_FOR, actor=actor, target=person, community=community, data={"need": need})
    note_care(community_id=community.pk, count=care_count(community))
    return row


@transaction.atomic
def count_care(community_id: int) -> None:
    """Count anew who waits in a community, for the row of parts above its pages. Twice is once."""
    community = Community.objects.filter(pk=community_id, archived_at__isnull=True).first()
    note_care(community_id=community_id, count=care_count(community) if community is not None else 0)


@transaction.atomic
def note_quiet(community_id: int) -> None:
    """Find who went quiet in a community, and forget who did not stay so. Twice is once."""
    community = Community.objects.filter(pk=community_id, archived_at__isnull=True).first()
    found = find_quiet(community) if community is not None else {}
    Quiet.objects.filter(community=community_id).exclude(person__in=list(found)).delete()
    for person, away in found.items():
        Quiet.objects.update_or_create(community_id=community_id, person_id=person, defaults={"away": away})


@transaction.atomic
def forget(*, person_id: int) -> None:
    """Keep nothing about somebody who left for good. Twice is once."""
    for kept in (Quiet, Cared):
        kept._default_manager.filter(person=person_id).delete()
