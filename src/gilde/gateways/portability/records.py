"""The neutral format between every reader and the writer; :mod:`.json_lines` writes it as one record a line.

A reader turns a foreign export into these records, the writer turns them into people, communities and contributions;
neither knows the other. Every record says where it comes from: ``source`` (a site, a register), ``source_id`` (its name
there, unique per record type within the source), ``source_url`` and ``licence``. The first two make a second run an
update instead of a double. ``row`` is the line of a file that is read by lines: the report names it, and a list in
another order is still the same list.

Order: persons, spaces, threads, messages (answers before comments), files, votes, links. References point backwards
where the source allows it; an accepted answer cannot, so the writer resolves references late. :class:`Problem` records
stand where they were met, so the position in the stream is a bookmark for stopping and going on.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from dataclasses import field as dataclass_field
from datetime import UTC, datetime
from typing import ClassVar

THREAD_KINDS = frozenset({"discussion", "question", "practice", "story", "idea", "resource", "announcement"})
MESSAGE_KINDS = frozenset({"answer", "comment"})
LINK_KINDS = frozenset({"linked", "duplicate"})
TARGET_KINDS = frozenset({"thread", "message"})
LARGEST_NUMBER = 2**31 - 1  # what an integer column of either database holds


class UnreadableFile(Exception):
    """What was given cannot be read at all; the text is one sentence for the operator, who gave it on the command line.

    Args:
        sentence: that sentence.
        code: in short, for pages that say it in the reader's language: ``damaged``, ``site`` (nothing says where it
            comes from), ``not_a_site``, ``nothing`` (nothing of this format in it), ``columns``, ``not_text``,
            ``large``.
    """

    def __init__(self, sentence: str, *, code: str = "damaged") -> None:
        super().__init__(sentence)
        self.code = code


class InvalidRecord(ValueError):
    """A record or a line breaks the format; the text is a sentence that names the record and the field."""


@dataclass(frozen=True, kw_only=True)
class Record:
    """What all records share; never made itself."""

    type: ClassVar[str] = "record"
    source: str
    source_id: str
    source_url: str = ""
    licence: str = ""
    row: int | None = dataclass_field(default=None, compare=False)

    def __post_init__(self) -> None:
        for each in fields(self):
            value = getattr(self, each.name)
            if isinstance(value, datetime):
                object.__setattr__(self, each.name, _in_utc(self.type, each.name, value))
            else:
                _require_storable(self.type, each.name, value)
        if not self.source or not self.source_id:
            raise InvalidRecord(f"A {self.type} needs a source and a source_id.")
        if complaint := self._complaint():
            raise InvalidRecord(f"The {self.type} {self.source_id} {complaint}.")

    def _complaint(self) -> str:
        return ""


@dataclass(frozen=True, kw_only=True)
class Person(Record):
    """Someone who is or was there. ``name`` is None where the source gives none: the writer names the placeholder."""

    type: ClassVar[str] = "person"
    name: str | None = None
    email: str | None = None
    headline: str = ""
    about: str = ""
    location: str = ""
    website: str = ""
    links: tuple[str, ...] = ()
    joined_at: datetime | None = None
    organisation: str = ""
    is_system: bool = False
    old_paths: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Space(Record):
    """A place that held threads: a site, a category, a channel."""

    type: ClassVar[str] = "space"
    name: str
    description: str = ""
    parent_id: str | None = None
    old_paths: tuple[str, ...] = ()

    def _complaint(self) -> str:
        return "" if self.name else "needs a name"


@dataclass(frozen=True, kw_only=True)
class Thread(Record):
    """What starts a conversation. ``kind`` is one of our contribution kinds; the body is Markdown or, else, HTML.

    ``author_name`` is how the source signs it; it stands alone when the author is gone there. ``old_paths`` are the
    addresses it had on its site, the most specific first, so that they can be redirected.
    """

    type: ClassVar[str] = "thread"
    kind: str
    title: str
    created_at: datetime
    space_id: str | None = None
    author_id: str | None = None
    author_name: str = ""
    body: str = ""
    body_html: str | None = None
    edited_at: datetime | None = None
    closed_at: datetime | None = None
    closed_reason: str = ""
    tags: tuple[str, ...] = ()
    language: str | None = None
    accepted_id: str | None = None
    old_paths: tuple[str, ...] = ()

    def _complaint(self) -> str:
        if self.kind not in THREAD_KINDS:
            return f"has the unknown kind “{self.kind}”"
        return _body_complaint(self)


@dataclass(frozen=True, kw_only=True)
class Message(Record):
    """An answer or a comment in a thread; ``parent_id`` is the answer that a comment hangs on."""

    type: ClassVar[str] = "message"
    kind: str
    thread_id: str
    created_at: datetime
    parent_id: str | None = None
    author_id: str | None = None
    author_name: str = ""
    body: str = ""
    body_html: str | None = None
    edited_at: datetime | None = None
    old_paths: tuple[str, ...] = ()

    def _complaint(self) -> str:
        if self.kind not in MESSAGE_KINDS:
            return f"has the unknown kind “{self.kind}”"
        if self.kind == "answer" and self.parent_id is not None:
            return "is an answer and hangs on a thread, so it has no parent_id"
        return _body_complaint(self)


@dataclass(frozen=True, kw_only=True)
class File(Record):
    """A file that belongs to a thread or a message; ``path`` is relative to the export, empty when it is not there."""

    type: ClassVar[str] = "file"
    name: str
    target_kind: str
    target_id: str
    path: str = ""
    media_type: str = ""
    size: int | None = None

    def _complaint(self) -> str:
        if self.target_kind not in TARGET_KINDS:
            return f"has the unknown target_kind “{self.target_kind}”"
        if self.path.startswith(("/", "\\")) or ".." in self.path.replace("\\", "/").split("/"):
            return "has a path that leaves the export"
        return "" if self.name else "needs a name"


@dataclass(frozen=True, kw_only=True)
class Vote(Record):
    """How many people voted a thread or a message up; who they were is not imported."""

    type: ClassVar[str] = "vote"
    target_kind: str
    target_id: str
    count: int

    def _complaint(self) -> str:
        if self.target_kind not in TARGET_KINDS:
            return f"has the unknown target_kind “{self.target_kind}”"
        return "" if self.count > 0 else "needs a count above 0"


@dataclass(frozen=True, kw_only=True)
class Link(Record):
    """One thread points to another: merely linked, or a duplicate of it."""

    type: ClassVar[str] = "link"
    kind: str
    from_id: str
    to_id: str
    created_at: datetime | None = None

    def _complaint(self) -> str:
        return "" if self.kind in LINK_KINDS else f"has the unknown kind “{self.kind}”"


@dataclass(frozen=True, kw_only=True)
class Problem(Record):
    """What could not be taken over as it was. ``left_out`` False means: taken over, with this remark.

    ``source_id`` names the row, cell or table it is about; ``field`` the column there; ``code`` the reason, for which
    the reader has a sentence; ``values`` what the sentence needs.
    """

    type: ClassVar[str] = "problem"
    code: str
    field: str = ""
    values: Mapping[str, str | int] = dataclass_field(default_factory=dict)
    left_out: bool = True

    def _complaint(self) -> str:
        return "" if self.code.replace("_", "").isalnum() else "needs a reason code of letters and underscores"

    def sentence(self, sentences: Mapping[str, str]) -> str:
        """The reason in words: the reader's sentence for this code, filled in; the bare code if it has none."""
        known = {"row": self.row or 0, "field": self.field, "source_id": self.source_id, **self.values}
        try:
            return sentences[self.code] % known
        except (KeyError, TypeError, ValueError):
            return f"{self.code}: {', '.join(f'{name}={value}' for name, value in known.items())}"


