"""Asking to join, and deciding on it."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence

from django.db import transaction
from django.db.models import F

from gilde.communities.actions.membership import come_in
from gilde.communities.enums import RequestState, Verb
from gilde.communities.models import Community, JoinQuestion, JoinRequest, Membership
from gilde.communities.queries.graph import known_among, needed_above
from gilde.communities.rules import membership as membership_rules
from gilde.communities.rules import request as rules
from gilde.core import activity
from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.core.idempotency import first_result


@transaction.atomic
def ask(
    *,
    actor: Actor,
    community: Community,
    answers: Mapping[int, str],
    charters: Collection[int] = (),
    client_id: uuid.UUID | None = None,
) -> JoinRequest:
    """Send the hosts a request. Who has one that waits gets that one.

    Args:
        actor: who asks.
        community: where.
        answers: id of the question → answer.
        charters: ids of the charters that were shown and accepted.
        client_id: of the form.

    Raises:
        Refusal: one does not join here on request, a question has no answer, or a charter was not accepted.
    """
    person_id = membership_rules.person(actor)
    Community.objects.locked([community.pk])
    first = first_result(JoinRequest, client_id=client_id, person_id=person_id) or (
        JoinRequest.objects.open().filter(community=community, person_id=person_id).first()
    )
    if first is not None:
        return first
    needed = needed_above(community)
    rules.ask.require(actor, community, needed)
    questions = list(community.join_questions.all())
    rules.answered.require(questions, answers)
    # The agreements of a parent that stays hidden are read once in: before one writes there.
    places = [place for place in (community, *known_among(actor, needed)) if actor.role_in(place.pk) is None]
    membership_rules.charters_read.require(places, charters)
    request = JoinRequest.objects.create(
        community=community,
        person_id=person_id,
        client_id=client_id or uuid.uuid4(),
        answers=[{"question": question.text, "answer": answers.get(question.pk, "").strip()} for question in questions],
        charters=sorted(charters),
    )
    Community.objects.filter(pk=community.pk).update(open_request_count=F("open_request_count") + 1)
    activity.record(Verb.JOIN_REQUESTED, actor=actor, target=request, community=community)
    return request


@transaction.atomic
def accept(*, actor: Actor, request: JoinRequest, note: str = "") -> Membership | None:
    """Let the person in. A request that was decided before stays as it was decided.

    Returns:
        the membership; None when the request is no longer open and the person does not belong.

    Raises:
        Refusal: the actor does not decide here, or a community that comes with this one is closed.
    """
    rules.decide.require(actor, request)
    needed = needed_above(request.community)
    if not _still_open(request, needed):
        return Membership.objects.filter(community=request.community, person_id=request.person_id).first()
    JoinRequest.objects.filter(pk=request.pk).update(note=note)
    return come_in(
        actor=actor,
        person_id=request.person_id,
        community=request.community,
        needed=needed,
        charters=[int(pk) for pk in request.charters],
        is_here=False,
        via={"way": "request", "request": request.pk},
    )


@transaction.atomic
def decline(*, actor: Actor, request: JoinRequest, note: str = "") -> None:
    """Say no, with a word of explanation that the person reads. A decided request stays as it was decided.

    Raises:
        Refusal: the actor does not decide here.
    """
    rules.decide.require(actor, request)
    if _still_open(request):
        _close(actor=actor, request=request, state=RequestState.DECLINED, note=note, verb=Verb.JOIN_DECLINED)


@transaction.atomic
def withdraw(*, actor: Actor, request: JoinRequest) -> None:
    """Take one's own request back. Twice is once.

    Raises:
        Refusal: it is somebody else's.
    """
    rules.withdraw.require(actor, request)
    if _still_open(request):
        _close(actor=actor, request=request, state=RequestState.WITHDRAWN, note="", verb=Verb.JOIN_WITHDRAWN)


@transaction.atomic
def set_questions(*, actor: Actor, community: Community, questions: Sequence[tuple[str, bool]]) -> None:
    """Ask these questions from now on. Requests that wait keep what was asked then; who is answering at this moment
    keeps what they typed to a question that stays.

    Args:
        actor: a host.
        community: where.
        questions: text, and whether an answer is needed.

    Raises:
        Refusal: the actor is no host.
    """
    rules.question.require(actor, community)
    Community.objects.locked([community.pk])
    now_asked = [(row.text, row.required) for row in community.join_questions.all()]
    if now_asked == list(questions):
        return
    had = {row.text: row for row in community.join_questions.all()}
    kept = []
    for position, (text, required) in enumerate(questions):
        row = had.pop(text, None) or JoinQuestion(community=community, text=text)
        row.required, row.position = required, position
        row.save()
        kept.append(row.pk)
    community.join_questions.exclude(pk__in=kept).delete()
    activity.record(
        Verb.COMMUNITY_CHANGED, actor=actor, target=community, community=community, data={"fields": ["questions"]}
    )


def _still_open(request: JoinRequest, needed: Sequence[Community] = ()) -> bool:
    """Whether this request waits, with its community (and those it needs) locked so that one decision counts."""
    Community.objects.locked([request.community_id, *(place.pk for place in needed)])
    request.refresh_from_db(fields=["state", "charters"])
    return request.state == RequestState.OPEN


def _close(*, actor: Actor, request: JoinRequest, state: RequestState, note: str, verb: Verb) -> None:
    request.state, request.note = state, note
    request.decided_at, request.decided_by_id = now(), actor.person_id
    request.save(update_fields=["state", "note", "decided_at", "decided_by"])
    Community.objects.filter(pk=request.community_id).update(open_request_count=F("open_request_count") - 1)
    activity.record(verb, actor=actor, target=request, community=request.community_id)
