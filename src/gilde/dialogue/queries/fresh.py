"""What was replied since somebody opened a conversation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet

from gilde.core.actor import Actor
from gilde.dialogue.models import Answer, Comment, Contribution

MOST: Final = 20  # replies that are put into an open page; more are read on a page of their own


@dataclass(frozen=True)
class Fresh:
    """Replies that a page does not show yet.

    Attributes:
        answers: ids.
        comments: id → the answer it hangs on.
        others: how many of all these somebody else wrote whom the reader did not block.
        first: the part of an address that leads to the earliest of those, empty without any.
        until: when the latest was written.
    """

    answers: list[int]
    comments: dict[int, int | None]
    others: int
    first: str
    until: datetime

    @property
    def places(self) -> set[str]:
        """The lists they belong in: ``answers``, ``comments``, or ``a12`` for those under an answer."""
        found = {"answers"} if self.answers else set()
        for answer in self.comments.values():
            found |= {"comments"} if answer is None else {"answers", f"a{answer}"}
        return found

    @property
    def fits(self) -> bool:
        """Whether they are few enough for an open page."""
        return len(self.answers) + len(self.comments) <= MOST


def fresh(actor: Actor, contribution: Contribution, since: datetime) -> Fresh:
    """What was replied to ``contribution`` after ``since`` as far as ``actor`` may read it; two statements at most."""
    found: list[tuple[datetime, str, int]] = []
    answers: list[int] = []
    comments: dict[int, int | None] = {}
    if contribution.is_question:
        for pk, at, who in _later(Answer.objects.visible_to(actor), contribution, since):
            answers.append(pk)
            found.append((at, f"?at=a{pk}#a{pk}", who))
    for pk, at, who, answer in _later(Comment.objects.visible_to(actor), contribution, since, "answer_id"):
        comments[pk] = answer
        found.append((at, f"?at={f'a{answer}' if answer else f'c{pk}'}#c{pk}", who))
    mine = contribution.voice_of(actor.person_id or 0)
    others = sorted((at, part) for at, part, who in found if who != mine and who not in actor.blocks)
    until = max((at for at, _part, _who in found), default=since)
    return Fresh(answers, comments, len(others), others[0][1] if others else "", until)


def _later(
    rows: QuerySet[Answer] | QuerySet[Comment], contribution: Contribution, since: datetime, *more: str
) -> Iterable[tuple[Any, ...]]:
    later = rows.filter(contribution=contribution, created_at__gt=since).order_by("pk")
    return later.values_list("pk", "created_at", "author_id", *more)[: MOST + 1]
