"""Who may know the answer to a question, by what they did in its community, and may be asked now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db.models import Count, Exists, OuterRef, Q

from gilde.attention.notifications.enums import Level, Subject, Why
from gilde.attention.notifications.models import Choice, HelpChoice, Wake
from gilde.attention.search.queries.alike import alike
from gilde.attention.search.words import tokens_of
from gilde.communities.models import Membership
from gilde.core.clock import now
from gilde.core.models import Activity
from gilde.dialogue.enums import AppreciationKind, ContributionKind, State
from gilde.dialogue.models import (
    Answer,
    Appreciation,
    Authorship,
    Comment,
    Contribution,
    ContributionTag,
    Mention,
    ReadMark,
)
from gilde.dialogue.models.reply import stands_q
from gilde.people.enums import LabelKind, PersonState
from gilde.people.models import PersonLabel
from gilde.people.queries.block import apart_from

MOST_A_DAY: Final = 2  # questions one person is asked about within 24 hours, over all communities
_DAY: Final = timedelta(days=1)
_WEEK: Final = timedelta(days=7)
_AWAKE: Final = timedelta(days=60)  # who did or read nothing for longer is not woken
_MOST_RELATED: Final = 400  # conversations that are looked at, the newest
_WEIGHT: Final = {Why.ANSWERED: 3.0, Why.USED: 2.0, Why.WROTE: 2.0, Why.KNOWS: 2.5, Why.INTEREST: 0.75}
_WHY_OF: Final = {LabelKind.SPECIALISM: Why.KNOWS, LabelKind.INTEREST: Why.INTEREST}
_ACCEPTED: Final = 1.5  # how much more an answer says that helped
_ASKED_TOO: Final = 0.25  # and how much less a question of one's own


@dataclass
class Helper:
    """Somebody who may know, and the strongest reason to think so."""

    person_id: int
    score: float = 0.0
    why: Why = Why.WROTE
    word: str = ""
    source_id: int | None = None
    strongest: float = 0.0

    def gains(self, points: float, why: Why, *, word: str = "", source: int | None = None) -> None:
        """One more thing that speaks for them."""
        self.score += points
        if points > self.strongest:
            self.strongest, self.why, self.word, self.source_id = points, why, word, source


class _Helpers(defaultdict[int, Helper]):
    def __missing__(self, key: int) -> Helper:
        self[key] = Helper(key)
        return self[key]


def willing(person_id: int) -> bool | None:
    """What this person chose; None when they did not choose, and then nobody asks them."""
    return HelpChoice.objects.filter(person=person_id).values_list("willing", flat=True).first()


def likely_helpers(question: Contribution) -> list[Helper]:
    """Members who may know the answer and may be asked now, the likeliest first; a fixed number of statements."""
    found = _Helpers()
    _who_worked_on_it(question, found)
    _who_knows(question, found)
    may = _may_be_asked(question, list(found))
    lately = dict(
        Wake.objects.filter(person__in=may, at__gte=now() - _WEEK)
        .values_list("person_id")
        .annotate(count=Count("pk"))
        .values_list("person_id", "count")
    )
    rows = [helper for number, helper in found.items() if number in may]
    return sorted(rows, key=lambda row: (-row.score / (1 + lately.get(row.person_id, 0)), row.person_id))


def _related(question: Contribution) -> tuple[dict[int, tuple[float, str]], dict[int, float]]:
    """Conversations about the same thing with a weight and the tag they share; authors of comments about it."""
    related: dict[int, tuple[float, str]] = {}
    tags = ContributionTag.objects.filter(contribution=question).values("tag_id")
    same = ContributionTag.objects.filter(tag__in=tags, community=question.community_id).exclude(contribution=question)
    for number, word in same.order_by("-contribution_id").values_list("contribution_id", "tag__name")[:_MOST_RELATED]:
        weight, first = related.get(number, (0.0, word))
        related[number] = (weight + 1.0, first)
    texts = alike(
        question.community_id,
        question.title,
        kinds=("dialogue.contribution", "dialogue.answer", "dialogue.comment"),
    )
    owner: dict[tuple[str, int], int] = {}
    for kind, rows in (("dialogue.answer", Answer.objects.all()), ("dialogue.comment", Comment.objects.all())):
        numbers = [text.owner_id for text in texts if text.kind == kind]
        pairs = rows.filter(stands_q(), pk__in=numbers).values_list("pk", "contribution_id")
        owner |= {(kind, pk): contribution for pk, contribution in pairs}
    commenting: dict[int, float] = {}
    for text in texts:
        number = text.owner_id if text.kind == "dialogue.contribution" else owner.get((text.kind, text.owner_id), 0)
        if number in {0, question.pk}:
            continue
        weight, word = related.get(number, (0.0, ""))
        related[number] = (max(weight, text.share), word)
        if text.kind == "dialogue.comment":
            commenting[number] = max(commenting.get(number, 0.0), text.share)
    return related, commenting


def _who_worked_on_it(question: Contribution, found: _Helpers) -> None:
    related, _commenting = _related(question)
    # As they are now: what was deleted, moved away or waits for its teller says nothing.
    here = Contribution.objects.filter(
        pk__in=list(related), community=question.community_id, state=State.PUBLISHED
    ).values_list("pk", "author_id", "kind")
    still: dict[int, tuple[int, str]] = {pk: (author, kind) for pk, author, kind in here}

    def add(person: int, contribution: int, why: Why, factor: float = 1.0) -> None:
        weight, word = related[contribution]
        found[person].gains(weight * _WEIGHT[why] * factor, why, word=word, source=contribution)

    for number, (author, kind) in still.items():
        add(author, number, Why.WROTE, _ASKED_TOO if kind == ContributionKind.QUESTION else 1.0)
    answers = Answer.objects.filter(stands_q(), contribution__in=list(still))
    for person, number, accepted in answers.values_list("author_id", "contribution_id", "accepted_at"):
        add(person, number, Why.ANSWERED, _ACCEPTED if accepted else 1.0)
    used = Appreciation.objects.filter(contribution__in=list(still), kind=AppreciationKind.USED)
    for person, number in used.values_list("person_id", "contribution_id"):
        add(person, number, Why.USED)
    said = Comment.objects.filter(stands_q(), contribution__in=list(still))
    for person, number in said.values_list("author_id", "contribution_id").distinct():
        add(person, number, Why.WROTE, 0.5)


def _who_knows(question: Contribution, found: _Helpers) -> None:
    """Members whose specialism is a tag of the question, or stands in it word by word; an interest says less."""
    tags = set(ContributionTag.objects.filter(contribution=question).values_list("tag__slug", flat=True))
    said = tokens_of(question.title)
    members = Membership.objects.filter(community=question.community_id).values("person_id")
    labels = PersonLabel.objects.filter(person__in=members, label__kind__in=_WHY_OF).values_list(
        "person_id", "label__kind", "label__slug", "label__name"
    )
    meant: dict[str, bool] = {}
    for person, kind, slug, name in labels.iterator(chunk_size=2000):
        if slug not in meant:
            meant[slug] = slug in tags or _stands_in(name, said)
        if meant[slug]:
            found[person].gains(_WEIGHT[why := _WHY_OF[LabelKind(kind)]], why, word=name)


def _stands_in(name: str, said: Collection[str]) -> bool:
    words = [tokens_of(word) for word in name.split()]
    known = [tokens for tokens in words if tokens]
    return bool(known) and all(not tokens.isdisjoint(said) for tokens in known)


def _may_be_asked(question: Contribution, people: Iterable[int]) -> set[int]:
    """Of ``people``, who said yes, belongs here, is about, was not asked too often and has no part in it yet."""
    moment = now()
    mine = OuterRef("person_id")
    rows = Membership.objects.filter(
        community=question.community_id,
        person__in=list(people),
        person__state=PersonState.ACTIVE,
        person__account__is_active=True,
    ).filter(Exists(HelpChoice.objects.filter(person=mine, willing=True)))
    about = Activity.objects.filter(actor_id=mine, at__gte=moment - _AWAKE)
    reading = ReadMark.objects.filter(person=mine, read_at__gte=moment - _AWAKE)
    logged_in = Q(person__account__last_login__gte=moment - _AWAKE)
    rows = rows.filter(Q(Exists(about)) | Q(Exists(reading)) | logged_in | Q(since__gte=moment - _AWAKE))
    asker = question.asker_id or question.author_id
    rows = rows.exclude(person__in=[asker, *apart_from(asker)])
    for part in (
        Authorship.objects.filter(contribution=question, person=mine),
        Answer.objects.filter(contribution=question, author=mine),
        Comment.objects.filter(contribution=question, author=mine),
        Mention.objects.filter(contribution=question, person=mine),
        Wake.objects.filter(question=question, person=mine),
        Choice.objects.filter(person=mine, level=Level.MUTE).filter(
            Q(subject=Subject.CONTRIBUTION, number=question.pk)
            | Q(subject=Subject.COMMUNITY, number=question.community_id)
            | Q(subject=Subject.PERSON, number=question.author_id)
        ),
    ):
        rows = rows.exclude(Exists(part))
    free = set(rows.values_list("person_id", flat=True))
    today = Wake.objects.filter(person__in=free, at__gte=moment - _DAY).values_list("person_id")
    often = today.annotate(count=Count("pk")).filter(count__gte=MOST_A_DAY).values_list("person_id", flat=True)
    return free - set(often)
