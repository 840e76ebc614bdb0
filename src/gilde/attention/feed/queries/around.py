"""What is around somebody: people like them with a reason, questions they may know, newcomers, news.

Everything is read through ``visible_to``, and a reason is only ever a word that the other person shows to the reader:
what a profile hides is not told by being matched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.utils.translation import gettext as _

from gilde.attention.feed.queries.beside import Newcomer, newcomers
from gilde.communities.enums import Role
from gilde.communities.models import Membership
from gilde.core.actor import Actor, shares_community_q
from gilde.core.clock import now
from gilde.dialogue.enums import ContributionKind, State
from gilde.dialogue.models import Answer, Contribution, ContributionTag
from gilde.dialogue.queries.person import PersonRow, person_row
from gilde.dialogue.queries.stream import rows_by_id, stream
from gilde.dialogue.queries.stream_row import StreamRow
from gilde.people.enums import LabelKind, PersonState, Section
from gilde.people.models import Follow, Person, PersonLabel

_PEOPLE: Final = 4
_QUESTIONS: Final = 3
_NEWS: Final = 3
_LOOKED_AT: Final = 200  # open questions, last active first
_CARRYING: Final = 120  # labels of others that say the same as one's own
_FRESH: Final = timedelta(days=30)
_BINDING: Final = (LabelKind.SPECIALISM, LabelKind.INTEREST)


@dataclass(frozen=True, slots=True)
class Kindred:
    """Somebody like the reader, and why."""

    person: PersonRow
    reason: str


@dataclass(frozen=True, slots=True)
class Asked:
    """An open question; ``reason`` says why it may be one for the reader, empty when it is merely unanswered."""

    row: StreamRow
    reason: str


@dataclass(frozen=True, slots=True)
class Around:
    """Everything that stands around one reader."""

    questions: Sequence[Asked]
    people: Sequence[Kindred]
    newcomers: Sequence[Newcomer]
    news: Sequence[StreamRow]

    def __bool__(self) -> bool:
        return bool(self.questions or self.people or self.newcomers or self.news)


def around(actor: Actor) -> Around:
    """What is around ``actor`` in their own communities; at most twelve statements, however much there is."""
    words = _own_words(actor)
    people = _kindred(actor, words)
    known = {row.person.id for row in people} | actor.apart
    return Around(
        questions=_questions(actor, words),
        people=people,
        newcomers=[row for row in newcomers(actor) if row.person.id not in known],
        news=_news(actor),
    )


def _own_words(actor: Actor) -> dict[str, str]:
    """Slug → name of what the reader knows and wants to know; a private section too."""
    rows = PersonLabel.objects.filter(person_id=actor.person_id or 0, label__kind__in=_BINDING)
    return dict(rows.values_list("label__slug", "label__name"))


def _kindred(actor: Actor, words: dict[str, str]) -> list[Kindred]:
    """At most four people: who shares most words first, then who is near, then who hosts; nobody is followed yet."""
    followed = set(Follow.objects.filter(follower_id=actor.person_id or 0).values_list("followed_id", flat=True))
    known = followed | actor.apart | {actor.person_id or 0}
    found: dict[int, Kindred] = {}
    for person, reason in (*_of_the_same(actor, words, known), *_near(actor, known), *_hosts(actor, known)):
        if person.pk not in found and len(found) < _PEOPLE:
            found[person.pk] = Kindred(person_row(person, actor), reason)
    return list(found.values())


def _of_the_same(actor: Actor, words: dict[str, str], known: set[int]) -> list[tuple[Person, str]]:
    rows = (
        PersonLabel.objects.visible_to(actor)
        .filter(shares_community_q(actor, "person"), label__slug__in=list(words), label__kind__in=_BINDING)
        .filter(person__state=PersonState.ACTIVE)
        .exclude(person_id__in=known)
        .select_related("label", "person")
        .order_by("-person_id", "position")[:_CARRYING]
    )
    shared: dict[int, list[PersonLabel]] = {}
    for row in rows if words else ():
        shared.setdefault(row.person_id, []).append(row)
    # How many words two people share says how alike they are; it is no rank, and it is not shown.
    alike = sorted(shared.values(), key=lambda rows: len({row.label.slug for row in rows}), reverse=True)
    return [(rows[0].person, _same(rows)) for rows in alike]


def _same(rows: list[PersonLabel]) -> str:
    skilled = [row for row in rows if row.label.kind == LabelKind.SPECIALISM]
    sentence = _("Knows about %(word)s") if skilled else _("Also interested in %(word)s")
    return sentence % {"word": (skilled or rows)[0].label.name}


def _near(actor: Actor, known: set[int]) -> list[tuple[Person, str]]:
    region = Person.objects.filter(pk=actor.person_id or 0).values_list("region", flat=True).first()
    if not region:
        return []
    people = Person.objects.visible_to(actor).showing(Section.REGION, actor).filter(shares_community_q(actor))
    rows = people.filter(region__iexact=region, state=PersonState.ACTIVE).exclude(pk__in=known).order_by("-pk")
    return [(row, _("Also in %(region)s") % {"region": row.region}) for row in rows[:_PEOPLE]]


def _hosts(actor: Actor, known: set[int]) -> list[tuple[Person, str]]:
    rows = (
        Membership.objects.visible_to(actor)
        .filter(community__in=list(actor.roles), role=Role.HOST, person__state=PersonState.ACTIVE)
        .exclude(person_id__in=known)
        .select_related("person", "community")
        .order_by("-community__last_activity_at", "since", "pk")[:_PEOPLE]
    )
    return [(row.person, _("Hosts %(community)s") % {"community": row.community.name}) for row in rows]


def _questions(actor: Actor, words: dict[str, str]) -> list[Asked]:
    """Three open questions of others, not answered by the reader: on their words first, unanswered before answered."""
    answered = Answer.objects.filter(author_id=actor.person_id or 0).values("contribution_id")
    rows = list(
        Contribution.objects.visible_to(actor)
        .filter(community__in=list(actor.roles), kind=ContributionKind.QUESTION, state=State.PUBLISHED)
        .filter(has_accepted=False, closed_at__isnull=True, community__archived_at__isnull=True)
        .exclude(author_id__in={actor.person_id or 0} | actor.apart)
        .exclude(asker_id=actor.person_id or 0)
        .exclude(pk__in=answered)
        .order_by("-last_activity_at", "-pk")
        .values_list("pk", "answer_count")[:_LOOKED_AT]
    )
    tags = ContributionTag.objects.filter(contribution_id__in=[pk for pk, _count in rows], tag__slug__in=list(words))
    about = dict(tags.order_by("-position").values_list("contribution_id", "tag__name")) if words else {}
    # Sorting is stable: within each, what moved last comes first.
    rows.sort(key=lambda row: (row[0] not in about, row[1] > 0))
    shown = rows_by_id(actor, [pk for pk, _count in rows[:_QUESTIONS]])
    return [Asked(row, _("About %(word)s") % {"word": about[row.id]} if row.id in about else "") for row in shown]


def _news(actor: Actor) -> list[StreamRow]:
    """What hosts announced this month in the reader's communities."""
    rows = stream(actor, list(actor.roles), kind=ContributionKind.ANNOUNCEMENT, limit=_NEWS).rows
    return [row for row in rows if row.created_at > now() - _FRESH and row.author.id not in actor.apart]
