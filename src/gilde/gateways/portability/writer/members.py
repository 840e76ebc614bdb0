"""Making imported people members."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F

from gilde.communities.actions.membership import enrol
from gilde.communities.enums import Role
from gilde.communities.models import Community, Membership
from gilde.core.actor import SYSTEM
from gilde.dialogue.models import ReadFloor
from gilde.gateways.portability import records
from gilde.gateways.portability.writer.batch import Batch
from gilde.people.enums import PersonState
from gilde.people.models import Person


@dataclass(frozen=True)
class Newcomer:
    """Somebody who becomes a member, and the record that says since when."""

    record: records.Person
    person: Person


def bring_in(batch: Batch, newcomers: Sequence[Newcomer]) -> None:
    """Make them members of the community and of those it needs; who belongs there already keeps role and date.

    The system account of a site belongs nowhere, and nobody in memoriam comes in. Placeholders come in silently: one
    activity speaks of the whole import. Who takes part here comes in as by any other way.
    """
    coming = [
        each
        for each in newcomers
        if not each.record.is_system and each.person.state not in {PersonState.ERASED, PersonState.DECEASED}
    ]
    for place in batch.context.places:
        _bring_in_silently(batch, place, [each for each in coming if each.person.is_placeholder])
        for each in coming:
            if not each.person.is_placeholder:
                enrol(
                    actor=SYSTEM,
                    person_id=each.person.pk,
                    community=place,
                    since=min(each.record.joined_at or batch.at, batch.at),
                    via={"way": "import"},
                )


def _bring_in_silently(batch: Batch, place: Community, newcomers: Sequence[Newcomer]) -> None:
    since = {each.person.pk: min(each.record.joined_at or batch.at, batch.at) for each in newcomers}
    here = Membership.objects.filter(community=place, person_id__in=list(since)).values_list("person_id", flat=True)
    for person_id in here:
        del since[person_id]
    if not since:
        return
    Membership.objects.bulk_create(
        [
            Membership(person_id=person_id, community=place, role=Role.MEMBER, since=moment)
            for person_id, moment in since.items()
        ]
    )
    Community.objects.filter(pk=place.pk).update(member_count=F("member_count") + len(since))
    # What was said before they claim their profile and what came along with them is not waiting to be read.
    ReadFloor.objects.bulk_create(
        [ReadFloor(person_id=person_id, community=place, read_at=batch.at) for person_id in since],
        ignore_conflicts=True,
    )
