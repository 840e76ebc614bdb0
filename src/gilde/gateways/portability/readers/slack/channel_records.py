"""The messages of a channel as records.

A message with replies is a discussion of its own with its replies as comments. What people said loosely on one day in
one channel is one discussion together, in the order in which it was said: nobody wants a page for every "thanks".
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from gilde.gateways.portability.markdown_text import escape_inline
from gilde.gateways.portability.readers.json_file import line, moment, number, table, tables, text
from gilde.gateways.portability.readers.pack import Unopenable
from gilde.gateways.portability.readers.slack.export import Channel, Export
from gilde.gateways.portability.readers.slack.export import Message as Said
from gilde.gateways.portability.readers.slack.mrkdwn import Mrkdwn
from gilde.gateways.portability.readers.slack.overview import Overview
from gilde.gateways.portability.records import File, Message, Problem, Record, Thread, Vote

_SPOKEN: Final = frozenset({"", "thread_broadcast", "me_message", "file_share", "file_comment", "tombstone"})
_JOINS: Final = frozenset({"channel_join", "group_join", "channel_leave", "group_leave"})
_MOST_FILES: Final = 20


class ChannelRecords:
    """Makes the records of one channel."""

    def __init__(self, export: Export, overview: Overview, channel: Channel, site: str, mrkdwn: Mrkdwn) -> None:
        self._export, self._overview, self._channel = export, overview, channel
        self._site, self._mrkdwn = site, mrkdwn

    def records(self) -> Iterator[Record]:
        """All of them, day by day; a message stands before its replies."""
        for day, name in self._export.days(self._channel):
            try:
                messages = self._export.messages(name)
            except Unopenable as error:
                yield Problem(source=self._site, source_id=name[-200:], code=error.code, values=error.values)
                continue
            begun = False
            for said in messages:
                for record in self._of(said, day, begun):
                    begun = begun or (isinstance(record, Thread) and record.source_id.endswith(day))
                    yield record

    def _of(self, said: Said, day: str, begun: bool) -> Iterator[Record]:
        ts, root, kind = line(said, "ts"), line(said, "thread_ts"), line(said, "subtype")
        own = f"{self._channel.id}/{ts}"
        at = moment(ts)
        follows = bool(root) and root != ts and self._overview.has_replies(self._channel.id, root)
        leads = not follows and self._overview.has_replies(self._channel.id, ts)
        body = self._body(said)
        if at is None or not body:
            yield self._problem(own, "message_empty")
            return
        if kind in _JOINS:
            yield self._problem(own, "joined")
            return
        if kind == "bot_message" and not (follows or leads):
            yield self._problem(own, "robot_alone")
            return
        if kind not in _SPOKEN and kind != "bot_message":
            yield self._problem(own, "channel_event", kind=kind[:60])
            return
        if follows:
            target = "message", own
            yield self._message(said, own, at, body, f"{self._channel.id}/{root}")
        elif leads:
            target = "thread", own
            yield self._thread(said, own, at, body, "")
        elif begun:
            target = "message", own
            yield self._message(said, own, at, body, f"{self._channel.id}/{day}")
        else:
            target = "thread", f"{self._channel.id}/{day}"
            yield self._thread(said, target[1], at, body, f"#{self._channel.folder} · {day}")
        yield from self._files(said, own, *target)
        yield from self._reactions(said, own, *target)

    def _thread(self, said: Said, source_id: str, at: datetime, body: str, title: str) -> Thread:
        return Thread(
            source=self._site,
            source_id=source_id,
            source_url=self._address(said),
            kind="discussion",
            title=title,
            created_at=at,
            space_id=self._channel.id,
            author_id=line(said, "user") or None,
            author_name=_signature(said),
            body=body,
            edited_at=moment(line(table(said, "edited"), "ts")),
            tags=(self._channel.folder,),
            old_paths=(self._path(said),),
        )

    def _message(self, said: Said, source_id: str, at: datetime, body: str, thread_id: str) -> Message:
        return Message(
            source=self._site,
            source_id=source_id,
            source_url=self._address(said),
            kind="comment",
            thread_id=thread_id,
            created_at=at,
            author_id=line(said, "user") or None,
            author_name=_signature(said),
            body=body,
            edited_at=moment(line(table(said, "edited"), "ts")),
            old_paths=(self._path(said),),
        )

    def _body(self, said: Said) -> str:
        body = self._mrkdwn.markdown(text(said, "text"))
        if body and line(said, "subtype") == "me_message":
            body = f"*{body}*"
        if not body:
            shown = [text(each, "text") or line(each, "title", "fallback") for each in tables(said.get("attachments"))]
            body = "\n\n".join(made for each in shown if each and (made := self._mrkdwn.markdown(each)))
        files = [f"📎 {_described(each)}" for each in tables(said.get("files"))[:_MOST_FILES]]
        return "\n\n".join([*([body] if body else []), *files])

    def _files(self, said: Said, own: str, target_kind: str, target_id: str) -> Iterator[File]:
        for place, each in enumerate(tables(said.get("files"))[:_MOST_FILES]):
            yield File(
                source=self._site,
                source_id=f"{own}/{line(each, 'id') or place}",
                source_url=line(each, "permalink"),
                name=line(each, "name", "title") or "file",
                target_kind=target_kind,
                target_id=target_id,
                media_type=line(each, "mimetype"),
                size=size if (size := number(each, "size")) is not None and 0 <= size < 2**31 else None,
            )

    def _reactions(self, said: Said, own: str, target_kind: str, target_id: str) -> Iterator[Vote]:
        people: set[str] = set()
        most = 0
        for each in tables(said.get("reactions")):
            users = each.get("users")
            people.update(user for user in users if isinstance(user, str)) if isinstance(users, list) else None
            most = max(most, number(each, "count") or 0)
        if count := min(max(len(people), most), 1_000_000):
            yield Vote(
                source=self._site,
                source_id=f"reactions-{own}",
                target_kind=target_kind,
                target_id=target_id,
                count=count,
            )

    def _path(self, said: Said) -> str:
        return f"/archives/{self._channel.id}/p{line(said, 'ts').replace('.', '')}"

    def _address(self, said: Said) -> str:
        return f"https://{self._site}{self._path(said)}" if self._channel.listed else ""

    def _problem(self, source_id: str, code: str, **values: str | int) -> Problem:
        return Problem(source=self._site, source_id=source_id, code=code, values=values)


def _signature(said: Said) -> str:
    return (
        line(said, "username")
        or line(table(said, "user_profile"), "real_name", "display_name", "name")
        or (line(table(said, "bot_profile"), "name") or line(said, "user"))
    )


def _described(file: Said) -> str:
    """A file by name and size: Slack's exports hold a link to it that opens for nobody any more."""
    size = number(file, "size") or 0
    weight = f" ({max(1, round(size / 1000))} kB)" if size > 0 else ""
    return f"{escape_inline(line(file, 'name', 'title'))}{weight}".strip()
