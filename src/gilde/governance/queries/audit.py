"""The log of what happened, for hosts over their community and for the operator over all: docs/decisions/0015.

Only verbs that are these readers' business are read at all. What an act was done to is shown by the same readers that
show what a search found (:mod:`gilde.core.searchables`), so that a title and an address appear only where this reader
may see them now.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from gilde.communities.models import Community
from gilde.core.actor import Actor
from gilde.core.acts import Sight, said, verbs_of
from gilde.core.models import Activity
from gilde.core.searchables import Found, searchables
from gilde.dialogue.models import Answer, Comment, Contribution
from gilde.governance.models import Appeal, Case
from gilde.governance.queries.newest import Key, newest, newest_of
from gilde.governance.sentences import act_in_words
from gilde.people.enums import PersonState
from gilde.people.models import Person

PAGE: Final = 50
_BATCH: Final = 500
_SHOWN: Final = ("dialogue.contribution", "dialogue.answer", "dialogue.comment")
_CASE: Final = "governance.case"
_APPEAL: Final = "governance.appeal"
_PERSON: Final = "people.person"


@dataclass(frozen=True)
class Wanted:
    """What a reader narrowed the log to; days are in their time zone and both count."""

    who: Person | None = None
    about: Person | None = None
    sort: str = ""
    place: Community | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Line:
    """One act as a reader may know it; without an address where there is nothing they may open."""

    number: int
    at: datetime
    verb: str
    by: str
    by_url: str
    words: str
    url: str
    place: str
    place_url: str

    @property
    def here(self) -> str:
        """The key of the page that begins with this line."""
        return str(Key(self.at, self.number + 1))


@dataclass(frozen=True)
class AuditPage:
    """Lines, newest first by their date; ``after`` is the key of the next part, empty when there is none."""

    lines: list[Line]
    after: str


def audit(actor: Actor, community: Community | None, wanted: Wanted, *, before: Key | None = None) -> AuditPage:
    """A page of the log; at most eight statements however long it is. The caller has asked the rule."""
    rows = list(_rows(actor, community, wanted, before, PAGE + 1))
    shown = _lines(actor, rows[:PAGE])
    return AuditPage(shown, str(Key.of(rows[PAGE - 1])) if len(rows) > PAGE else "")


def every(actor: Actor, community: Community | None, wanted: Wanted, *, before: Key) -> Iterator[Line]:
    """All lines before ``before``, newest first, some hundreds in memory at a time."""
    while True:
        rows = list(_rows(actor, community, wanted, before, _BATCH))
        yield from _lines(actor, rows)
        if len(rows) < _BATCH:
            return
        before = Key.of(rows[-1])


def _rows(
    actor: Actor, community: Community | None, wanted: Wanted, before: Key | None, limit: int
) -> QuerySet[Activity]:
    sights = (Sight.PLACE,) if community is not None else (Sight.PLACE, Sight.HOUSE)
    verbs = verbs_of(*sights, sort=wanted.sort)
    rows = Activity.objects.all()
    place = community or wanted.place
    if place is not None:
        rows = rows.filter(community_id=place.pk)
    # A case, and all that was done in it, is for those who may handle it: never for the host it is about.
    cases = Case.objects.visible_to(actor)
    rows = rows.exclude(Q(target_kind=_CASE) & ~Q(target_id__in=cases.values("pk")))
    rows = rows.exclude(
        Q(target_kind=_APPEAL) & ~Q(target_id__in=Appeal.objects.filter(case__in=cases.values("pk")).values("pk"))
    )
    if wanted.who is not None:
        rows = rows.filter(actor_id=wanted.who.pk)
    if wanted.about is not None:
        rows = rows.filter(_about(actor, community, wanted.about)).exclude(actor_id=wanted.about.pk)
    if wanted.since is not None:
        rows = rows.filter(at__gte=_begin(wanted.since))
    if wanted.until is not None and wanted.until < date.max:
        rows = rows.filter(at__lt=_begin(wanted.until + timedelta(days=1)))
    if place is not None and wanted.sort and not (wanted.who or wanted.about):
        return newest_of(rows, dict.fromkeys(verbs, Q()), before, limit)  # one kind may be rare among the others
    return newest(rows.filter(verb__in=verbs), before)[:limit]


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _about(actor: Actor, community: Community | None, person: Person) -> Q:
    """Acts done to ``person``, or to what they wrote in their own name."""
    found = Q(target_kind=_PERSON, target_id=person.pk) | Q(data__person=person.pk)
    models: tuple[Any, ...] = (Contribution, Answer, Comment)
    for kind, model in zip(_SHOWN, models, strict=True):
        theirs = model.objects.filter(author_id=person.pk)
        theirs = theirs.filter(community_id=community.pk) if community is not None else theirs.visible_to(actor)
        found |= Q(target_kind=kind, target_id__in=theirs.values("pk"))
    return found


def _lines(actor: Actor, rows: Sequence[Activity]) -> list[Line]:
    people = _people(actor, {number for row in rows for number in (row.actor_id, _whom(row)) if number})
    targets = _targets(actor, rows)
    numbers = {row.community_id for row in rows if row.community_id}
    places = Community.objects.visible_to(actor).in_bulk(numbers) if numbers else {}
    return [_line(row, people, targets, places) for row in rows]


def _line(
    row: Activity,
    people: Mapping[int, tuple[str, str]],
    targets: Mapping[tuple[str, int], Found],
    places: Mapping[int, Community],
) -> Line:
    words = said(row.verb)
    target = targets.get((row.target_kind, row.target_id or 0))
    if row.actor_id is None:
        by, by_url = (_("Someone") if words is not None and words.nameless else _("The system")), ""
    else:
        by, by_url = people.get(row.actor_id, (_("Someone"), ""))
    name, about_url = people.get(_whom(row) or 0, ("", ""))
    place = places.get(row.community_id or 0)
    if target is not None:
        url = target.url
    elif row.target_kind == _CASE:
        url = Case(pk=row.target_id).get_absolute_url()  # rows about a case are here only for who may open it
    else:
        url = about_url
    return Line(
        number=row.pk,
        at=row.at,
        verb=row.verb,
        by=by,
        by_url=by_url,
        words=act_in_words(row, title=target.title if target is not None else "", name=name if about_url else ""),
        url=url,
        place=place.name if place is not None else (_("a community you are not in") if row.community_id else ""),
        place_url=place.get_absolute_url() if place is not None else "",
    )


def _whom(row: Activity) -> int | None:
    """The person an act was done to, when it was one and not oneself."""
    number = row.data.get("person")
    if not isinstance(number, int):
        number = row.target_id if row.target_kind == _PERSON else None
    return number if number != row.actor_id else None


def _people(actor: Actor, numbers: set[int]) -> dict[int, tuple[str, str]]:
    """Number → name and page of those this reader may know; who left is named as such; two statements at most."""
    if not numbers:
        return {}
    shown = Person.objects.visible_to(actor).in_bulk(numbers)
    found = {pk: (person.name, person.get_absolute_url()) for pk, person in shown.items()}
    rest = numbers - found.keys()
    if rest:
        gone = Person.objects.filter(pk__in=rest, state=PersonState.ERASED).values_list("pk", flat=True)
        found.update({pk: (_("Former member"), "") for pk in gone})
    return found


def _targets(actor: Actor, rows: Sequence[Activity]) -> dict[tuple[str, int], Found]:
    """What was acted on, as this reader may see it now; two statements per kind at most, and there are three kinds."""
    found = {}
    for kind in _SHOWN:
        numbers = {row.target_id for row in rows if row.target_kind == kind and row.target_id is not None}
        if numbers:
            shown = searchables()[kind].found(actor, [(number, 0) for number in numbers])
            found.update({(kind, pk): replace(it, note="") for (pk, _part), it in shown.items()})
    return found
