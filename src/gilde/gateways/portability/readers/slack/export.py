"""The files of an export: who is there, which channels, and what each wrote on each day."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from gilde.gateways.portability.readers.json_file import json_of, line, tables
from gilde.gateways.portability.readers.pack import Pack, Unopenable
from gilde.gateways.portability.records import UnreadableFile

_DAY: Final = re.compile(r"(?P<channel>[^/]+)/(?P<day>\d{4}-\d\d-\d\d)\.json")
_LISTS: Final = ("channels.json", "groups.json")
Message = Mapping[str, Any]


@dataclass(frozen=True)
class Channel:
    """A channel by its folder; ``id`` is that folder for one that no list names."""

    folder: str
    id: str
    purpose: str
    listed: bool


class Export:
    """An export, whose files may stand in a folder of their own within a ZIP."""

    def __init__(self, pack: Pack, name: str) -> None:
        self._pack = pack
        roots = [each.removesuffix("users.json") for each in pack.names if each.endswith("users.json")]
        if not roots:
            raise UnreadableFile(f"{name} is no export of Slack: it has no users.json.", code="nothing")
        self._root = min(roots, key=len)
        self.channels = self._channels()

    def users(self) -> list[Message]:
        """Everybody in the list of people. Raises :class:`UnreadableFile` when that list cannot be read."""
        try:
            return list(tables(json_of(self._pack, f"{self._root}users.json")))
        except Unopenable:
            raise UnreadableFile("The list of people, users.json, cannot be read.") from None

    def days(self, channel: Channel) -> Iterator[tuple[str, str]]:
        """(day, file) of a channel, in order."""
        for name in self._pack.names:
            found = _DAY.fullmatch(name.removeprefix(self._root))
            if found and found["channel"] == channel.folder:
                yield found["day"], name

    def messages(self, name: str) -> list[Message]:
        """The messages of a day, in order. Raises :class:`Unopenable`."""
        found = tables(json_of(self._pack, name))
        return sorted((each for each in found if line(each, "ts")), key=lambda each: _order(line(each, "ts")))

    @property
    def number_of_days(self) -> int:
        """How many files hold messages."""
        return sum(1 for name in self._pack.names if _DAY.fullmatch(name.removeprefix(self._root)))

    def _channels(self) -> list[Channel]:
        listed: dict[str, Message] = {}
        for each in _LISTS:
            name = f"{self._root}{each}"
            if name in self._pack:
                try:
                    listed |= {line(row, "name"): row for row in tables(json_of(self._pack, name)) if line(row, "name")}
                except Unopenable:
                    continue
        days = (_DAY.fullmatch(name.removeprefix(self._root)) for name in self._pack.names)
        folders = sorted({found["channel"] for found in days if found})
        made = []
        for folder in folders:
            row = listed.get(folder, {})
            purpose = row.get("purpose")
            made.append(
                Channel(
                    folder=folder,
                    id=line(row, "id") or folder,
                    purpose=line(purpose, "value") if isinstance(purpose, dict) else "",
                    listed=folder in listed,
                )
            )
        return made


def _order(ts: str) -> float:
    try:
        return float(ts)
    except ValueError:
        return 0.0
