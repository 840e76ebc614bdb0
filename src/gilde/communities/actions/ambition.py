"""The shared ambition: what we want, how one sees it, what came of it."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import transaction
from django.db.models import Max

from gilde.communities.enums import Verb
from gilde.communities.models import Ambition, Behaviour, Community, Result
from gilde.communities.rules import ambition as rules
from gilde.communities.rules import membership as membership_rules
from gilde.core import activity
from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.core.idempotency import first_result
from gilde.core.markdown import render


@transaction.atomic
def share(
    *, actor: Actor, community: Community, title: str, why: str = "", client_id: uuid.UUID | None = None
) -> Ambition:
    """Write down where the community wants to go.

    Raises:
        Refusal: the actor is no host.
    """
    Community.objects.locked([community.pk])
    first = first_result(Ambition, client_id=client_id, created_by_id=actor.person_id)
    if first is not None:
        return first
    rules.share.require(actor, community)
    ambition = Ambition.objects.create(
        community=community,
        title=title,
        why=why,
        why_html=render(why).html if why else "",
        created_by_id=actor.person_id,
        client_id=client_id or uuid.uuid4(),
    )
    activity.record(Verb.AMBITION_SHARED, actor=actor, target=ambition, community=community)
    return ambition


@transaction.atomic
def change(*, actor: Actor, ambition: Ambition, title: str, why: str) -> None:
    """Say it better.

    Raises:
        Refusal: the actor is no host.
    """
    rules.share.require(actor, ambition.community)
    if (ambition.title, ambition.why) == (title, why):
        return
    ambition.title, ambition.why = title, why
    ambition.why_html = render(why).html if why else ""
    ambition.save(update_fields=["title", "why", "why_html"])
    _changed(actor, ambition, "text")


@transaction.atomic
def close(*, actor: Actor, ambition: Ambition, closed: bool) -> None:
    """Mark an ambition as reached or let go, or take it up again; what names it stays. Twice is once.

    Raises:
        Refusal: the actor is no host.
    """
    rules.share.require(actor, ambition.community)
    if (ambition.closed_at is not None) == closed:
        return
    ambition.closed_at = now() if closed else None
    ambition.save(update_fields=["closed_at"])
    _changed(actor, ambition, "closed" if closed else "reopened")


def _changed(actor: Actor, ambition: Ambition, what: str) -> None:
    activity.record(
        Verb.AMBITION_CHANGED,
        actor=actor,
        target=ambition,
        community=ambition.community_id,
        data={"what": what},
    )


@transaction.atomic
def name_behaviour(*, actor: Actor, ambition: Ambition, text: str) -> Behaviour:
    """Name a behaviour one can see. The same words again give the same behaviour, taken up again if it was dropped.

    Raises:
        Refusal: the actor is no host.
    """
    rules.share.require(actor, ambition.community)
    Ambition.objects.select_for_update().get(pk=ambition.pk)
    behaviour = Behaviour.objects.filter(ambition=ambition, text=text).first()
    if behaviour is not None and behaviour.dropped_at is None:
        return behaviour
    if behaviour is None:
        last: int | None = Behaviour.objects.filter(ambition=ambition).aggregate(last=Max("position"))["last"]
        position = 0 if last is None else min(last + 1, 32_000)
        behaviour = Behaviour.objects.create(ambition=ambition, text=text, position=position)
    else:
        behaviour.dropped_at = None
        behaviour.save(update_fields=["dropped_at"])
    activity.record(Verb.BEHAVIOUR_NAMED, actor=actor, target=behaviour, community=ambition.community_id)
    return behaviour


@transaction.atomic
def drop_behaviour(*, actor: Actor, behaviour: Behaviour) -> None:
    """Let a behaviour go; what named it keeps its name. Twice is once.

    Raises:
        Refusal: the actor is no host.
    """
    ambition = behaviour.ambition
    rules.share.require(actor, ambition.community)
    if Behaviour.objects.filter(pk=behaviour.pk, dropped_at=None).update(dropped_at=now()):
        activity.record(Verb.BEHAVIOUR_DROPPED, actor=actor, target=behaviour, community=ambition.community_id)


@transaction.atomic
def report(
    *,
    actor: Actor,
    ambition: Ambition,
    text: str,
    on: date,
    evidence: str = "",
    evidence_url: str = "",
    client_id: uuid.UUID | None = None,
) -> Result:
    """Report something that became visible.

    Args:
        actor: who saw it.
        ambition: what it belongs to.
        text: what became visible.
        on: when.
        evidence: how one knows.
        evidence_url: where it can be seen.
        client_id: of the form.

    Raises:
        Refusal: the actor does not contribute here, or the ambition is closed.
    """
    person_id = membership_rules.person(actor)
    Ambition.objects.select_for_update().get(pk=ambition.pk)
    first = first_result(Result, client_id=client_id, reported_by_id=person_id)
    if first is not None:
        return first
    rules.report.require(actor, ambition)
    result = Result.objects.create(
        ambition=ambition,
        text=text,
        on=on,
        evidence=evidence,
        evidence_url=evidence_url,
        reported_by_id=person_id,
        client_id=client_id or uuid.uuid4(),
    )
    activity.record(
        Verb.RESULT_REPORTED,
        actor=actor,
        target=result,
        community=ambition.community_id,
        data={"ambition": ambition.pk},
    )
    return result


@transaction.atomic
def remove_result(*, actor: Actor, result: Result) -> None:
    """Take a result away that was not one.

    Raises:
        Refusal: somebody else's, and the actor is no host.
    """
    rules.remove_result.require(actor, result)
    activity.record(
        Verb.RESULT_REMOVED,
        actor=actor,
        target=result,
        community=result.ambition.community_id,
        data={"ambition": result.ambition_id},
    )
    Result.objects.filter(pk=result.pk).delete()
