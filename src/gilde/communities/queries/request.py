"""Reads of requests to join."""

from __future__ import annotations

from gilde.communities.enums import RequestState
from gilde.communities.models import Community, JoinRequest
from gilde.core.actor import Actor

_MOST = 100


def waiting(actor: Actor, community: Community) -> list[JoinRequest]:
    """Requests that wait for a decision, the oldest first; one query."""
    rows = JoinRequest.objects.visible_to(actor).open().filter(community=community)
    return list(rows.select_related("person", "community").order_by("asked_at", "pk")[:_MOST])


def decided(actor: Actor, community: Community, *, most: int = 10) -> list[JoinRequest]:
    """The last decisions, for who takes them; one query."""
    rows = JoinRequest.objects.visible_to(actor).filter(
        community=community, state__in=[RequestState.ACCEPTED, RequestState.DECLINED]
    )
    return list(rows.select_related("person", "decided_by").order_by("-decided_at", "-pk")[:most])


def own(actor: Actor, community: Community) -> JoinRequest | None:
    """The actor's last request here; one query, none for visitors."""
    if actor.person_id is None:
        return None
    rows = JoinRequest.objects.filter(community=community, person_id=actor.person_id).select_related("community")
    return rows.order_by("-asked_at", "-pk").first()


def own_open(actor: Actor) -> list[JoinRequest]:
    """The actor's requests that wait, wherever they may still know of the place; one query, none for visitors."""
    if actor.person_id is None:
        return []
    known = Community.objects.visible_to(actor).values("pk")
    rows = JoinRequest.objects.open().filter(person_id=actor.person_id, community__in=known)
    return list(rows.select_related("community").order_by("-asked_at", "-pk")[:_MOST])
