"""Which mails belong together, worked out on disk: a mail follows the one it answers, however they are ordered."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from gilde.gateways.portability.readers.mbox.headers import Headers, Sender

_SCHEMA: Final = """
CREATE TABLE mail (
    seq INTEGER PRIMARY KEY, offset INTEGER, length INTEGER, id TEXT, parent TEXT, at REAL, sender TEXT, root INTEGER
);
CREATE TABLE sender (id TEXT PRIMARY KEY, name TEXT, email TEXT, at REAL) WITHOUT ROWID;
CREATE TABLE waiting (seq INTEGER, parent TEXT, place INTEGER);
CREATE TABLE nearest (seq INTEGER PRIMARY KEY, parent TEXT, place INTEGER);
"""
_COUNTED: Final = {
    "attached": "SELECT COUNT(*) FROM nearest WHERE place = 0",
    "more": "SELECT COUNT(*) FROM nearest WHERE place > 0",
    "parents": "SELECT COUNT(DISTINCT parent) FROM waiting WHERE place = 0",
    "present": "SELECT COUNT(DISTINCT parent) FROM waiting w WHERE place = 0 AND EXISTS "
    "(SELECT 1 FROM mail WHERE id = w.parent)",
}
_DEEPEST: Final = 5_000


@dataclass(frozen=True)
class Place:
    """A mail in its conversation: ``parent`` is the mail it follows, where that one is not the first."""

    offset: int
    length: int
    id: str
    at: datetime
    root: str
    parent: str | None


class Conversations:
    """The notes about all mails. ``counts`` are the figures for the report."""

    def __init__(self) -> None:
        self._notes = sqlite3.connect("", isolation_level=None)  # a file without a name, gone with the connection
        self._notes.execute("PRAGMA synchronous = OFF")
        self._notes.execute("PRAGMA journal_mode = OFF")
        self._notes.executescript(_SCHEMA)
        self._notes.execute("BEGIN")
        self.counts = {"messages": 0, "replies": 0}

    def add(self, offset: int, length: int, mail: Headers, last: datetime | None) -> datetime:
        """Note a mail; one without a readable date gets that of the mail before it. Gives its moment."""
        at = mail.at or last or datetime(2000, 1, 1, tzinfo=UTC)
        self.counts["messages"] += 1
        seq = self._notes.execute(
            "INSERT INTO mail (offset, length, id, at, sender) VALUES (?, ?, ?, ?, ?)",
            (offset, length, mail.id, at.timestamp(), mail.sender.id),
        ).lastrowid
        parents = ([mail.answers] if mail.answers else [""]) + [each for each in mail.follows if each != mail.answers]
        self._notes.executemany(
            "INSERT INTO waiting VALUES (?, ?, ?)",
            [(seq, parent, place) for place, parent in enumerate(parents) if parent and parent != mail.id],
        )
        self.counts["replies"] += bool(mail.answers)
        self._note_sender(mail.sender, at)
        return at

    def settle(self) -> None:
        """Find for every mail the conversation it belongs to."""
        run = self._notes.execute
        run("CREATE INDEX mail_id ON mail (id, seq)")
        run(
            "INSERT INTO nearest SELECT seq, parent, min(place) FROM waiting w WHERE EXISTS "
            "(SELECT 1 FROM mail WHERE id = w.parent) GROUP BY seq"
        )
        run("UPDATE mail SET parent = (SELECT parent FROM nearest WHERE nearest.seq = mail.seq)")
        for name, counted in _COUNTED.items():
            self.counts[name] = run(counted).fetchone()[0]
        for seq in range(1, self.counts["messages"] + 1):
            self._find_root(seq)
        run("CREATE INDEX mail_root ON mail (root, at, seq)")

    def senders(self) -> Iterator[tuple[Sender, datetime]]:
        """Everybody who wrote, and since when."""
        rows = self._notes.execute("SELECT id, name, email, at FROM sender ORDER BY at, id")
        return ((Sender(row[0], row[1], row[2]), datetime.fromtimestamp(row[3], UTC)) for row in rows)

    def places(self) -> Iterator[Place]:
        """All mails: conversations by their beginning, within each the first mail first and the others by date."""
        rows = self._notes.execute(
            "SELECT m.offset, m.length, m.id, m.at, r.id, p.id, m.seq = r.seq, "
            "p.seq IS NOT NULL AND p.seq != r.seq AND (p.at, p.seq) < (m.at, m.seq) "
            "FROM mail m JOIN mail r ON r.seq = m.root "
            "LEFT JOIN mail p ON p.seq = (SELECT min(seq) FROM mail WHERE id = m.parent) "
            "ORDER BY r.at, r.seq, m.seq != r.seq, m.at, m.seq"
        )
        for offset, length, own, at, root, parent, is_root, quotes in rows:
            moment = datetime.fromtimestamp(at, UTC)
            yield Place(offset, length, own, moment, own if is_root else root, parent if quotes else None)

    def _find_root(self, seq: int) -> None:
        """Walk up to what has no parent; a circle, which only a forger makes, ends at its first mail."""
        way: list[int] = []
        here, root = seq, None
        while root is None:
            row = self._notes.execute("SELECT root, parent FROM mail WHERE seq = ?", (here,)).fetchone()
            above = None
            if row[0] is None and row[1] is not None and len(way) < _DEEPEST:
                found = self._notes.execute("SELECT min(seq) FROM mail WHERE id = ?", (row[1],)).fetchone()
                above = found[0]
            way.append(here)
            if row[0] is not None:
                root = row[0]
            elif above is None:
                root = here
            elif above in way:
                root = min(way[way.index(above) :])
            else:
                here = above
        self._notes.executemany("UPDATE mail SET root = ? WHERE seq = ?", [(root, each) for each in [*way, root]])

    def _note_sender(self, sender: Sender, at: datetime) -> None:
        self._notes.execute(
            "INSERT INTO sender VALUES (?1, ?2, ?3, ?4) ON CONFLICT (id) DO UPDATE SET "
            "at = min(at, ?4), name = CASE WHEN name = '' THEN ?2 ELSE name END",
            (sender.id, sender.name, sender.email, at.timestamp()),
        )
