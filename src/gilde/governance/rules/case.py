"""Rules about handling a case. Whoever is part of it does not judge it."""

from __future__ import annotations

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from gilde.communities.enums import CAPABILITIES, Capability, Role
from gilde.communities.models import Membership
from gilde.communities.models.community import communities_with
from gilde.core.actor import Actor
from gilde.core.reportables import reportables
from gilde.core.rules import Reason, rule
from gilde.governance.enums import Outcome, Side
from gilde.governance.models import Case
from gilde.people.enums import PersonState
from gilde.people.models import Person


def _instead(case: Case, actor: Actor) -> Reason:
    """Who handles a case that ``actor`` has a part in.

    Who wrote it without a name counts along as if they could: if they did not, the sentence would say who it was.
    """
    apart = [number for number in (actor.person_id, case.about_id) if number is not None]
    roles = [role for role in Role if Capability.MODERATE in CAPABILITIES[role]]
    hosts = Membership.objects.filter(
        community_id=case.community_id or 0, role__in=roles, person__state=PersonState.ACTIVE
    ).exclude(person__in=apart)
    operators = Person.objects.filter(
        account__is_superuser=True, account__is_active=True, state=PersonState.ACTIVE
    ).exclude(pk__in=apart)
    if hosts.exists():
        return _("Another host or the operator handles it.") if operators.exists() else _("Another host handles it.")
    if operators.exists():
        return _("The operator handles it.")
    if case.community_id is not None:
        return _("Nobody else here can handle it yet: make another member host.")
    return _("Nobody else can handle it yet: make someone else an operator too.")


@rule
def read(actor: Actor, case: Case) -> Reason:
    """Hosts of its community and the operator; never the person it is about."""
    if actor.person_id is None:
        return _("Log in first.")
    if case.is_of(actor.person_id):
        return format_lazy("{} {}", _("This is about you."), _instead(case, actor))
    if actor.is_operator or case.community_id in communities_with(actor, Capability.MODERATE):
        return None
    return _("Only hosts can handle reports.")


@rule
def judge(actor: Actor, case: Case) -> Reason:
    """Who may read it and did not report it themselves."""
    reason = read.reason(actor, case)
    if reason:
        return reason
    if case.reports.filter(reporter_id=actor.person_id).exists():
        return format_lazy("{} {}", _("You reported this yourself."), _instead(case, actor))
    return None


@rule
def take(actor: Actor, case: Case) -> Reason:
    """Who may judge takes on a case that nobody handles."""
    reason = judge.reason(actor, case)
    if reason:
        return reason
    if case.is_decided:
        return _("This was decided already.")
    if case.handler_id not in {None, actor.person_id}:
        return _("Someone else handles this. They can give it back first.")
    return None


@rule
def handle(actor: Actor, case: Case) -> Reason:
    """Who took the case on works on it, as long as it is undecided."""
    reason = take.reason(actor, case)
    if reason:
        return reason
    return None if case.handler_id == actor.person_id else _("Take this on first. Then you can work on it.")


@rule
def note(actor: Actor, case: Case) -> Reason:
    """Who may judge it leaves notes, also later."""
    return judge.reason(actor, case) or None


@rule
def put_back(actor: Actor, case: Case) -> Reason:
    """Who may judge it shows again what was hidden."""
    reason = judge.reason(actor, case)
    if reason:
        return reason
    return None if case.hidden else _("This is not hidden.")


@rule
def message(actor: Actor, case: Case, to: str) -> Reason:
    """Who handles it writes to either side."""
    if to == Side.REPORTED and not case.has_author:
        return _("Nobody here is the author of this.")
    return handle.reason(actor, case) or None


@rule
def decide(actor: Actor, case: Case, outcome: str) -> Reason:
    """Who handles it decides, once, on something that can be done with this kind of thing."""
    return handle.reason(actor, case) or fits.reason(case, outcome) or touches.reason(actor, case, outcome) or None


@rule
def measured(actor: Actor, case: Case, outcome: str, has_measure: bool, everywhere: bool) -> Reason:
    """A sanction says what, for how long and where; only the operator decides for everywhere."""
    if outcome != Outcome.SANCTION:
        return None
    if not has_measure:
        return _("Choose what this person cannot do, and for how long.")
    if (everywhere or case.community_id is None) and not actor.is_operator:
        return _("Only the operator can do this everywhere.")
    return None


@rule
def touches(actor: Actor, case: Case, outcome: str) -> Reason:
    """What has moved to another community is taken away by those who keep order there, or by the operator."""
    if outcome not in {Outcome.REMOVE, Outcome.HIDE} or outcome == case.outcome or actor.is_operator:
        return None
    kind = reportables().get(case.subject_kind)
    place = kind.stands_in(case.subject_id) if kind is not None and kind.stands_in is not None else None
    if place in {None, case.community_id} or place in communities_with(actor, Capability.MODERATE):
        return None
    return _("This has moved to another community. Its hosts decide whether it stays.")


@rule
def fits(case: Case, outcome: str) -> Reason:
    """``outcome`` can be done with this kind of thing."""
    if outcome == Outcome.SANCTION and case.about_id is None:
        return _("Nobody here is the author of this.")
    kind = reportables().get(case.subject_kind)
    if outcome == Outcome.HIDE and (kind is None or kind.hide is None):
        return _("This cannot be hidden.")
    if outcome == Outcome.REMOVE and (kind is None or kind.remove is None):
        return _("This cannot be removed by a decision; only its owner can change it.")
    return None
