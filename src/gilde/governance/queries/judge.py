"""Who can judge a case, and whom it concerns."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from gilde.communities.enums import CAPABILITIES, Capability, Role, Verb
from gilde.communities.models import Membership
from gilde.core.models import Activity
from gilde.governance.enums import Side
from gilde.governance.models import Case
from gilde.people.enums import PersonState
from gilde.people.models import Person

_JUDGING = [role for role in Role if Capability.MODERATE in CAPABILITIES[role]]


def judges(case: Case) -> set[int]:
    """Ids of the hosts who can judge ``case``: no part in it, and did not decide it before; else of the operators.

    Of what was written without a name the operators are always told: if they were told only where no host can judge,
    it would say that a host wrote it.
    """
    parts = {case.about_id, case.asker_id, case.decided_by_id, *case.reports.values_list("reporter_id", flat=True)}
    hosts = Membership.objects.filter(community_id=case.community_id or 0, role__in=_JUDGING)
    found = set(hosts.filter(person__state=PersonState.ACTIVE).values_list("person_id", flat=True)) - parts
    if found and case.asker_id is None:
        return found
    operators = Person.objects.filter(account__is_superuser=True, account__is_active=True, state=PersonState.ACTIVE)
    return found | set(operators.values_list("pk", flat=True)) - parts


def became_judge_after(person_id: int | None, community_id: int | None, at: datetime) -> bool:
    """Whether this person became a host of the community, or one again, after ``at``."""
    rows = Membership.objects.filter(person_id=person_id or 0, community_id=community_id or 0)
    row = rows.only("since").first()
    if row is None:
        return False
    if row.since > at:
        return True
    given = Activity.objects.filter(
        target_kind=Membership._meta.label_lower, target_id=row.pk, verb=Verb.ROLE_CHANGED.value, at__gt=at
    )
    return any(data.get("to") in _JUDGING for data in given.values_list("data", flat=True))


def sides(case: Case, wanted: Collection[Side]) -> set[int]:
    """Ids of the people on the ``wanted`` sides, as far as they know of the case."""
    found: set[int] = set()
    if Side.REPORTER in wanted:
        found.update(case.reports.values_list("reporter_id", flat=True))
    if Side.REPORTED in wanted and case.about_told_at is not None:
        found.update(number for number in (case.about_id, case.asker_id) if number is not None)
    return found
