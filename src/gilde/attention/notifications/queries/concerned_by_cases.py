"""Whom a case concerns, one function per verb: they are told wherever it happened, and muting a community does not hide
a decision about oneself."""

from __future__ import annotations

from gilde.attention.notifications.enums import Reason
from gilde.attention.notifications.queries.told import Told, of
from gilde.core.models import Activity
from gilde.governance.enums import Side
from gilde.governance.enums import Verb as GovernanceVerb
from gilde.governance.models import Case
from gilde.governance.queries.judge import judges, sides


@of(GovernanceVerb.REPORTED, GovernanceVerb.APPEALED, GovernanceVerb.NAME_ASKED)
def _reported(activity: Activity, told: Told) -> None:
    told.community_id = None
    case = Case.objects.filter(pk=activity.target_id or 0).first()
    if case is not None:
        told.add(judges(case), Reason.CASE)


@of(
    GovernanceVerb.CASE_MESSAGE,
    GovernanceVerb.CASE_DECIDED,
    GovernanceVerb.APPEAL_DECIDED,
    GovernanceVerb.SANCTION_LIFTED,
    GovernanceVerb.PUT_BACK,
)
def _decided(activity: Activity, told: Told) -> None:
    told.community_id = None
    case = Case.objects.filter(pk=activity.target_id or 0).first()
    if case is None:
        return
    to = activity.data.get("to")
    told.add(sides(case, {Side(to)} if to in Side.values else set(Side)), Reason.DECISION)


@of(GovernanceVerb.NAME_LIFTED)
def _name_lifted(activity: Activity, told: Told) -> None:
    told.community_id = None
    case = Case.objects.filter(pk=activity.target_id or 0, asker__isnull=False).first()
    if case is not None and case.asker_id is not None:
        told.add([case.asker_id], Reason.DECISION)