RECORD_TYPES: Mapping[str, type[Record]] = {
    each.type: each for each in (Person, Space, Thread, Message, File, Vote, Link, Problem)
}


def _in_utc(record_type: str, name: str, moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise InvalidRecord(f"The field “{name}” of a {record_type} needs a time zone.")
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise InvalidRecord(f"The field “{name}” of a {record_type} lies outside the calendar.") from None


def _require_storable(record_type: str, name: str, value: object) -> None:
    """No database keeps NUL or half a character, and integer columns end somewhere."""
    if isinstance(value, str):
        if "\0" in value or not (value.isascii() or _is_whole(value)):
            raise InvalidRecord(f"The field “{name}” of a {record_type} has a character that cannot be stored.")
    elif isinstance(value, int):
        if not -LARGEST_NUMBER <= value <= LARGEST_NUMBER:
            raise InvalidRecord(f"The field “{name}” of a {record_type} is too large a number.")
    elif isinstance(value, tuple):
        for each in value:
            _require_storable(record_type, name, each)
    elif isinstance(value, Mapping):
        for key, each in value.items():
            _require_storable(record_type, name, key)
            _require_storable(record_type, name, each)


def _is_whole(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _body_complaint(record: Thread | Message) -> str:
    return "has a body and a body_html; give one" if record.body and record.body_html is not None else ""
