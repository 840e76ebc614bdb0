"""The mails of one or many mbox files, unpacked one after the other into a temporary file, to be read at any place."""

import gzip
import re
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final, cast

from gilde.gateways.portability.readers.pack import MOST_BYTES, Unopenable, open_pack
from gilde.gateways.portability.records import UnreadableFile

MOST_MAIL: Final = 25 * 1024**2  # bytes of one mail
_LINE: Final = 65_536
_CHUNK: Final = 1024**2
_MAILBOX: Final = re.compile(r"(?:\.(?:mbox|mbx|txt|eml)|(?:^|/)[^./]+)(?:\.gz)?$", re.IGNORECASE)
_START: Final = re.compile(rb"From \S.{0,400}\d{1,2}:\d\d(?::\d\d)?\s.{0,40}\d{4}\b.{0,20}$")
_HEADER: Final = re.compile(rb"[A-Za-z][A-Za-z0-9-]{0,70}:|>From |\s")
_SURE_HEADER: Final = re.compile(rb"(?:From|To|Date|Subject|Message-ID|Received|Return-Path): \S", re.IGNORECASE)
_SWELLING: Final = 100


class Spool:
    """What was unpacked; gone with the object. ``damaged`` names files that broke off."""

    def __init__(self, path: Path) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile(prefix="gilde-import-")  # noqa: SIM115 - open as long as this
        self.damaged: list[tuple[str, str]] = []
        self._size = 0
        if path.is_dir() or path.suffix.lower() == ".zip":
            with open_pack(path) as pack:
                self.damaged += pack.refused
                for name in pack.names:
                    if _MAILBOX.search(name):
                        with pack.open(name) as stream:
                            self._take(name, stream)
        else:
            try:
                with path.open("rb") as stream:
                    self._take(path.name, stream)
            except OSError as error:
                raise UnreadableFile(f"{path.name} cannot be opened: {error.strerror or error}.") from None

    def mails(self) -> Iterator[tuple[int, int]]:
        """(offset, length) of each mail, its separator line included."""
        start, offset = -1, 0
        blank = stands_free = True
        candidate = -1
        self._file.seek(0)
        while line := self._file.readline(_LINE):
            if candidate >= 0:
                if (_HEADER if stands_free else _SURE_HEADER).match(line):
                    if start >= 0:
                        yield start, candidate - start
                        self._file.seek(offset + len(line))
                    start = candidate
                candidate = -1
            elif line.startswith(b"From ") and _START.match(line.rstrip(b"\r\n")):
                candidate, stands_free = offset, blank  # archives forget the empty line before it now and then
            blank = not line.strip()
            offset += len(line)
        if start >= 0:
            yield start, offset - start

    def read(self, offset: int, length: int) -> bytes:
        """A piece of it, shortened to the most that one mail may have."""
        self._file.seek(offset)
        return self._file.read(min(length, MOST_MAIL))

    def _take(self, name: str, stream: IO[bytes]) -> None:
        packed = name.lower().endswith(".gz")
        source = cast(IO[bytes], gzip.open(stream)) if packed else stream  # noqa: SIM115 - the caller closes it
        taken = 0
        try:
            while chunk := source.read1(_CHUNK):  # type: ignore[attr-defined]  # what is whole, up to a break
                self._file.write(chunk)
                taken += len(chunk)
                self._size += len(chunk)
                if self._size > MOST_BYTES:
                    raise UnreadableFile(f"{name} would take more than 8 GB unpacked.", code="large")
                if packed and taken > 64 * _CHUNK and taken > _SWELLING * stream.tell():
                    raise Unopenable("entry_swells")
        except Unopenable as error:
            self.damaged.append((name, error.code))
        except (EOFError, OSError, zlib.error, ValueError, RuntimeError):
            self.damaged.append((name, "entry_broken_off" if taken else "entry_broken"))
        self._file.write(b"\n\n")
        self._size += 2
