"""Finding people on what they show.

Every filter looks only through sections that are open to the reader, so a filter, a count or a suggestion never tells
whether somebody hides something: the answer is the same with and without what is hidden.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.db.models import Count, Max, Prefetch, Q, Sum

from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.core.clock import now
from gilde.core.models.activity import Activity
from gilde.people.enums import LabelKind, PersonState, Section
from gilde.people.models import Affiliation, Follow, Person, PersonLabel
from gilde.people.models.label import SECTION_OF
from gilde.people.models.person import PersonQuerySet, folded

PAGE: Final = 30
FACETS: Final = 12
FACETS_SECONDS: Final = 60
COUNTED: Final = 1000  # beyond this many, the page says "more than"


@dataclass(frozen=True)
class Search:
    """What somebody looks for. Empty values do not filter; labels are slugs, the organisation is its slug.

    ``following`` is ``1`` for people whom the reader follows.
    """

    text: str = ""
    specialism: str = ""
    interest: str = ""
    hobby: str = ""
    language: str = ""
    region: str = ""
    work: str = ""
    organisation: str = ""
    following: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether it asks for everybody."""
        return not any(self.as_query().values())

    def as_query(self) -> dict[str, str]:
        """Name in the address → value, without empty ones."""
        values = {
            "q": self.text,
            "specialism": self.specialism,
            "interest": self.interest,
            "hobby": self.hobby,
            "language": self.language,
            "region": self.region,
            "work": self.work,
            "organisation": self.organisation,
            "following": self.following,
        }
        return {name: value for name, value in values.items() if value}


@dataclass(frozen=True)
class Facet:
    """A word that many people here show, to click on."""

    value: str
    label: str


@dataclass(frozen=True)
class DirectoryPage:
    """One page of people; ``after`` is the key of the next page, empty on the last."""

    people: Sequence[Person]
    after: str
    count: int

    @property
    def is_counted(self) -> bool:
        """Whether ``count`` is exact."""
        return self.count <= COUNTED


@dataclass(frozen=True)
class Facets:
    """Suggestions per filter, in the order of how common they are among what everyone like this reader may see."""

    specialisms: Sequence[Facet] = ()
    hobbies: Sequence[Facet] = ()
    languages: Sequence[Facet] = ()
    regions: Sequence[Facet] = ()


def find(actor: Actor, search: Search) -> PersonQuerySet:
    """The people whom ``actor`` can find with this search, by name."""
    people = Person.objects.visible_to(actor)
    if search.text:
        needle = folded(search.text)
        people = people.filter(Q(name_key__contains=needle) | Q(headline__icontains=search.text) | Q(handle=needle))
    for kind, slug in (
        (LabelKind.SPECIALISM, search.specialism),
        (LabelKind.INTEREST, search.interest),
        (LabelKind.HOBBY, search.hobby),
        (LabelKind.LANGUAGE, search.language),
    ):
        if slug:
            # IN, not EXISTS: few people carry one word, and the index on words names them.
            carrying = PersonLabel.objects.filter(label__kind=kind, label__slug=slug).values("person_id")
            people = people.showing(SECTION_OF[kind], actor).filter(pk__in=carrying)
    if search.region:
        people = people.showing(Section.REGION, actor).filter(region__iexact=search.region)
    if search.work:
        people = people.showing(Section.WORK, actor).filter(work_situation=search.work)
    if search.organisation:
        tied = Affiliation.objects.filter(organisation__slug=search.organisation).values("person_id")
        people = people.showing(Section.AFFILIATIONS, actor).filter(pk__in=tied)
    if search.following:
        followed = Follow.objects.filter(follower_id=actor.person_id or 0).values("followed_id")
        people = people.filter(pk__in=followed)
    return people.order_by("name_key", "pk")


def page(actor: Actor, search: Search, after: str = "") -> DirectoryPage:
    """One page of people after the key ``after``; three queries, whoever is on it.

    Raises:
        ValidationError: ``after`` is no key that an earlier page gave.
    """
    found = find(actor, search)
    count = found.order_by()[: COUNTED + 1].count()
    if after:
        name, pk = _read_key(after)
        found = found.filter(Q(name_key__gt=name) | Q(name_key=name, pk__gt=pk))
    rows = list(found.prefetch_related(_shown_specialisms(actor))[: PAGE + 1])
    more = len(rows) > PAGE
    rows = rows[:PAGE]
    return DirectoryPage(rows, f"{rows[-1].pk}~{rows[-1].name_key}" if more else "", count)


def _read_key(after: str) -> tuple[str, int]:
    pk, tilde, name = after.partition("~")
    if not tilde or not pk.isascii() or not pk.isdigit() or len(pk) > 18:
        raise ValidationError("not a key")
    return name, int(pk)


def _shown_specialisms(actor: Actor) -> Prefetch[Any, Any, Any]:
    shown = PersonLabel.objects.visible_to(actor).filter(label__kind=LabelKind.SPECIALISM).select_related("label")
    return Prefetch("labels", queryset=shown, to_attr="shown_specialisms")


def recent_facets(actor: Actor) -> Facets:
    """:func:`facets`, made anew when somebody changed what they show and at most a minute old: with ten thousand people
    they take longer than the whole page."""
    kind = "visitors" if actor.person_id is None else "members"
    # The version comes before the words are counted: a change in between makes them newer than their key, never older.
    key = f"people.facets.{kind}.{_version_of_people()}"
    found: Facets | None = caches["pages"].get(key)
    if found is None:
        found = facets(actor)
        caches["pages"].set(key, found, FACETS_SECONDS)
    return found


def _version_of_people() -> str:
    """What changes with every act on a person that was committed. It looks twice as far back as words are kept, so
    that an act leaves it only after all that was counted before it is forgotten; the sum notices one that commits late.
    """
    recent = Activity.objects.filter(
        at__gte=now() - timedelta(seconds=2 * FACETS_SECONDS), target_kind=Person._meta.label_lower
    )
    newest = recent.aggregate(count=Count("pk"), last=Max("pk"), sum=Sum("pk"))
    return f"{newest['count']}.{newest['last']}.{newest['sum']}"


def facets(actor: Actor) -> Facets:
    """The most common words among what all people like this reader may see: members what members see, visitors what
    is public. What is open to some communities only is left out, so that everyone gets the same suggestions."""
    widest = Audience.PUBLIC if actor.person_id is None else Audience.MEMBERS
    return Facets(
        specialisms=_label_facets(LabelKind.SPECIALISM, widest),
        hobbies=_label_facets(LabelKind.HOBBY, widest),
        languages=_label_facets(LabelKind.LANGUAGE, widest),
        regions=_region_facets(widest),
    )


def _label_facets(kind: LabelKind, widest: Audience) -> list[Facet]:
    section = SECTION_OF[kind].value
    rows = (
        PersonLabel.objects.filter(
            label__kind=kind, person__audience__lte=widest, **{f"person__audience_{section}__lte": widest}
        )
        .exclude(person__state__in=[PersonState.DEACTIVATED, PersonState.ERASED])
        .values_list("label__slug", "label__name")
        .annotate(people=Count("person_id"))
        .order_by("-people", "label__slug")[:FACETS]
    )
    return [Facet(slug, name) for slug, name, _people in rows]


def _region_facets(widest: Audience) -> list[Facet]:
    rows = (
        Person.objects.present()
        .filter(audience__lte=widest, audience_region__lte=widest)
        .exclude(region="")
        .values_list("region")
        .annotate(people=Count("pk"))
        .order_by("-people", "region")[:FACETS]
    )
    return [Facet(region, region) for region, _people in rows]
