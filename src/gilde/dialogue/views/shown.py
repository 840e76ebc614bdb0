"""Answers and comments as a page shows them to one reader: everything their macros need, in one value.

The value can be hashed, so that a comment is rendered once for all who see it the same way (``ui/kept.py``).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _
from markupsafe import Markup

from gilde.core.actor import Actor
from gilde.dialogue.enums import AppreciationKind, State
from gilde.dialogue.queries.appreciation import Signs
from gilde.dialogue.queries.page import ContributionPage
from gilde.dialogue.queries.person import PersonRow
from gilde.dialogue.queries.replies import AnswerRow, Quoted, ReplyRow
from gilde.dialogue.queries.source import Source
from gilde.dialogue.rules.acts import Acts
from gilde.dialogue.views.appreciation import Sign, signs_of_reply
from gilde.dialogue.views.withheld import withheld_words


class ShownReply(NamedTuple):
    """An answer or a comment for one reader.

    Attributes:
        contribution: the number of what it belongs to; ``address`` is where that stands.
        part: ``answers`` or ``comments``, as its own addresses say.
        counts, mine: the signs of appreciation beneath it, and which of them the reader gave; ``may_not_thank`` says
            why the reader cannot give one.
        by_author: the author of the contribution says it.
        is_new: it came after the reader was here.
        may_reply, may_accept, may_edit, may_delete, may_report: what the reader can do with it.
        folded: the reader blocked who wrote it, and opens it only when they want to.
        may_quiet: the reader can mute or block who wrote it.
        withheld: why only few see it, for those few; empty when everybody does.
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
    counts: tuple[tuple[AppreciationKind, int], ...]
    mine: frozenset[AppreciationKind]
    may_not_thank: str
    by_author: bool
    is_new: bool
    is_mine: bool
    may_reply: bool
    may_accept: bool
    may_edit: bool
    may_delete: bool
    folded: bool
    may_quiet: bool
    may_report: bool
    withheld: str

    @property
    def signs(self) -> list[Sign]:
        """The row of signs beneath it."""
        if self.withheld:
            return []
        found = Signs(dict(self.counts), self.mine)
        return signs_of_reply(self.contribution, self.part, self.id, found, self.may_not_thank, is_own=self.is_mine)


def shown_replies(page: ContributionPage, acts: Acts, address: str) -> dict[str, ShownReply]:
    """Every answer and comment of ``page`` by its element id."""
    replies = page.replies
    return {row.key: _shown(page, acts, address, row) for row in _all(replies.answers, replies.comments, replies.under)}


def _all(answers: list[AnswerRow], comments: list[ReplyRow], under: dict[int, list[ReplyRow]]) -> Iterable[ReplyRow]:
    yield from answers
    yield from comments
    for rows in under.values():
        yield from rows


def _shown(page: ContributionPage, acts: Acts, address: str, row: ReplyRow) -> ShownReply:
    is_answer = isinstance(row, AnswerRow)
    is_mine = page.is_mine(row)
    shows = row.state == State.PUBLISHED
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
        quoted=_quoted(page.actor, row.quoted),
        source=row.source,
        accepted=row.accepted,
        counts=tuple(row.counts.items()),
        mine=row.mine,
        may_not_thank=acts.appreciate,
        by_author=row.author.id == page.author.id,
        is_new=page.is_new(row),
        is_mine=is_mine,
        may_reply=shows and not acts.comment,
        may_accept=shows and is_answer and not acts.accept,
        may_edit=is_mine,
        may_delete=is_mine or acts.curates,
        folded=row.author.id in page.actor.blocks,
        may_quiet=page.actor.person_id is not None and not is_mine and bool(row.author.url),
        may_report=not is_mine and page.actor.person_id is not None,
        withheld="" if shows else withheld_words(row.state, is_mine=is_mine),
    )


def _quoted(actor: Actor, quoted: Quoted | None) -> Quoted | None:
    """The quoted words, without those of somebody whom the reader blocked."""
    if quoted is None or quoted.author_id not in actor.blocks:
        return quoted
    return quoted._replace(excerpt=_("Words of someone you blocked"))
