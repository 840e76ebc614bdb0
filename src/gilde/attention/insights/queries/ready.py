"""The ready rules: when, for whom, with which words; one definition for the preview and for the act."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext, gettext_lazy, override

from gilde.attention.insights.enums import Need, Ready
from gilde.attention.insights.models import Cared, FirstReply, ReadyRule, RuleAct
from gilde.communities.enums import Role
from gilde.communities.models import Community, Membership
from gilde.core.clock import now
from gilde.dialogue.enums import ContributionKind, State
from gilde.dialogue.models import Compliment, Contribution
from gilde.people.enums import PersonState
from gilde.people.models import Person

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MONTH: Final = timedelta(days=30)
_MOST: Final = 200


class Case(NamedTuple):
    """One time a rule acts: for whom, about what, and the number for which it does so once."""

    person: Person
    contribution: Contribution | None
    subject: int


@dataclass(frozen=True)
class Definition:
    """What a rule does.

    Attributes:
        when, what: for the host, in a sentence each.
        words: the text to begin with, in the language of the community.
        patience: how long it waits, so that people come first.
        cases: community, from, until (moments of what set it off) → the cases, oldest first.
    """

    kind: Ready
    name: _StrPromise
    when: _StrPromise
    what: _StrPromise
    words: _StrPromise
    patience: timedelta
    cases: Callable[[Community, datetime, datetime], list[Case]]


def _joined(community: Community, start: datetime, end: datetime) -> list[Case]:
    rows = Membership.objects.filter(
        community=community,
        role__in=[Role.MEMBER, Role.GUEST],
        person__state=PersonState.ACTIVE,
        since__gte=start,
        since__lt=end,
    ).select_related("person")
    return [Case(row.person, None, row.person_id) for row in rows.order_by("since")[:_MOST]]


def _asked(community: Community, start: datetime, end: datetime) -> list[Case]:
    reply = FirstReply.objects.filter(contribution=OuterRef("pk"))
    patience = DEFINITIONS[Ready.UNANSWERED].patience
    rows = _local(community).filter(
        ~Exists(reply) | Exists(reply.filter(seconds__gte=patience.total_seconds())),
        kind=ContributionKind.QUESTION,
        closed_at__isnull=True,
        created_at__gte=start,
        created_at__lt=end,
    )
    found = rows.select_related("author", "community").order_by("created_at")[:_MOST]
    return [Case(row.author, row, row.pk) for row in found]


def _first_shared(community: Community, start: datetime, end: datetime) -> list[Case]:
    earlier = _local(community).filter(author=OuterRef("author"), pk__lt=OuterRef("pk"))
    rows = _local(community).filter(
        ~Exists(earlier),
        asker__isnull=True,  # nobody is thanked in person for what they shared without their name
        author__state=PersonState.ACTIVE,
        created_at__gte=start,
        created_at__lt=end,
    )
    found = rows.select_related("author", "community").order_by("created_at")[:_MOST]
    return [Case(row.author, row, row.author_id) for row in found]


def _local(community: Community) -> QuerySet[Contribution]:
    return Contribution.objects.filter(
        Q(origin__isnull=True) | Q(origin=""), community=community, state=State.PUBLISHED
    )


DEFINITIONS: Final = {
    row.kind: row
    for row in (
        Definition(
            Ready.WELCOME,
            gettext_lazy("A word of welcome"),
            gettext_lazy("An hour after someone joined."),
            gettext_lazy("They receive your words as a personal note that only the two of you see."),
            gettext_lazy("Good that you are here. Tell us in one sentence what you hope to learn: someone will reply."),
            timedelta(hours=1),
            _joined,
        ),
        Definition(
            Ready.UNANSWERED,
            gettext_lazy("A first answer is missing"),
            gettext_lazy("When nobody has replied to a question for 26 hours."),
            gettext_lazy("Your words stand as a comment under the question, so that everyone sees it again."),
            gettext_lazy(
                "Nobody has replied to this yet. Who has been through something like it? Half an answer helps too."
            ),
            timedelta(hours=26),
            _asked,
        ),
        Definition(
            Ready.THANKS,
            gettext_lazy("Thanks for a first contribution"),
            gettext_lazy("Two hours after someone shared something here for the first time."),
            gettext_lazy("They receive your words as a compliment about it that only the two of you see."),
            gettext_lazy("Thank you for sharing this with us. It is good to read what you bring along."),
            timedelta(hours=2),
            _first_shared,
        ),
    )
}


def honest(text: str, language: str) -> str:
    """The text with the sentence that says how it came: nobody takes it for something it is not."""
    with override(language):
        said = gettext("Sent by itself, in my name.")
    return f"{text.strip()} ({said})"


def last_month(community: Community, kind: Ready, *, host_id: int | None) -> list[Case]:
    """What the rule would have done in the last thirty days, had it been on."""
    end = now() - DEFINITIONS[kind].patience
    return [case for case in DEFINITIONS[kind].cases(community, now() - MONTH, end) if case.person.pk != host_id]


def due(rule: ReadyRule) -> list[Case]:
    """What the rule is to do now: what came since it is on, at most three days ago, and was not done."""
    if rule.on_since is None:
        return []
    definition = DEFINITIONS[Ready(rule.kind)]
    end = now() - definition.patience
    start = max(rule.on_since, end - timedelta(days=3))
    done = set(RuleAct.objects.filter(rule=rule, at__gte=start).values_list("subject", flat=True))
    cases = definition.cases(rule.community, start, end)
    cases = [case for case in cases if case.subject not in done and rule.host_id not in _whose(case)]
    people = {case.person.pk for case in cases}
    if rule.kind == Ready.UNANSWERED:  # a late answer is an answer
        heard = set(FirstReply.objects.filter(pk__in=[case.subject for case in cases]).values_list("pk", flat=True))
    elif rule.kind == Ready.WELCOME:  # somebody was quicker
        given = Compliment.objects.filter(receiver__in=people, at__gte=start).values_list("receiver_id", flat=True)
        seen_to = Cared.objects.filter(community=rule.community, person__in=people, need=Need.NEWCOMER)
        heard = {*given, *seen_to.values_list("person_id", flat=True)}
    else:
        heard = set()
    return [case for case in cases if case.subject not in heard]


def _whose(case: Case) -> set[int | None]:
    """Whose it is, the one who asked without their name included: no rule answers a question of its own host."""
    asker = case.contribution.asker_id if case.contribution is not None else None
    return {case.person.pk, asker}


def rules_of(community: Community) -> dict[str, ReadyRule]:
    """The rules of a community by kind, on or off; one statement."""
    return {row.kind: row for row in ReadyRule.objects.filter(community=community).select_related("host")}
