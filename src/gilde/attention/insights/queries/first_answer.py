"""How long a question waits for its first answer, in one community."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Min, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gilde.attention.insights.models import FirstReply, Pulse, RuleAct
from gilde.core.clock import now
from gilde.core.db.reading import prepared
from gilde.dialogue.enums import State
from gilde.dialogue.models import Answer, Comment, Contribution
from gilde.dialogue.models.reply import stands_q

WINDOW: Final = timedelta(days=90)
ENOUGH: Final = 3  # answered questions; fewer say something about one of them, not about the community
_HOUR: Final = 3600
_DAY: Final = 24 * _HOUR


def first_reply_at(contribution: Contribution) -> datetime | None:
    """When somebody else first answered or commented, of what still stands there; two statements."""
    authors = [contribution.author_id]
    if contribution.several_authors:
        authors += contribution.authorships.values_list("person_id", flat=True)
    standing = stands_q() & ~Q(author__in=authors)
    under = Q(answer__isnull=True) | stands_q("answer")
    answers = Answer.objects.filter(standing, contribution=contribution).aggregate(at=Min("created_at"))["at"]
    by_itself = RuleAct.objects.filter(contribution=contribution).values("client_id")  # a ready rule is no answer
    said = Comment.objects.filter(standing, under, contribution=contribution).exclude(client_id__in=by_itself)
    comments = said.aggregate(at=Min("created_at"))["at"]
    return min((at for at in (answers, comments) if at is not None), default=None)


@prepared
def heard(contributions: Collection[int]) -> QuerySet[Any, Any]:
    """Those of these contributions under which a first reply was noted; asked for every reply."""
    return FirstReply.objects.filter(pk__in=contributions).values_list("pk", flat=True)


def median_wait(community_id: int) -> int | None:
    """The median in seconds over the questions of the last 90 days that were answered; None for fewer than three."""
    rows = FirstReply.objects.filter(
        community=community_id,
        is_question=True,
        asked_at__gte=now() - WINDOW,
        contribution__state=State.PUBLISHED,
    )
    count = rows.count()
    if count < ENOUGH:
        return None
    ordered = rows.order_by("seconds").values_list("seconds", flat=True)
    middle = list(ordered[(count - 1) // 2 : count // 2 + 1])
    return round(sum(middle) / len(middle))


def usual_wait(community_id: int) -> int | None:
    """What was last measured, in seconds; None when there is nothing to say."""
    found = Pulse.objects.filter(community=community_id).values_list("first_answer_seconds", flat=True)
    return found.first()


def in_words(seconds: int) -> str:
    """The wait as people say it, in whole hours or days; never more exact than it is."""
    if seconds < _HOUR:
        return _("A question here usually gets its first answer within an hour.")
    if seconds < _DAY:
        hours = -(-seconds // _HOUR)
        return ngettext(
            "A question here usually gets its first answer within %(count)d hour.",
            "A question here usually gets its first answer within %(count)d hours.",
            hours,
        ) % {"count": hours}
    days = -(-seconds // _DAY)
    return ngettext(
        "A question here usually gets its first answer within %(count)d day.",
        "A question here usually gets its first answer within %(count)d days.",
        days,
    ) % {"count": days}
