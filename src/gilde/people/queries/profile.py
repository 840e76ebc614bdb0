"""What a profile page shows to one reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from gilde.core.actor import Actor, membership_scope
from gilde.core.audience import Audience
from gilde.core.db.rows import Columns, fetch, gathered, rows_in
from gilde.people.enums import LabelKind, PersonState, Question, Section
from gilde.people.languages import BY_CODE
from gilde.people.models import Affiliation, FormerHandle, Label, Link, Motivation, Organisation, Person
from gilde.people.models.label import SECTION_OF
from gilde.people.models.person import audience_sql


@dataclass(frozen=True)
class Profile:
    """A person with the sections that one reader may see; what is closed is empty here, as if it did not exist.

    Attributes:
        person: name, handle, headline and photo may be shown; of the rest only what is listed in ``open``.
        open: the sections this reader may see.
        is_own: the reader looks at themselves.
        is_followed: the reader follows this person.
    """

    person: Person
    open: frozenset[Section]
    is_own: bool
    is_followed: bool
    labels: Mapping[LabelKind, Sequence[Label]]
    motivations: Sequence[Motivation]
    affiliations: Sequence[Affiliation]
    links: Sequence[Link]

    def shows(self, section: str) -> bool:
        """Whether the section of this name is open to the reader."""
        return Section(section) in self.open

    @property
    def specialisms(self) -> Sequence[Label]:
        """Equals, in the person's own order."""
        return self.labels[LabelKind.SPECIALISM]

    @property
    def interests(self) -> Sequence[Label]:
        """What somebody wants to hear and learn more about."""
        return self.labels[LabelKind.INTEREST]

    @property
    def hobbies(self) -> Sequence[Label]:
        """What somebody loves besides work."""
        return self.labels[LabelKind.HOBBY]

    @property
    def languages(self) -> list[str]:
        """The languages, each with its own and the reader's name for it."""
        found = (BY_CODE.get(label.slug) for label in self.labels[LabelKind.LANGUAGE])
        return [language.label for language in found if language is not None]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to read but the card."""
        person = self.person
        return not (
            any(self.labels.values())
            or self.motivations
            or self.affiliations
            or self.links
            or (self.shows("story") and person.story_html)
            or (self.shows("region") and person.region)
            or (self.shows("work") and (person.work_situation or person.work_note))
        )


_PERSON: Final = Columns(Person, "p")
# What comes with the person in the same row.
_BESIDE: Final = ("in_labels", "in_motivations", "in_affiliations", "in_links", "shares_community", "is_followed")
_LABEL: Final = ("id", "kind", "slug", "name")
_MOTIVATION: Final = ("id", "person_id", "question", "html")
_AFFILIATION: Final = ("id", "person_id", "organisation_id", "title", "started_on", "ended_on")
_ORGANISATION: Final = ("id", "name", "slug")
_LINK: Final = ("id", "person_id", "url", "label", "finding")


def _gathered_from(rest: str, *columns: str) -> str:
    return f"(SELECT {gathered(*columns)} FROM {rest} WHERE x.person_id = p.id)"  # noqa: S608 - constants only


def _columns(alias: str, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{alias}.{name}" for name in names)


@cache
def _select() -> str:
    """The person with four short lists. Each list is sorted when it is read; its order comes in its first columns."""
    labels = _gathered_from(
        "people_personlabel x JOIN people_label l ON l.id = x.label_id", "x.position", "x.id", *_columns("l", _LABEL)
    )
    motivations = _gathered_from("people_motivation x", *_columns("x", _MOTIVATION))
    affiliations = _gathered_from(
        "people_affiliation x JOIN people_organisation o ON o.id = x.organisation_id",
        *_columns("x", _AFFILIATION),
        *_columns("o", _ORGANISATION),
    )
    links = _gathered_from("people_link x", "x.position", *_columns("x", _LINK))
    return f"SELECT {_PERSON.sql}, {labels}, {motivations}, {affiliations}, {links}, "


_FOLLOWED: Final = "EXISTS (SELECT 1 FROM people_follow f WHERE f.follower_id = %s AND f.followed_id = p.id)"
_AWAY: Final = f"'{PersonState.DEACTIVATED.value}', '{PersonState.ERASED.value}'"


def profile_of(actor: Actor, handle: str) -> Profile | None:
    """The profile behind a handle as ``actor`` may see it, or None; one statement, however much there is.

    The same people as ``Person.objects.visible_to`` gives; a test holds the two against each other.
    """
    shares, sharing = membership_scope().shares(actor)
    readable, values = audience_sql(actor, "p.audience")
    sql = (
        f"{_select()} CASE WHEN {shares} THEN 1 ELSE 0 END, CASE WHEN {_FOLLOWED} THEN 1 ELSE 0 END "
        f"FROM people_person p WHERE LOWER(p.handle) = %s AND p.state NOT IN ({_AWAY}) AND {readable}"
    )
    for columns in fetch(sql, [*sharing, actor.person_id or 0, handle.lower(), *values]):
        person: Person = _PERSON.made(columns[: len(_PERSON)])
        person.__dict__.update(zip(_BESIDE, columns[len(_PERSON) :], strict=True))
        return _profile(actor, person)
    return None


def preview(profile: Profile, audience: Audience) -> Profile | None:
    """One's own profile as people of ``audience`` see it; None when they cannot open it."""
    person = profile.person
    if person.audience > audience:
        return None
    return _filled(person, frozenset(section for section in Section if person.audience_of(section) <= audience))


