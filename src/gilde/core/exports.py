"""What each room holds about one person, for that person to take along.

A room registers one exporter in its manifest. It gives records (rows of plain values that become a JSON file and a
page to read) and attachments (files of the person). The gateway that writes the ZIP asks for them one by one and
writes them as they come, so an exporter of many rows is a generator.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, TypeAlias

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Title: TypeAlias = "str | _StrPromise"


@dataclass(frozen=True)
class Rich:
    """A text as it was typed (for JSON) and as it is read (clean HTML, for the page)."""

    text: str
    html: str


@dataclass(frozen=True)
class Records:
    """Rows of one sort.

    Attributes:
        name: of the files: small letters and hyphens, for example ``contributions``.
        title: above the page, in the reader's language.
        rows: each row's values by name, in the order of reading: plain values, :class:`Rich`, dates, and lists or
            mappings of those.
        labels: names as a person reads them; a name without one is shown as it is.
    """

    name: str
    title: Title
    rows: Iterable[Mapping[str, object]]
    labels: Mapping[str, Title]


@dataclass(frozen=True)
class Attachment:
    """A file: its place in the ZIP under ``files/``, and how to open it. One that is gone raises FileNotFoundError."""

    path: str
    open: Callable[[], BinaryIO]


Part: TypeAlias = Records | Attachment
Exporter: TypeAlias = Callable[[int], Iterable[Part]]

_exporters: dict[str, tuple[int, Title, Exporter]] = {}


def register_exporter(room: str, title: Title, exporter: Exporter, *, order: int = 100) -> None:
    """Let ``exporter(person id)`` add what ``room`` holds about a person. ``title`` says on the page what that is."""
    _exporters[room] = (order, title, exporter)


def titles() -> list[Title]:
    """What an export holds, in words."""
    return [title for _order, title, _exporter in sorted(_exporters.values(), key=lambda entry: entry[0])]


def parts(person_id: int) -> Iterator[Part]:
    """Everything about this person, room by room."""
    for _order, _title, exporter in sorted(_exporters.values(), key=lambda entry: entry[0]):
        yield from exporter(person_id)
