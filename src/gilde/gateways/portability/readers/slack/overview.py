"""What has to be known before the first record: which messages have replies, and how much there is of everything.

The notes are kept in a temporary file of our own, so that memory stays flat.
"""

import re
import sqlite3
from collections import Counter
from collections.abc import Mapping
from typing import Final

from gilde.gateways.portability.readers.json_file import line, number, tables
from gilde.gateways.portability.readers.pack import Unopenable
from gilde.gateways.portability.readers.slack.export import Export, Message

_HOST: Final = re.compile(r"//([a-z0-9-]{1,60}\.slack\.com)/archives/")


class Overview:
    """What an export holds. ``counts`` are the figures that its owner can compare with Slack's own."""

    def __init__(self, export: Export) -> None:
        self._roots = sqlite3.connect("", isolation_level=None)  # a file without a name, gone with the connection
        self._roots.execute("PRAGMA synchronous = OFF")
        self._roots.execute("PRAGMA journal_mode = OFF")
        self._roots.execute("CREATE TABLE root (name TEXT PRIMARY KEY, seen INTEGER, replied INTEGER) WITHOUT ROWID")
        self._roots.execute("BEGIN")
        self._hosts: Counter[str] = Counter()
        self._counts: Counter[str] = Counter()
        for channel in export.channels:
            for _day, name in export.days(channel):
                try:
                    for message in export.messages(name):
                        self._note(channel.id, message)
                except Unopenable:
                    continue

    @property
    def site(self) -> str:
        """The host that its messages point to most; empty when none does."""
        return self._hosts.most_common(1)[0][0] if self._hosts else ""

    @property
    def counts(self) -> Mapping[str, int]:
        """messages, joins, threads, replies and reactions, as Slack counts them."""
        return {name: self._counts[name] for name in ("messages", "joins", "threads", "replies", "reactions")}

    def has_replies(self, channel: str, ts: str) -> bool:
        """Whether a message is there and somebody replied to it."""
        query = "SELECT 1 FROM root WHERE name = ? AND seen AND replied"
        return self._roots.execute(query, (f"{channel}/{ts}",)).fetchone() is not None

    def _note(self, channel: str, message: Message) -> None:
        ts, root = line(message, "ts"), line(message, "thread_ts")
        kind = line(message, "subtype")
        self._counts["messages"] += not kind
        self._counts["joins"] += kind in ("channel_join", "group_join")
        self._counts["threads"] += (number(message, "reply_count") or 0) > 0
        self._counts["reactions"] += len(tables(message.get("reactions")))
        self._write(f"{channel}/{ts}", seen=1)
        if root and root != ts:
            self._counts["replies"] += 1
            self._write(f"{channel}/{root}", replied=1)
        text = message.get("text")
        if isinstance(text, str) and ".slack.com/archives/" in text:
            self._hosts.update(set(_HOST.findall(text)))

    def _write(self, name: str, *, seen: int = 0, replied: int = 0) -> None:
        self._roots.execute(
            "INSERT INTO root VALUES (?1, ?2, ?3) ON CONFLICT (name) DO UPDATE SET "
            "seen = max(seen, ?2), replied = max(replied, ?3)",
            (name.encode("utf-8", "replace").decode(), seen, replied),
        )
