"""Who is told of an act: of those whom it concerns, who may and wants to know."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from django.db.models import QuerySet

from gilde.attention.notifications.enums import Level, Reason, Subject, Verb
from gilde.attention.notifications.models import Choice
from gilde.attention.notifications.queries.concerned import Told, authors, behind, concerned
from gilde.communities.models import Community
from gilde.core.audience import Audience
from gilde.core.db.reading import prepared
from gilde.core.models import Activity
from gilde.dialogue.enums import State
from gilde.dialogue.models import Contribution
from gilde.dialogue.queries.guest import guests_in
from gilde.people.enums import PersonState
from gilde.people.models import Person
from gilde.people.queries.block import apart_from


def receivers(activity: Activity) -> Told:
    """Who is told of ``activity``: never who did it, who muted it, who is kept apart from who did it, nor who may
    not read it now."""
    told = concerned(activity)
    told.people.pop(_who_did(activity, told) or 0, None)
    _silence(activity, told)
    _keep_apart(activity, told)
    _keep_readers(told)
    return told


def _whose(activity: Activity, told: Told) -> int | None:
    """Whose act it is; of a question that goes round, whose question."""
    if activity.verb == Verb.HELPERS_ASKED and told.contribution is not None:
        return told.contribution.author_id
    return activity.actor_id


def _silence(activity: Activity, told: Told) -> None:
    """Take out who chose to hear nothing: of this contribution, else of this community, and of who did it."""
    subjects = {(Subject.COMMUNITY, told.community_id), (Subject.PERSON, _whose(activity, told))}
    if told.contribution is not None:
        subjects.add((Subject.CONTRIBUTION, told.contribution.pk))
    numbers = {number for _subject, number in subjects if number is not None}
    chosen: dict[int, dict[str, str]] = {}
    for person, subject, number, level in _choices(told.people, numbers):
        if (subject, number) in subjects:
            chosen.setdefault(person, {})[subject] = level
    for person, levels in chosen.items():
        if told.people[person] in {Reason.DECISION, Reason.REVIEWED}:
            continue  # what was decided about oneself or one's words is told, whoever decided
        nearest = levels.get(Subject.CONTRIBUTION) or levels.get(Subject.COMMUNITY)
        if Level.MUTE in (nearest, levels.get(Subject.PERSON)):
            del told.people[person]


@prepared
def _choices(people: Collection[int], numbers: Collection[int]) -> QuerySet[Any, Any]:
    rows = Choice.objects.filter(person__in=people, number__in=numbers)
    return rows.values_list("person_id", "subject", "number", "level")


# What a community does through its hosts is told, whoever the host is.
OF_THE_PLACE: Final = frozenset(
    {
        Reason.REVIEWED,
        Reason.HELD,
        Reason.ASKING,
        Reason.WELCOME,
        Reason.ROLE,
        Reason.CHARTER,
        Reason.ANNOUNCEMENT,
        Reason.CASE,
        Reason.DECISION,
    }
)


def _who_did(activity: Activity, told: Told) -> int | None:
    """Whose act it is; of what somebody did without their name the one behind it."""
    whose = _whose(activity, told)
    return None if whose is None else behind(told, [whose])[0]


def _keep_apart(activity: Activity, told: Told) -> None:
    """Take out who blocked the one who did it, or was blocked by them; hosts' acts are told all the same.

    What was done without a name is nobody's, and nobody is blocked: else anybody could block one after the other and
    hear by the silence who it was.
    """
    whose = _whose(activity, told)
    if whose is not None and told.people:
        for number in apart_from(whose):
            if told.people.get(number) not in OF_THE_PLACE:
                told.people.pop(number, None)


def _keep_readers(told: Told) -> None:
    """Only who is here and may read it: in public everyone, else the members and its guests; a story that waits, its
    own people."""
    row = told.contribution
    if row is None or _is_open(row, row.community):
        here = set(_active(told.people))
    else:
        here = set(_active_members(told.people, row.community_id))
        if row.guest_count:
            here.update(_active(told.people.keys() & set(guests_in(row))))
    if row is not None and row.state != State.PUBLISHED:
        here.intersection_update(authors(row))
    told.people = {number: reason for number, reason in told.people.items() if number in here}


@prepared
def _active(people: Collection[int]) -> QuerySet[Any, Any]:
    return Person.objects.filter(pk__in=people, state=PersonState.ACTIVE).values_list("pk", flat=True)


@prepared
def _active_members(people: Collection[int], place: int) -> QuerySet[Any, Any]:
    rows = Person.objects.filter(pk__in=people, state=PersonState.ACTIVE, memberships__community=place)
    return rows.values_list("pk", flat=True)


def _is_open(contribution: Contribution, place: Community) -> bool:
    return place.is_public and contribution.audience == Audience.PUBLIC


def place_of(told: Told) -> int | None:
    """The community to note, when it still is there."""
    if told.contribution is not None or told.community_id is None:
        return told.community_id
    return told.community_id if Community.objects.filter(pk=told.community_id).exists() else None
