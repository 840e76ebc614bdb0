"""The first reading of all tables: only notes for the scratch file, no records yet."""

from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

from gilde.gateways.portability.readers.plain_text import storable
from gilde.gateways.portability.readers.stackexchange.rows import CLOSE_REASONS, Columns, moment, number
from gilde.gateways.portability.readers.stackexchange.scratch import Scratch
from gilde.gateways.portability.readers.stackexchange.tables import TableRow, Tables

T = TypeVar("T")

_TEXTS = frozenset({"2", "5", "8"})  # first body, edited body, rolled-back body
_CLOSED, _OPENED_AGAIN = "10", "11"


class _Batch(Generic[T]):
    """Passes rows on in handfuls, so that neither memory nor statements grow."""

    def __init__(self, sink: Callable[[Iterable[T]], None], size: int) -> None:
        self._sink, self._size, self._rows = sink, size, list[T]()

    def add(self, row: T) -> None:
        self._rows.append(row)
        if len(self._rows) >= self._size:
            self.pass_on()

    def pass_on(self) -> None:
        self._sink(self._rows)
        self._rows.clear()


def index_tables(tables: Tables, scratch: Scratch) -> None:
    """Reads every table once and notes what later records need to know. Raises UnreadableFile for a damaged file."""
    scratch.add_users(_ids(tables.rows("Users", tally=True), "Id"))
    _index_posts(tables, scratch)
    scratch.add_authors(_ids(tables.rows("Comments", tally=True), "UserId"))
    _index_history(tables, scratch)
    scratch.add_votes(_votes(tables))
    scratch.add_tags(_tags(tables))


def is_whole(row: TableRow) -> bool:
    """Whether a row of Posts can become a record at all: readable, dated and not deleted."""
    return not row.trouble and unreadable_column(row) == "" and not row.columns.get("DeletionDate")


def unreadable_column(row: TableRow) -> str:
    """The first column of a row of Posts without which nothing can be made of it; empty when all are fine."""
    columns = row.columns
    if number(columns.get("Id")) is None:
        return "Id"
    kind = post_type(columns)
    if kind is None:
        return "PostTypeId"
    if moment(columns.get("CreationDate")) is None:
        return "CreationDate"
    return "ParentId" if kind == 2 and number(columns.get("ParentId")) is None else ""


def post_type(columns: Columns) -> int | None:
    """The type of a post; a query of questions only may leave the column out."""
    stated = columns.get("PostTypeId")
    if stated is None:
        return 2 if columns.get("ParentId") else 1
    return number(stated)


def _index_posts(tables: Tables, scratch: Scratch) -> None:
    posts = _Batch[tuple[int, int, int | None]](scratch.add_posts, 5_000)
    authors = _Batch[int](scratch.add_authors, 5_000)
    for row in tables.rows("Posts", tally=True):
        if is_whole(row):
            kind = post_type(row.columns) or 0
            posts.add((int(row.columns["Id"]), kind, number(row.columns.get("ParentId"))))
            owner = number(row.columns.get("OwnerUserId"))
            if owner is not None and kind in (1, 2):
                authors.add(owner)
    posts.pass_on()
    authors.pass_on()


def _index_history(tables: Tables, scratch: Scratch) -> None:
    texts = _Batch[tuple[int, str, int, str | None]](scratch.add_texts, 200)
    closings = _Batch[tuple[int, str, int, str | None]](scratch.add_closings, 5_000)
    for columns, *_ in tables.rows("PostHistory", tally=True):
        post, revision = number(columns.get("PostId")), number(columns.get("Id")) or 0
        kind, at = columns.get("PostHistoryTypeId"), columns.get("CreationDate", "")
        if post is None:
            continue
        if kind in _TEXTS:
            texts.add((post, at, revision, storable(columns.get("Text", "")) or None))
        elif kind == _CLOSED:
            closings.add((post, at, revision, CLOSE_REASONS.get(columns.get("Comment", ""))))
        elif kind == _OPENED_AGAIN:
            closings.add((post, at, revision, None))
    texts.pass_on()
    closings.pass_on()


def _ids(rows: Iterator[TableRow], column: str) -> Iterator[int]:
    return (found for row in rows if (found := number(row.columns.get(column))) is not None)


def _votes(tables: Tables) -> Iterator[tuple[int, int]]:
    for columns, *_ in tables.rows("Votes", tally=True):
        post, kind = number(columns.get("PostId")), number(columns.get("VoteTypeId"))
        if post is not None and kind is not None:
            yield post, kind


def _tags(tables: Tables) -> Iterator[tuple[int, str]]:
    for columns, *_ in tables.rows("Tags", tally=True):
        for column in ("ExcerptPostId", "WikiPostId"):
            post = number(columns.get(column))
            if post is not None:
                yield post, storable(columns.get("TagName", ""))
