"""The stored counters of what an import touched, brought to what is there. Part of the transaction of a batch."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping

from django.db.models import Count, DateTimeField, Exists, F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from gilde.dialogue.models import Answer, Comment, Contribution
from gilde.dialogue.models.reply import stands_q
from gilde.people.models import Person


def count_replies(contributions: Collection[int]) -> None:
    """Set counters, acceptance and last activity of these contributions, and the counts of their answers.

    They are locked first and counted after, so that a reply in the same instant is counted once.
    """
    if not contributions:
        return
    locked = Contribution.objects.select_for_update(no_key=True).filter(pk__in=contributions).order_by("pk")
    list(locked.values_list("pk", flat=True))
    answers = Answer.objects.filter(stands_q(), contribution=OuterRef("pk"))
    comments = Comment.objects.filter(stands_q(), contribution=OuterRef("pk")).filter(
        Q(answer__isnull=True) | stands_q("answer")
    )
    Contribution.objects.filter(pk__in=contributions).update(
        answer_count=_number(answers, "contribution"),
        comment_count=_number(comments, "contribution"),
        has_accepted=Exists(answers.filter(accepted_at__isnull=False)),
        last_activity_at=Greatest(
            F("last_activity_at"), _latest(answers, "contribution"), _latest(comments, "contribution")
        ),
    )
    below = Comment.objects.filter(stands_q(), answer=OuterRef("pk"))
    Answer.objects.filter(contribution__in=contributions).update(comment_count=_number(below, "answer"))


def _number(rows: QuerySet[Answer] | QuerySet[Comment], group: str) -> Coalesce:
    counted = rows.order_by().values(group).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _latest(rows: QuerySet[Answer] | QuerySet[Comment], group: str) -> Coalesce:
    latest = rows.order_by().values(group).annotate(latest=Max("created_at")).values("latest")
    return Coalesce(Subquery(latest, output_field=DateTimeField()), F("last_activity_at"))


def count_written(people: Mapping[int, int]) -> None:
    """Move the number of contributions of these people up or down."""
    by_difference: dict[int, list[int]] = defaultdict(list)
    for person_id, difference in Counter(people).items():
        if difference:
            by_difference[difference].append(person_id)
    for difference, ids in sorted(by_difference.items()):
        Person.objects.filter(pk__in=ids).update(contribution_count=F("contribution_count") + difference)
