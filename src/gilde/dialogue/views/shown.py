"""Answers and comments as a page shows them to one reader: everything their macros need, in one value.

The value can be hashed, so that a comment is rendered once for all who see it the same way (``ui/kept.py``).
"""

from __future__ import annotations

from collections.abc import Hashable
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _
from markupsafe import Markup

from gilde.core.actor import Actor
from gilde.dialogue.enums import AppreciationKind, State
from gilde.dialogue.queries.appreciation import Signs
from gilde.dialogue.queries.page import ContributionPage
from gilde.dialogue.queries.person import PersonRow
from gilde.dialogue.queries.reply import AnswerRow, Quoted, ReplyRow
from gilde.dialogue.queries.source import Source
from gilde.dialogue.rules.acts import Acts
from gilde.dialogue.views.appreciation import Sign, signs_of_reply
from gilde.dialogue.views.withheld import withheld_words
from gilde.ui.times import words_hold


class ShownReply(NamedTuple):
    """An answer or a comment for one reader.

    Attributes:
        contribution: the number of what it belongs to; ``address`` is where that stands.
        part: ``answers`` or ``comments``, as its own addresses say.
        counts, mine: the signs of appreciation beneath it, and which of them the reader gave; ``may_not_thank`` says
            why the reader cannot give one.
        by_author: the author of the contribution says it; by_guest: somebody who takes part in it from outside;
            was_guest: somebody who did.
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
    by_guest: bool
    was_guest: bool
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


class ShownReplies:
    """The answers and comments of ``page`` as its reader sees them, each made when it is shown."""

    def __init__(self, page: ContributionPage, acts: Acts, address: str) -> None:
        self._page = page
        self._acts = acts
        self._address = address

    def reply(self, row: ReplyRow) -> ShownReply:
        """``row`` with everything its macro needs."""
        return _shown(self._page, self._acts, self._address, row)

    @property
    def comments_key(self) -> Hashable:
        """All that the list of comments depends on: with the same key it is the same piece of page.

        None where a comment has files or somebody is blocked: then each comment is looked at by itself.
        """
        page, acts, comments = self._page, self._acts, self._page.replies.comments
        writers = comments.writers
        if any(page.around.files) or not page.actor.blocks.isdisjoint(writers):
            return None
        latest = comments.latest
        voice = page.contribution.voice_of(page.actor.person_id or 0)
        read_at = page.around.read_at
        return (
            page.contribution.pk,
            self._address,
            (acts.appreciate, acts.comment, acts.accept, acts.curates),
            page.author.id,
            page.actor.person_id is not None,
            voice if voice in writers else 0,
            tuple(row.id for row in comments if page.is_new(row)) if read_at and read_at < latest else (),
            words_hold(latest),
            frozenset(writers & page.around.guests),
            frozenset(writers & page.around.former_guests),
            comments.raw,
        )


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
        by_guest=row.author.id in page.around.guests,
        was_guest=row.author.id in page.around.former_guests - page.around.guests,
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
