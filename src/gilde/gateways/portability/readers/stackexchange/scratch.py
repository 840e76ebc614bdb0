"""What has to be known before the first record can be given, kept on disk instead of in memory.

A temporary SQLite file of our own, gone when the reading ends: which posts and people exist, the newest Markdown of
each post, why a question was closed, and the votes added up. It has nothing to do with the product's database.
"""

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

_SCHEMA = """
CREATE TABLE post (id INTEGER PRIMARY KEY, type INTEGER NOT NULL, parent INTEGER);
CREATE TABLE known_user (id INTEGER PRIMARY KEY);
CREATE TABLE author (id INTEGER PRIMARY KEY);
CREATE TABLE text (post INTEGER PRIMARY KEY, at TEXT NOT NULL, revision INTEGER NOT NULL, body TEXT);
CREATE TABLE closing (post INTEGER PRIMARY KEY, at TEXT NOT NULL, revision INTEGER NOT NULL, reason TEXT);
CREATE TABLE vote (post INTEGER, type INTEGER, number INTEGER NOT NULL, PRIMARY KEY (post, type)) WITHOUT ROWID;
CREATE TABLE tag (post INTEGER PRIMARY KEY, name TEXT NOT NULL);
"""
_NEWEST_TEXT = """
INSERT INTO text (post, at, revision, body) SELECT ?1, ?2, ?3, ?4
WHERE EXISTS (SELECT 1 FROM post WHERE id = ?1 AND type IN (1, 2))
ON CONFLICT (post) DO UPDATE SET at = excluded.at, revision = excluded.revision, body = excluded.body
WHERE (excluded.at, excluded.revision) > (text.at, text.revision)
"""
_NEWEST_CLOSING = """
INSERT INTO closing (post, at, revision, reason) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (post) DO UPDATE SET at = excluded.at, revision = excluded.revision, reason = excluded.reason
WHERE (excluded.at, excluded.revision) > (closing.at, closing.revision)
"""
_ADD_VOTES = """
INSERT INTO vote (post, type, number) VALUES (?1, ?2, 1)
ON CONFLICT (post, type) DO UPDATE SET number = number + 1
"""
_AT_ONCE = 5_000


class Scratch:
    """The notes taken while indexing a dump, looked up while its records are given."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        connection.executescript(_SCHEMA)

    def add_posts(self, posts: Iterable[tuple[int, int, int | None]]) -> None:
        """Notes (id, type, parent) of each post; of two with one id the first counts."""
        self._write("INSERT OR IGNORE INTO post VALUES (?, ?, ?)", posts)

    def add_users(self, ids: Iterable[int]) -> None:
        """Notes the people that the dump describes."""
        self._write("INSERT OR IGNORE INTO known_user VALUES (?)", ((each,) for each in ids))

    def add_authors(self, ids: Iterable[int]) -> None:
        """Notes the people that something is signed with."""
        self._write("INSERT OR IGNORE INTO author VALUES (?)", ((each,) for each in ids))

    def add_texts(self, texts: Iterable[tuple[int, str, int, str | None]]) -> None:
        """Notes (post, moment, revision, Markdown); the newest of each question and answer stays."""
        self._write(_NEWEST_TEXT, texts)

    def add_closings(self, closings: Iterable[tuple[int, str, int, str | None]]) -> None:
        """Notes (post, moment, revision, reason or None when opened again); the newest of each stays."""
        self._write(_NEWEST_CLOSING, closings)

    def add_votes(self, votes: Iterable[tuple[int, int]]) -> None:
        """Notes (post, vote type) of each vote, and adds them up."""
        self._write(_ADD_VOTES, votes)

    def add_tags(self, tags: Iterable[tuple[int, str]]) -> None:
        """Notes (post, tag) for the posts that explain a tag."""
        self._write("INSERT OR IGNORE INTO tag VALUES (?, ?)", tags)

    def post(self, number: int) -> tuple[int, int | None] | None:
        """Type and parent of a post, None when the dump does not have it."""
        found = self._one("SELECT type, parent FROM post WHERE id = ?", number)
        return (found[0], found[1]) if found else None

    def text(self, post: int) -> str | None:
        """The newest Markdown of a post, None when the history does not have it."""
        found = self._one("SELECT body FROM text WHERE post = ?", post)
        return found[0] if found else None

    def number_of_texts(self) -> int:
        """How many posts have their Markdown here."""
        found = self._connection.execute("SELECT COUNT(*) FROM text WHERE body IS NOT NULL").fetchone()
        return int(found[0])

    def closed_reason(self, post: int) -> str:
        """Why a question was closed last; empty when nobody wrote it down."""
        found = self._one("SELECT reason FROM closing WHERE post = ?", post)
        return (found[0] or "") if found else ""

    def tag(self, post: int) -> str:
        """The tag that a post explains, empty when it explains none."""
        found = self._one("SELECT name FROM tag WHERE post = ?", post)
        return found[0] if found else ""

    def undescribed_authors(self) -> Iterator[int]:
        """The people who signed something and are not in the dump, by number."""
        query = "SELECT id FROM author WHERE id NOT IN (SELECT id FROM known_user) ORDER BY id"
        return (found[0] for found in self._connection.execute(query))

    def votes(self) -> Iterator[tuple[int, int, int]]:
        """(post, vote type, number) in that order."""
        return ((p, t, n) for p, t, n in self._connection.execute("SELECT post, type, number FROM vote ORDER BY 1, 2"))

    def votes_by_type(self) -> list[tuple[int, int]]:
        """(vote type, number) over all posts."""
        return self._connection.execute("SELECT type, SUM(number) FROM vote GROUP BY type ORDER BY type").fetchall()

    def _one(self, query: str, number: int) -> Any:
        return self._connection.execute(query, (number,)).fetchone()

    def _write(self, statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
        left = iter(rows)
        while batch := list(islice(left, _AT_ONCE)):
            self._connection.executemany(statement, batch)


@contextmanager
def open_scratch(folder: Path | None = None) -> Iterator[Scratch]:
    """A new scratch file, in ``folder`` or where the system keeps temporary files; removed at the end."""
    with tempfile.TemporaryDirectory(prefix="gilde-import-", dir=folder) as place:
        connection = sqlite3.connect(Path(place) / "scratch.sqlite", isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("PRAGMA temp_store = FILE")
            connection.execute("BEGIN")
            yield Scratch(connection)
        finally:
            connection.close()
