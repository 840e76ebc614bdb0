"""Who waits for a word in one community: questions, newcomers, and members gone quiet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from gilde.attention.insights.enums import Away, Need
from gilde.attention.insights.models import Cared, FirstReply, Quiet
from gilde.communities.enums import Role
from gilde.communities.models import Community, Membership
from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.core.models import Activity
from gilde.dialogue.enums import ComplimentState, ContributionKind, State
from gilde.dialogue.models import Answer, Comment, Compliment, Contribution, ReadMark
from gilde.people.enums import PersonState

SHOWN: Final = 20  # of each list
COUNTED: Final = 99  # more is "99" in the row of tabs, and no host needs to know it better
WAITS: Final = timedelta(days=1)  # before a question without an answer is worth a look
_OLD: Final = timedelta(days=60)  # a question of longer ago waits for nobody any more
_NEW: Final = timedelta(days=30)  # how long somebody is a newcomer
_SETTLING: Final = timedelta(hours=1)  # people are not looked after in their first hour
AWAY: Final = timedelta(weeks=6)
LONG_AWAY: Final = timedelta(weeks=13)
_AGAIN: Final = timedelta(days=90)  # after which somebody who was seen to shows again


@dataclass(frozen=True)
class Care:
    """What hosts see. Each list holds at most :data:`SHOWN`; ``more`` names those that are longer.

    Attributes:
        newcomers: memberships with ``waiting_id`` and ``waiting_title`` of what nobody replied to, when there is such.
        quiet: rows with ``person`` and ``away``.
    """

    questions: Sequence[Contribution]
    newcomers: Sequence[Any]
    quiet: Sequence[Quiet]
    more: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.questions or self.newcomers or self.quiet)


def care(actor: Actor, community: Community) -> Care:
    """Who waits here, as far as this host may see them; three statements."""
    questions = waiting_questions(community).filter(pk__in=Contribution.objects.visible_to(actor).values("pk"))
    newcomers = waiting_newcomers(community).exclude(person=actor.person_id).filter(
        pk__in=Membership.objects.visible_to(actor).values("pk")
    )  # fmt: skip
    quiet = gone_quiet(community).exclude(person=actor.person_id)
    asked = list(questions.select_related("author", "community").order_by("created_at")[: SHOWN + 1])
    came = list(newcomers.select_related("person").order_by("-since", "-pk")[: SHOWN + 1])
    away = list(quiet.select_related("person").order_by("person__name_key", "pk")[: SHOWN + 1])
    lengths = {"questions": len(asked), "newcomers": len(came), "quiet": len(away)}
    more = frozenset(name for name, length in lengths.items() if length > SHOWN)
    return Care(asked[:SHOWN], came[:SHOWN], away[:SHOWN], more)


def care_count(community: Community) -> int:
    """How many wait here, at most :data:`COUNTED`; three statements."""
    rows = (waiting_questions(community), waiting_newcomers(community), gone_quiet(community))
    return min(COUNTED, sum(len(found.order_by().values_list("pk")[:COUNTED]) for found in rows))


def waiting_questions(community: Community) -> QuerySet[Contribution]:
    """Open questions that nobody replied to for a day."""
    moment = now()
    return Contribution.objects.filter(
        ~Exists(FirstReply.objects.filter(contribution=OuterRef("pk"))),
        Q(origin__isnull=True) | Q(origin=""),
        community=community,
        kind=ContributionKind.QUESTION,
        state=State.PUBLISHED,
        closed_at__isnull=True,
        created_at__gt=moment - _OLD,
        created_at__lt=moment - WAITS,
    )


def waiting_newcomers(community: Community) -> QuerySet[Membership, Any]:
    """Who joined lately, and wrote something that nobody replied to, or nothing while nobody said welcome."""
    moment = now()
    person = OuterRef("person_id")
    theirs = Contribution.objects.filter(author=person, community=community, state=State.PUBLISHED)
    unheard = theirs.filter(
        ~Exists(FirstReply.objects.filter(contribution=OuterRef("pk"))), created_at__lt=moment - _SETTLING
    ).order_by("-pk")
    heard = FirstReply.objects.filter(contribution__author=person, community=community)
    welcomed = Compliment.objects.filter(receiver=person, at__gte=OuterRef("since")).exclude(
        state=ComplimentState.WITHDRAWN
    )
    talking = (rows.filter(author=person, community=community) for rows in (Answer.objects, Comment.objects))
    took_part = Q(*(Exists(rows) for rows in talking), _connector=Q.OR)
    rows = Membership.objects.filter(
        community=community,
        role__in=[Role.MEMBER, Role.GUEST],
        since__gt=moment - _NEW,
        since__lt=moment - _SETTLING,
        person__state=PersonState.ACTIVE,
    ).exclude(Exists(Cared.objects.filter(community=community, person=person, need=Need.NEWCOMER)))
    silent = ~Exists(theirs) & ~took_part & ~Exists(welcomed)
    rows = rows.filter(Exists(unheard) & ~Exists(heard) | silent)
    return rows.annotate(
        waiting_id=Subquery(unheard.values("pk")[:1]), waiting_title=Subquery(unheard.values("title")[:1])
    )


def gone_quiet(community: Community) -> QuerySet[Quiet]:
    """Members who were found quiet, still belong here, did not come back since and were not seen to."""
    person = OuterRef("person_id")
    moment = now()
    return (
        Quiet.objects.filter(Exists(Membership.objects.filter(community=community, person=person)))
        .filter(community=community, person__state=PersonState.ACTIVE)
        .exclude(Exists(Activity.objects.filter(actor_id=person, at__gte=moment - AWAY)))
        .exclude(Exists(ReadMark.objects.filter(person=person, read_at__gte=moment - AWAY)))
        .exclude(person__account__last_login__gte=moment - AWAY)
        .exclude(
            Exists(Cared.objects.filter(community=community, person=person, need=Need.QUIET, at__gte=moment - _AGAIN))
        )
    )


def find_quiet(community: Community, *, acts: int = 3, within: timedelta = timedelta(days=180)) -> dict[int, Away]:
    """Person id → how long away: members who took part here and did, read and logged in nowhere for six weeks.

    Reads the log of one community over half a year, so a task asks for it, never a page.

    Args:
        acts: how often somebody acted here before one misses them.
        within: how long before they went quiet that counts.
    """
    moment = now()
    edge, start = moment - AWAY, moment - AWAY - within
    rows = Activity.objects.filter(community_id=community.pk, at__gte=start, at__lt=edge, actor_id__isnull=False)
    counts: dict[int, int] = {}
    for number in rows.order_by("pk").values_list("actor_id", flat=True).iterator(chunk_size=5000):
        counts[number or 0] = counts.get(number or 0, 0) + 1
    active = [number for number, count in counts.items() if count >= acts]
    found: dict[int, Away] = {}
    for begin in range(0, len(active), 500):
        person = OuterRef("person_id")
        members = Membership.objects.filter(
            community=community,
            person__in=active[begin : begin + 500],
            since__lt=edge,
            person__state=PersonState.ACTIVE,
            person__account__is_active=True,
        )
        for limit, away in ((edge, Away.WEEKS), (moment - LONG_AWAY, Away.MONTHS)):
            silent = (
                members.exclude(Exists(Activity.objects.filter(actor_id=person, at__gte=limit)))
                .exclude(Exists(ReadMark.objects.filter(person=person, read_at__gte=limit)))
                .exclude(person__account__last_login__gte=limit)
            )
            found |= dict.fromkeys(silent.values_list("person_id", flat=True), away)
    return found