def _profile(actor: Actor, person: Person) -> Profile:
    row = person.__dict__
    shares = bool(row["shares_community"])
    shown = frozenset(section for section in Section if person.shows(section, actor, shares_community=shares))
    return _filled(person, shown, is_own=actor.person_id == person.pk, is_followed=bool(row["is_followed"]))


def _filled(person: Person, shown: frozenset[Section], *, is_own: bool = False, is_followed: bool = False) -> Profile:
    row = person.__dict__
    labels: dict[LabelKind, list[Label]] = {kind: [] for kind in LabelKind}
    for _position, _id, *values in sorted(rows_in(row["in_labels"])):
        label = Label(**dict(zip(_LABEL, values, strict=True)))
        kind = LabelKind(label.kind)
        if SECTION_OF[kind] in shown:
            labels[kind].append(label)
    order = {question.value: index for index, question in enumerate(Question)}
    motivations = [Motivation.from_db("default", _MOTIVATION, values) for values in rows_in(row["in_motivations"])]
    return Profile(
        person=person,
        open=shown,
        is_own=is_own,
        is_followed=is_followed,
        labels=labels,
        motivations=sorted(motivations, key=lambda item: order.get(item.question, 99))
        if Section.MOTIVATION in shown
        else (),
        affiliations=_affiliations(row["in_affiliations"]) if Section.AFFILIATIONS in shown else (),
        links=[Link.from_db("default", _LINK, values) for _position, *values in sorted(rows_in(row["in_links"]))]
        if Section.LINKS in shown
        else (),
    )


def _affiliations(gathered_rows: Any) -> list[Affiliation]:
    """In the order of the model: what lasts first, then what ended or began last."""
    found = []
    for values in rows_in(gathered_rows):
        affiliation = Affiliation.from_db("default", _AFFILIATION, values[: len(_AFFILIATION)])
        affiliation.started_on = _day(values[_AFFILIATION.index("started_on")])
        affiliation.ended_on = _day(values[_AFFILIATION.index("ended_on")])
        affiliation.organisation = Organisation.from_db("default", _ORGANISATION, values[len(_AFFILIATION) :])
        found.append(affiliation)
    return sorted(
        found, key=lambda row: (row.ended_on or date.max, row.started_on or date.min, row.pk), reverse=True
    )  # fmt: skip


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def former_address(actor: Actor, handle: str) -> str | None:
    """Where somebody who had this handle is now, if ``actor`` may know; None otherwise."""
    row = FormerHandle.objects.filter(handle=handle.lower()).first()
    if row is None or row.person_id is None:
        return None
    person = Person.objects.visible_to(actor).filter(pk=row.person_id).first()
    return person.get_absolute_url() if person is not None else None
