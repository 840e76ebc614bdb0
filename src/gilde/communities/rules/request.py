"""Rules about asking to join."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gilde.communities.enums import Capability, Joining, RequestState
from gilde.communities.models import Community, JoinQuestion, JoinRequest
from gilde.communities.rules import membership
from gilde.communities.rules.capability import may
from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.core.rules import Reason, rule

PAUSE: Final = timedelta(days=7)
"""After a "no" one asks again a week later at the earliest."""

LONGEST_ANSWER: Final = 2_000  # characters


@rule
def ask(actor: Actor, community: Community, needed: Sequence[Community] = ()) -> Reason:
    """``actor`` may send the hosts of ``community`` a request to join."""
    if actor.person_id is None:
        return gettext_lazy("Log in first, then you can join.")
    if actor.role_in(community.pk) is not None:
        return gettext_lazy("You already belong to this community.")
    if community.joining != Joining.REQUEST:
        return membership.join.reason(actor, community, needed) or gettext_lazy(
            "Anyone can join here right away. There is no need to ask."
        )
    reason = membership.join.reason(actor, community, needed, membership.Way.VOUCHED)
    if reason:
        return reason
    refused = (
        JoinRequest.objects.filter(
            community=community,
            person_id=actor.person_id,
            state=RequestState.DECLINED,
            decided_at__gt=now() - PAUSE,
        )
        .order_by("-decided_at")
        .first()
    )
    if refused is not None:
        return gettext_lazy("The hosts answered your request this week. You can ask again a week after their answer.")
    return None


@rule
def answered(questions: Sequence[JoinQuestion], answers: Mapping[int, str]) -> Reason:
    """Every question that needs an answer has one."""
    for question in questions:
        if question.required and not answers.get(question.pk, "").strip():
            return _("Answer the question “%(question)s”.") % {"question": question.text}
    return None


@rule
def decide(actor: Actor, request: JoinRequest) -> Reason:
    """Hosts and facilitators decide on requests."""
    return may.reason(actor, request.community, Capability.ADMIT) or None


@rule
def withdraw(actor: Actor, request: JoinRequest) -> Reason:
    """One withdraws one's own request."""
    if actor.person_id is not None and actor.person_id == request.person_id:
        return None
    return gettext_lazy("Only the person who sent this request can withdraw it.")


@rule
def question(actor: Actor, community: Community) -> Reason:
    """Hosts choose what is asked."""
    return may.reason(actor, community, Capability.SHAPE) or None
