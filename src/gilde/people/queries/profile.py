"""What a profile page shows to one reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Value
from django.db.models.fields import BooleanField

from gilde.core.actor import Actor, shares_community_q
from gilde.core.audience import Audience
from gilde.people.enums import LabelKind, Question, Section
from gilde.people.languages import BY_CODE
from gilde.people.models import Affiliation, Follow, FormerHandle, Label, Link, Motivation, Person
from gilde.people.models.label import SECTION_OF


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


def profile_of(actor: Actor, handle: str) -> Profile | None:
    """The profile behind a handle as ``actor`` may see it, or None; five queries, however much there is."""
    nobody = Value(False, output_field=BooleanField())
    together: Exists | Value = nobody
    followed: Exists | Value = nobody
    if actor.person_id is not None:
        together = Exists(Person.objects.filter(shares_community_q(actor), pk=OuterRef("pk")))
        followed = Exists(Follow.objects.filter(follower_id=actor.person_id, followed=OuterRef("pk")))
    person = (
        Person.objects.visible_to(actor)
        .annotate(shares_community=together, is_followed=followed)
        .filter(handle=handle.lower())
        .first()
    )
    return None if person is None else _profile(actor, person)


def preview(person: Person, audience: Audience) -> Profile | None:
    """One's own profile as people of ``audience`` see it; None when they cannot open it."""
    if person.audience > audience:
        return None
    return _filled(person, frozenset(section for section in Section if person.audience_of(section) <= audience))


def _profile(actor: Actor, person: Person) -> Profile:
    shares: bool = person.shares_community  # type: ignore[attr-defined]
    shown = frozenset(section for section in Section if person.shows(section, actor, shares_community=shares))
    return _filled(
        person,
        shown,
        is_own=actor.person_id == person.pk,
        is_followed=person.is_followed,  # type: ignore[attr-defined]
    )


def _filled(person: Person, shown: frozenset[Section], *, is_own: bool = False, is_followed: bool = False) -> Profile:
    labels: dict[LabelKind, list[Label]] = {kind: [] for kind in LabelKind}
    for row in person.labels.select_related("label"):
        kind = LabelKind(row.label.kind)
        if SECTION_OF[kind] in shown:
            labels[kind].append(row.label)
    order = {question.value: index for index, question in enumerate(Question)}
    return Profile(
        person=person,
        open=shown,
        is_own=is_own,
        is_followed=is_followed,
        labels=labels,
        motivations=sorted(person.motivations.all(), key=lambda row: order.get(row.question, 99))
        if Section.MOTIVATION in shown
        else (),
        affiliations=list(person.affiliations.select_related("organisation")) if Section.AFFILIATIONS in shown else (),
        links=list(person.links.all()) if Section.LINKS in shown else (),
    )


def former_address(actor: Actor, handle: str) -> str | None:
    """Where somebody who had this handle is now, if ``actor`` may know; None otherwise."""
    row = FormerHandle.objects.filter(handle=handle.lower()).select_related("person").first()
    if row is None:
        return None
    person = Person.objects.visible_to(actor).filter(pk=row.person_id).first()
    return person.get_absolute_url() if person is not None else None
