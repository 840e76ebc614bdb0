"""What a community agrees on: publishing and accepting it."""

from __future__ import annotations

from django.db import transaction

from gilde.communities.enums import Verb
from gilde.communities.models import Charter, CharterAcceptance, Community, Membership
from gilde.communities.rules import charter as rules
from gilde.communities.rules import community as community_rules
from gilde.core import activity
from gilde.core.actor import Actor
from gilde.core.markdown import render


@transaction.atomic
def publish(*, actor: Actor, community: Community, text: str) -> Charter | None:
    """Put new agreements in force; everybody accepts them before writing again, who publishes them does by that.

    The same text again changes nothing; an empty text means that there are no agreements any more.

    Raises:
        Refusal: the actor is no host.
    """
    community_rules.shape.require(actor, community)
    locked = Community.objects.locked([community.pk])[community.pk]
    if not text:
        if locked.charter_id is not None:
            Community.objects.filter(pk=community.pk).update(charter=None)
            community.charter = None
            activity.record(
                Verb.COMMUNITY_CHANGED, actor=actor, target=community, community=community, data={"fields": ["charter"]}
            )
        return None
    if locked.charter is not None and locked.charter.text == text:
        return locked.charter
    charter = put_in_force(actor=actor, community=community, text=text)
    if actor.person_id is not None:
        _accept(actor, actor.person_id, community, charter)
    return charter


def put_in_force(*, actor: Actor, community: Community, text: str) -> Charter:
    """A new version that holds from now on; the caller has asked its rule and holds the community."""
    last = Charter.objects.filter(community=community).order_by("-number").values_list("number", flat=True).first()
    charter = Charter.objects.create(
        community=community,
        number=(last or 0) + 1,
        text=text,
        html=render(text).html,
        published_by_id=actor.person_id,
    )
    Community.objects.filter(pk=community.pk).update(charter=charter)
    community.charter = charter
    activity.record(
        Verb.CHARTER_PUBLISHED, actor=actor, target=charter, community=community, data={"number": charter.number}
    )
    return charter


@transaction.atomic
def accept(*, actor: Actor, community: Community, charter_id: int) -> None:
    """Accept the agreements in force. Twice is once.

    Args:
        actor: a member.
        community: where.
        charter_id: the version that was read.

    Raises:
        Refusal: not a member, or the agreements changed since they were read.
    """
    rules.accept.require(actor, community, charter_id)
    charter = Charter.objects.get(pk=charter_id, community=community)
    _accept(actor, actor.person_id or 0, community, charter)


def _accept(actor: Actor, person_id: int, community: Community, charter: Charter) -> None:
    _row, created = CharterAcceptance.objects.get_or_create(charter=charter, person_id=person_id)
    Membership.objects.filter(community=community, person_id=person_id).update(charter_seen=charter)
    if created:
        activity.record(
            Verb.CHARTER_ACCEPTED, actor=actor, target=charter, community=community, data={"number": charter.number}
        )
