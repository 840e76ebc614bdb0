"""One answer or comment as a page shows it, read from a raw row of :mod:`gilde.dialogue.queries.replies`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple, cast

from markupsafe import Markup

from gilde.core.db.rows import moment
from gilde.core.shorten import shortened
from gilde.dialogue.enums import AppreciationKind, State
from gilde.dialogue.queries.person import PersonRow, read_person
from gilde.dialogue.queries.source import Source, source_of

# Places in a raw row; :func:`read_reply` reads them all.
NUMBER, UNDER = 1, 13
_CREATED, _EDITED, _QUOTED, _WRITER = 2, 3, 16, 23
_EXCERPT: Final = 140


class Quoted(NamedTuple):
    """The comment that another one answers."""

    author_id: int
    author_name: str
    excerpt: str
    url: str


@dataclass(frozen=True, slots=True)
class ReplyRow:
    """A comment or an answer as the page shows it.

    Attributes:
        counts: how often each sign of appreciation was given.
        mine: the signs the reader gave.
        comments: how many comments an answer has, shown or not.
        source: where it was first published, if it was imported.
        state: ``published``, or why only few see it.
    """

    id: int
    author: PersonRow
    created_at: datetime
    edited_at: datetime | None
    html: Markup
    counts: dict[AppreciationKind, int]
    mine: frozenset[AppreciationKind]
    accepted: bool = False
    comments: int = 0
    answer_id: int | None = None
    quoted: Quoted | None = None
    source: Source | None = None
    state: str = State.PUBLISHED.value

    @property
    def at(self) -> str:
        """The part of an address that leads to it, whatever page it is on."""
        if self.answer_id is not None:
            return f"?at=a{self.answer_id}#c{self.id}"
        return f"?at={self.key}#{self.key}"

    @property
    def key(self) -> str:
        """Its element id."""
        return f"c{self.id}"


@dataclass(frozen=True, slots=True)
class AnswerRow(ReplyRow):
    """An answer."""

    @property
    def key(self) -> str:
        """Its element id."""
        return f"a{self.id}"


class Comments(Sequence[ReplyRow]):
    """The comments of one list, made into rows when somebody looks at one.

    Attributes:
        raw: what the database said, so that a list that was shown before is known again without looking.
    """

    __slots__ = ("_rows", "raw")

    def __init__(self, raw: Sequence[tuple[Any, ...]] = ()) -> None:
        self.raw = tuple(raw)
        self._rows: list[ReplyRow] | None = None

    @property
    def rows(self) -> list[ReplyRow]:
        """All of them."""
        if self._rows is None:
            self._rows = [read_reply(row) for row in self.raw]
        return self._rows

    def __len__(self) -> int:
        return len(self.raw)

    def __getitem__(self, place: Any) -> Any:
        return self.rows[place]

    @property
    def first(self) -> int:
        """The number of the first one."""
        return cast("int", self.raw[0][NUMBER])

    @property
    def latest(self) -> datetime:
        """When the last of them was written or changed."""
        moments = (value for row in self.raw for value in row[_CREATED : _EDITED + 1] if value is not None)
        found = moment(max(moments))
        assert found is not None
        return found

    @property
    def writers(self) -> set[int]:
        """Who wrote them, and the words they quote."""
        return {row[place] for row in self.raw for place in (_WRITER, _QUOTED)}


def read_reply(row: tuple[Any, ...]) -> ReplyRow:
    """The answer or comment in a raw row."""
    what, number, created, edited, html, likes, learned, used, comments, accepted, *rest = row
    liked, did_learn, did_use, answer_id, quoted_id, quoted_body, quoted_by, quoted_name, quoted_state, *about = rest
    origin, uri, licence, state, *person = about
    signs = ((AppreciationKind.LIKE, liked), (AppreciationKind.LEARNED, did_learn), (AppreciationKind.USED, did_use))
    common: dict[str, Any] = {
        "id": number,
        "author": read_person(person),
        "created_at": moment(created),
        "edited_at": moment(edited),
        "html": Markup(html),  # noqa: S704 - cleaned at save
        "mine": frozenset(kind for kind, given in signs if given),
        "source": source_of(origin, uri, licence),
        "state": state,
    }
    if what == "a":
        counts = {AppreciationKind.LIKE: likes, AppreciationKind.LEARNED: learned, AppreciationKind.USED: used}
        return AnswerRow(**common, counts=counts, accepted=bool(accepted), comments=comments)
    quoted = None
    if quoted_id is not None:
        who = read_person((0, quoted_name, "", "", quoted_state)).name
        at = f"a{answer_id}" if answer_id else f"c{quoted_id}"
        quoted = Quoted(quoted_by or 0, who, excerpt(quoted_body), f"?at={at}#c{quoted_id}")
    return ReplyRow(**common, counts={AppreciationKind.LIKE: likes}, answer_id=answer_id, quoted=quoted)


# An address may go on beyond the part that is read.
_PICTURE: Final = re.compile(r"!\[[^\]]*\]\([^)]*(?:\)|\Z)")
_LINK: Final = re.compile(r"\[([^\]]*)\]\([^)]*(?:\)|\Z)")
_MARKS: Final = re.compile(r"^[ \t]*(?:>+|#{1,6}|[-*+]|\d+\.)[ \t]+|[*_`~]{1,3}", re.MULTILINE)


def excerpt(markdown: str) -> str:
    """The first words of a text as plain words on one line, at most 140 characters."""
    words = _MARKS.sub("", _LINK.sub(r"\1", _PICTURE.sub("", markdown[:400])))
    line = " ".join(words.split())
    return shortened(line, _EXCERPT)
