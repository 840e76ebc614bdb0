"""Who is told of an act: of those whom it concerns, who may and wants to know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any, Final

from django.db.models import QuerySet

from gilde.attention.notifications.enums import Level, Reason, Subject, Verb
from gilde.attention.notifications.models import Choice
from gilde.attention.notifications.queries.concerned import concerned, read_ahead
from gilde.attention.notifications.queries.told import Told, authors, behind
from gilde.communities.models import Community, Membership
from gilde.core.audience import Audience
from gilde.core.db.reading import prepared, remembering
from gilde.core.models import Activity
from gilde.dialogue.enums import State
from gilde.dialogue.models import Contribution
from gilde.dialogue.queries.guest import guests_in
from gilde.people.enums import PersonState
from gilde.people.models import Person
from gilde.people.queries.block import apart, apart_from


def receivers(*activities: Activity) -> list[Told]:
    """Who is told of each of these acts: never who did it, who muted it, who is kept apart from who did it, nor who may
    not read it now. What all of them ask is asked once."""
    with remembering():
        read_ahead(activities)
        acts = [(activity, concerned(activity)) for activity in activities]
        for activity, told in acts:
            told.people.pop(_who_did(activity, told) or 0, None)
        _silence(acts)
        apart.ahead({number for activity, told in acts if (number := _whose(activity, told)) is not None})
        for activity, told in acts:
            _keep_apart(activity, told)
        _keep_readers([told for _activity, told in acts])
    return [told for _activity, told in acts]


def _whose(activity: Activity, told: Told) -> int | None:
    """Whose act it is; of a question that goes round, whose question."""
    if activity.verb == Verb.HELPERS_ASKED and told.contribution is not None:
        return told.contribution.author_id
    return activity.actor_id


def _silence(acts: Sequence[tuple[Activity, Told]]) -> None:
    """Take out who chose to hear nothing: of this contribution, else of this community, and of who did it."""
    subjects = [_subjects(activity, told) for activity, told in acts]
    numbers = {number for each in subjects for _subject, number in each}
    chosen: dict[int, list[tuple[tuple[str, int], str]]] = defaultdict(list)
    for person, subject, number, level in _choices({person for _, told in acts for person in told.people}, numbers):
        chosen[person].append(((subject, number), level))
    for (_activity, told), here in zip(acts, subjects, strict=True):
        for person in told.people.keys() & chosen.keys():
            levels = {subject[0]: level for subject, level in chosen[person] if subject in here}
            if told.people[person] in {Reason.DECISION, Reason.REVIEWED}:
                continue  # what was decided about oneself or one's words is told, whoever decided
            nearest = levels.get(Subject.CONTRIBUTION) or levels.get(Subject.COMMUNITY)
            if Level.MUTE in (nearest, levels.get(Subject.PERSON)):
                del told.people[person]


def _subjects(activity: Activity, told: Told) -> set[tuple[str, int]]:
    """What one may have chosen to hear nothing of, for this act."""
    contribution = told.contribution.pk if told.contribution is not None else None
    asked = (
        (Subject.COMMUNITY, told.community_id),
        (Subject.PERSON, _whose(activity, told)),
        (Subject.CONTRIBUTION, contribution),
    )
    return {(subject.value, number) for subject, number in asked if number is not None}


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


def _keep_readers(acts: Sequence[Told]) -> None:
    """Only who is here and may read it: in public everyone, else the members and its guests; a story that waits, its
    own people."""
    closed = [told.contribution if told.contribution and not _is_open(told.contribution) else None for told in acts]
    guests = [set(guests_in(row)) if row is not None and row.guest_count else set() for row in closed]
    asked = {number for told, row in zip(acts, closed, strict=True) if row is not None for number in told.people}
    inside: dict[int, set[int]] = defaultdict(set)
    for place, number in _active_members(asked, {row.community_id for row in closed if row is not None}):
        inside[place].add(number)
    free = {number for told, row in zip(acts, closed, strict=True) if row is None for number in told.people}
    here = set(_active(free.union(*guests)))
    for told, row, visiting in zip(acts, closed, guests, strict=True):
        readers = here if row is None else inside[row.community_id] | (here & visiting)
        if told.contribution is not None and told.contribution.state != State.PUBLISHED:
            readers = readers & set(authors(told.contribution))
        told.people = {number: reason for number, reason in told.people.items() if number in readers}


@prepared
def _active(people: Collection[int]) -> QuerySet[Any, Any]:
    return Person.objects.filter(pk__in=people, state=PersonState.ACTIVE).values_list("pk", flat=True)


@prepared
def _active_members(people: Collection[int], places: Collection[int]) -> QuerySet[Any, Any]:
    rows = Membership.objects.filter(person__in=people, person__state=PersonState.ACTIVE, community__in=places)
    return rows.values_list("community_id", "person_id")


def _is_open(contribution: Contribution) -> bool:
    return contribution.community.is_public and contribution.audience == Audience.PUBLIC


def place_of(told: Told) -> int | None:
    """The community to note, when it still is there."""
    if told.contribution is not None or told.community_id is None:
        return told.community_id
    return told.community_id if Community.objects.filter(pk=told.community_id).exists() else None
