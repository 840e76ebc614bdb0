"""Which format an export is in, by what is in it."""

from __future__ import annotations

import gzip
import re
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol

from gilde.core.files.archive import BROKEN
from gilde.gateways.portability.readers.pack import Pack, Unopenable, open_pack
from gilde.gateways.portability.records import UnreadableFile

# What hosts can send; the neutral format is left to the operator, who writes the program that makes it.
FOR_HOSTS: Final = ("members", "markdown", "slack", "discourse", "mbox", "stackexchange")
_LOOKED_AT: Final = 20  # files of an archive
_BEGINNING: Final = 65_536  # bytes
_DAY: Final = re.compile(r"(?:^|/)\d{4}-\d\d-\d\d\.json$")


class HasFile(Protocol):
    """What is looked at."""

    @property
    def file(self) -> Path:
        """The export as it was sent."""


def guess_format(export: HasFile) -> str:
    """One of :data:`FOR_HOSTS`, or empty when it is none of them. Raises UnreadableFile for an archive that is none."""
    path = export.file
    if zipfile.is_zipfile(path):
        with open_pack(path) as pack:
            return _of_pack(pack)
    name = path.name.lower()
    if name.endswith(".zip"):
        raise UnreadableFile(f"{path.name} is no folder and no ZIP, or it is damaged.")
    start = _beginning(path)
    if start.startswith(b"From "):
        return "mbox"
    if name.endswith((".md", ".markdown")):
        return ""  # one page is no export: the reader wants the folder
    if b"\0" not in start.replace(b"\xff\xfe", b"")[:2000] or start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        if name.startswith("queryresults"):
            return "stackexchange"
        if name.endswith((".csv", ".tsv", ".txt")):
            return "members"
    return ""


def _of_pack(pack: Pack) -> str:
    names = pack.names
    lower = [name.lower() for name in names]

    def has(test: Callable[[str], object]) -> bool:
        return any(test(name) for name in lower)

    if has(lambda name: re.search(r"(?:^|/)(?:posts\.xml(?:\.gz)?|queryresults[^/]*\.csv)$", name)):
        return "stackexchange"
    if has(lambda name: name.endswith("users.json")) and has(_DAY.search):
        return "slack"
    if has(lambda name: name.endswith((".md", ".markdown", ".mdx"))):
        return "markdown"
    if any(_holds(pack, name, b"post_stream") for name in [n for n in names if n.endswith(".json")][:_LOOKED_AT]):
        return "discourse"
    if has(lambda name: name.endswith((".mbox", ".mbox.gz", ".mbx"))) or any(
        _beginning_in(pack, name).startswith(b"From ") for name in names[:_LOOKED_AT]
    ):
        return "mbox"
    return ""


def _beginning(path: Path) -> bytes:
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
            return stream.read(_BEGINNING)
    except (OSError, EOFError, zlib.error):
        raise UnreadableFile(f"{path.name} is damaged.") from None


def _beginning_in(pack: Pack, name: str) -> bytes:
    try:
        with pack.open(name) as stream:
            start = stream.read(_BEGINNING)
        return zlib.decompressobj(31).decompress(start, _BEGINNING) if name.endswith(".gz") else start
    except BROKEN:
        return b""


def _holds(pack: Pack, name: str, word: bytes) -> bool:
    try:
        return word in pack.read(name, 4 * 1024**2)
    except Unopenable:
        return False
