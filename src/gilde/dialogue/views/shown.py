"""Answers and comments as a page shows them to one reader: everything their macros need, in one value.

The value can be hashed, so that a comment is rendered once for all who see it the same way (``ui/kept.py``).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from markupsafe import Markup

from gilde.dialogue.queries.page import ContributionPage
from gilde.dialogue.queries.person import PersonRow
from gilde.dialogue.queries.replies import AnswerRow, Quoted, ReplyRow
from gilde.dialogue.queries.source import Source
from gilde.dialogue.rules.acts import Acts
from gilde.dialogue.views.appreciation import Sign, signs_of_reply


class ShownReply(NamedTuple):
    """An answer or a comment for one reader.

    Attributes:
        contribution: the number of what it belongs to; ``address`` is where that stands.
        part: ``answers`` or ``comments``, as its own addresses say.
        signs: the signs of appreciation beneath it.
        by_author: the author of the contribution says it.
        is_new: it came after the reader was here.
        may_reply, may_accept, may_edit, may_delete: what the reader can do with it.
    """

    contribution: int
    address: str
    part: str
    id: int
    key: str
    at: str
    answer_id: int | None
    author: PersonRow
    created_at: datetime
    edited_at: datetime | None
    html: Markup
    quoted: Quoted | None
    source: Source | None
    accepted: bool
    signs: tuple[Sign, ...]
    by_author: bool
    is_new: bool
    is_mine: bool
    may_reply: bool
    may_accept: bool
    may_edit: bool
    may_delete: bool


def shown_replies(page: ContributionPage, acts: Acts, address: str) -> dict[str, ShownReply]:
    """Every answer and comment of ``page`` by its element id."""
    replies = page.replies
    return {row.key: _shown(page, acts, address, row) for row in _all(replies.answers, replies.comments, replies.under)}


def _all(
    answers: list[AnswerRow], comments: list[ReplyRow], under: dict[int, list[ReplyRow]]
) -> Iterable[ReplyRow]:
    yield from answers
    yield from comments
    for rows in under.values():
        yield from rows


def _shown(page: ContributionPage, acts: Acts, address: str, row: ReplyRow) -> ShownReply:
    is_answer = isinstance(row, AnswerRow)
    is_mine = row.author.id == page.actor.person_id
    return ShownReply(
        contribution=page.contribution.pk,
        address=address,
        part="answers" if is_answer else "comments",
        id=row.id,
        key=row.key,
        at=row.at,
        answer_id=row.answer_id,
        author=row.author,
        created_at=row.created_at,
        edited_at=row.edited_at,
        html=row.html,
        quoted=row.quoted,
        source=row.source,
        accepted=row.accepted,
        signs=signs_of_reply(page, row, acts.appreciate),
        by_author=row.author.id == page.author.id,
        is_new=page.is_new(row),
        is_mine=is_mine,
        may_reply=not acts.comment,
        may_accept=is_answer and not acts.accept,
        may_edit=is_mine,
        may_delete=is_mine or acts.curates,
    )
