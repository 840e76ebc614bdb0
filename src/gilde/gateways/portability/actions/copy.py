"""A copy of what a host sent, in a folder of its own, after a look at what it would become."""

from __future__ import annotations

import gzip
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from django.core.files.storage import default_storage

from gilde.core.files.archive import BROKEN
from gilde.gateways.portability.models import ImportUpload
from gilde.gateways.portability.readers.pack import Pack, open_pack

MOST_UNPACKED: Final = 2_000_000_000  # bytes of everything in it, packed twice included
_TABLE: Final = re.compile(r"(?:^|/)(?:\w+\.xml(?:\.gz)?|QueryResults[^/]*\.csv(?:\.gz)?)$", re.IGNORECASE)
_UNSAFE: Final = re.compile(r"[^\w.() -]+")
_CHUNK: Final = 1024 * 1024


class Unfit(Exception):
    """What was sent cannot be used; ``code`` is among :data:`~gilde.gateways.portability.queries.upload.TROUBLES`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Copy:
    """The file, and the folder for what a reader needs unpacked."""

    file: Path
    folder: Path

    def readable(self, format: str) -> Path:
        """What the reader of this format is given. Raises :class:`Unfit`, UnreadableFile."""
        if format != "stackexchange":
            return self.file
        target = self.folder / self.file.stem
        if not target.exists():
            target.mkdir()
            if zipfile.is_zipfile(self.file):
                with open_pack(self.file) as pack:
                    _unpack_tables(pack, target)
            else:
                shutil.copyfile(self.file, target / self.file.name)
        return target


@contextmanager
def working_copy(upload: ImportUpload) -> Iterator[Copy]:
    """The export as a local file. Raises :class:`Unfit` when it is gone, or too much when unpacked."""
    with tempfile.TemporaryDirectory(prefix="gilde-import-") as folder:
        root = Path(folder)
        (root / "file").mkdir()
        (root / "unpacked").mkdir()
        file = root / "file" / file_name(upload.name)
        try:
            with default_storage.open(upload.path) as source, file.open("wb") as target:
                shutil.copyfileobj(source, target, _CHUNK)
        except (FileNotFoundError, ValueError):
            raise Unfit("gone") from None
        _require_size(file)
        yield Copy(file, root / "unpacked")


def file_name(name: str) -> str:
    """A name that stays in its folder; readers look at its ending, and guess a site by it."""
    return _UNSAFE.sub("_", name.replace("\\", "/").rpartition("/")[2]).strip(". ")[-100:] or "export"


def _require_size(file: Path) -> None:
    """Everything that a reader would unpack, counted without keeping it."""
    total = 0
    try:
        if zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as archive:
                total = sum(entry.file_size for entry in archive.infolist())
                for entry in archive.infolist() if total <= MOST_UNPACKED else ():
                    if entry.filename.lower().endswith(".gz") and not entry.flag_bits & 1:
                        with archive.open(entry) as stream:
                            total += _unpacked(stream, MOST_UNPACKED - total)
        elif file.suffix == ".gz":
            with file.open("rb") as stream:
                total = _unpacked(stream, MOST_UNPACKED)
    except BROKEN:
        return  # its reader says what is wrong with it
    if total > MOST_UNPACKED:
        raise Unfit("large")


def _unpacked(stream: IO[bytes], most: int) -> int:
    size = 0
    with gzip.open(stream) as unpacked:
        while size <= most and (chunk := unpacked.read(_CHUNK)):
            size += len(chunk)
    return size


def _unpack_tables(pack: Pack, target: Path) -> None:
    """The tables of a dump beside each other; whatever else there is stays packed."""
    tables = [name for name in pack.names if _TABLE.search(name)]
    roots = {name.rpartition("/")[0] for name in tables if re.search(r"(?i)(?:^|/)(?:Posts\.xml|QueryResults)", name)}
    root = min(roots, key=lambda each: (each.count("/"), each), default="")
    left = MOST_UNPACKED
    for name in tables:
        folder, _, plain = name.rpartition("/")
        if folder != root:
            continue
        try:
            with pack.open(name) as source, (target / file_name(plain)).open("wb") as copy:
                while chunk := source.read(_CHUNK):
                    left -= len(chunk)
                    if left < 0:
                        raise Unfit("large")
                    copy.write(chunk)
        except BROKEN:
            raise Unfit("damaged") from None
