"""Asking the few people who may know the answer to a question, and choosing to be one of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import Count

from gilde.attention.notifications.enums import Verb
from gilde.attention.notifications.models import HelpChoice, Wake
from gilde.attention.notifications.queries.helper import MOST_A_DAY, Helper, likely_helpers
from gilde.core import activity
from gilde.core.actor import SYSTEM, Actor
from gilde.core.clock import now
from gilde.dialogue.models import Contribution
from gilde.dialogue.models.reply import stands_q
from gilde.dialogue.queries.one import locked_contribution
from gilde.people.models import Person
from gilde.people.queries.actor import actor_for
from gilde.people.rules.person import person_id

ROUNDS: Final = (timedelta(minutes=3), timedelta(hours=4), timedelta(hours=24))
"""After a question was asked: when its first, second and last few are asked. An answer ends it."""
PER_ROUND: Final = 4
_TOO_LATE: Final = timedelta(days=2)  # after a long stop, or an import, nobody is woken about what was asked before


@transaction.atomic
def choose_helping(*, actor: Actor, willing: bool) -> None:
    """Say whether one wants to be asked; again changes nothing. Nobody is told, so it leaves no activity.

    Raises:
        Refusal: a visitor.
    """
    HelpChoice.objects.update_or_create(person_id=person_id(actor), defaults={"willing": willing, "chosen_at": now()})


def still_open(question: Contribution) -> bool:
    """Whether it is a question of this place, of these days, that nobody else has replied to."""
    if not question.is_question or not question.is_open or question.origin or question.has_accepted:
        return False
    if question.community.archived_at is not None or question.created_at < now() - _TOO_LATE:
        return False
    replied = (rows.filter(stands_q()) for rows in (question.answers.all(), question.comments.all()))
    return not any(rows.exclude(author=question.author_id).exists() for rows in replied)


@transaction.atomic
def wake(*, question_id: int, number: int) -> int:
    """Ask the next few about a question that is still open; how many were asked now. Twice is once.

    The activity says in which round and how many; who it was stands in :class:`Wake` alone.

    Args:
        number: the round, 1 and up.
    """
    try:
        question = locked_contribution(question_id)  # two workers ask one after the other, and the second finds it done
    except Contribution.DoesNotExist:
        return 0
    if Wake.objects.filter(question=question, round__gte=number).exists() or not still_open(question):
        return 0
    chosen = _free_now(question, likely_helpers(question)[: PER_ROUND * 3])
    if not chosen:
        return 0
    Wake.objects.bulk_create(
        Wake(
            question=question,
            person_id=helper.person_id,
            round=number,
            why=helper.why,
            word=helper.word[:80],
            source_id=helper.source_id,
            at=now(),
        )
        for helper in chosen
    )
    activity.record(
        Verb.HELPERS_ASKED,
        actor=SYSTEM,
        target=question,
        community=question.community_id,
        data={"round": number, "count": len(chosen)},
    )
    return len(chosen)


def _free_now(question: Contribution, helpers: Sequence[Helper]) -> list[Helper]:
    """The first few who may read it at this moment, by the one definition of that, and were not asked elsewhere by now.

    Their rows are held, in one order, so that two questions of the same instant do not both take somebody's last turn.
    """
    held = Person.objects.select_for_update(no_key=True).filter(pk__in=[helper.person_id for helper in helpers])
    people = {person.pk: person for person in held.order_by("pk")}
    today = Wake.objects.filter(person__in=list(people), at__gte=now() - timedelta(days=1)).values_list("person_id")
    asked = dict(today.annotate(count=Count("pk")).values_list("person_id", "count"))
    this = Contribution.objects.filter(pk=question.pk)
    chosen: list[Helper] = []
    for helper in helpers:
        if len(chosen) == PER_ROUND:
            break
        free = helper.person_id in people and asked.get(helper.person_id, 0) < MOST_A_DAY
        if free and this.visible_to(actor_for(people[helper.person_id])).exists():
            chosen.append(helper)
    return chosen
