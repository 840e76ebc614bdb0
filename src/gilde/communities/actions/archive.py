"""Archiving a community, and opening it again."""

from __future__ import annotations

from django.db import transaction

from gilde.communities.enums import RequestState, Verb
from gilde.communities.models import Community, JoinRequest
from gilde.communities.rules import community as rules
from gilde.core import activity
from gilde.core.actor import Actor
from gilde.core.clock import now


@transaction.atomic
def archive(*, actor: Actor, community: Community) -> None:
    """Keep everything to read, and nothing changes any more. Requests that wait are declined, and who asked hears it.
    Twice is once.

    Raises:
        Refusal: the actor is no host.
    """
    rules.archive.require(actor, community)
    locked = Community.objects.locked([community.pk])[community.pk]
    if locked.is_archived:
        return
    waiting = list(JoinRequest.objects.open().filter(community=locked).order_by("pk"))
    JoinRequest.objects.filter(pk__in=[request.pk for request in waiting]).update(
        state=RequestState.DECLINED, decided_at=now(), decided_by_id=actor.person_id
    )
    Community.objects.filter(pk=locked.pk).update(archived_at=now(), open_request_count=0)
    community.refresh_from_db(fields=["archived_at", "open_request_count"])
    activity.record(Verb.COMMUNITY_ARCHIVED, actor=actor, target=community, community=community)
    for request in waiting:
        activity.record(Verb.JOIN_DECLINED, actor=actor, target=request, community=community)


@transaction.atomic
def reopen(*, actor: Actor, community: Community) -> None:
    """Let life go on in an archived community. Twice is once.

    Raises:
        Refusal: the actor is no host.
    """
    rules.archive.require(actor, community)
    if Community.objects.filter(pk=community.pk, archived_at__isnull=False).update(archived_at=None):
        community.archived_at = None
        activity.record(Verb.COMMUNITY_REOPENED, actor=actor, target=community, community=community)
