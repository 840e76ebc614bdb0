"""An export that is many files, in a folder or in a ZIP: opened alike, and never trusted.

Nothing is unpacked to disk. A name that would lead out of the export, a link, a locked entry and what swells beyond
measure are passed over and named in :attr:`Pack.refused`; an archive that is no archive, or has too much of everything,
is refused as a whole with one sentence.
"""

import os
import re
import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from gilde.core.files.archive import BROKEN
from gilde.gateways.portability.readers.plain_text import one_line
from gilde.gateways.portability.records import Problem, UnreadableFile

MOST_IN_ZIP: Final = 20_000  # entries; a folder may have more, as nobody uploads one
MOST_IN_FOLDER: Final = 500_000
MOST_BYTES: Final = 8 * 1024**3  # of an archive, unpacked
_MOST_SWELLING: Final = 200  # times its packed size
_SMALL: Final = 4 * 1024**2  # bytes; whatever swells to less is harmless
_LONGEST_NAME: Final = 400
_IGNORED: Final = re.compile(r"(?:^|/)(?:__MACOSX|\.(?!\.(?:/|$))[^/]+|Thumbs\.db|node_modules)(?:/|$)")


def gettext_noop(sentence: str) -> str:
    """Marks a sentence for extraction; the report translates it when it is shown."""
    return sentence


SENTENCES: Final = {
    "entry_leads_out": gettext_noop("The name of this file leads out of the export, so it was not opened."),
    "entry_is_link": gettext_noop("This is a link to another file; links are not followed."),
    "entry_locked": gettext_noop("This file has a password."),
    "entry_swells": gettext_noop("This file becomes more than two hundred times as large when it is unpacked."),
    "entry_broken": gettext_noop("This file is damaged and cannot be read."),
    "entry_broken_off": gettext_noop("This file is damaged. Everything before the damage was read."),
    "entry_too_long": gettext_noop("This file is larger than %(megabytes)s MB."),
    "encoding_assumed": gettext_noop("This file is not UTF-8; it was read as Western European text."),
    "not_json": gettext_noop("This file is not JSON."),
}
ABOUT_FILES: Final = frozenset({*SENTENCES, "no_topic"})
"""Codes of problems with a whole file: their ``source_id`` is its name."""


class Unopenable(Exception):
    """One file of the export cannot be read; ``code`` is among :data:`SENTENCES`."""

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(code)
        self.code, self.values = code, values


class Pack:
    """The files of an export by name, sorted; names have forward slashes and no beginning one."""

    def __init__(self, path: Path, archive: zipfile.ZipFile | None) -> None:
        self._path, self._archive = path, archive
        self.refused: list[tuple[str, str]] = []
        self._entries = dict(_of_zip(archive, path, self.refused) if archive else _of_folder(path, self.refused))
        self.names = sorted(self._entries)

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def size(self, name: str) -> int:
        """The bytes that a file says it has."""
        return self._entries[name]

    def read(self, name: str, most: int) -> bytes:
        """The content of a file. Raises :class:`Unopenable`, also when it has more than ``most`` bytes."""
        try:
            with self.open(name) as stream:
                content = stream.read(most + 1)
        except BROKEN:
            raise Unopenable("entry_broken") from None
        if len(content) > most:
            raise Unopenable("entry_too_long", megabytes=max(1, most // 1024**2))
        return content

    def open(self, name: str) -> IO[bytes]:
        """A file as a stream; what goes wrong while reading it is up to the caller."""
        if self._archive is not None:
            return self._archive.open(name)
        return (self._path / name).open("rb")

    def problems(self, source: str) -> Iterator[Problem]:
        """What was passed over, for the report."""
        for name, code in self.refused:
            yield Problem(source=source, source_id=one_line(name)[:200] or "?", code=code)


@contextmanager
def open_pack(path: Path) -> Iterator[Pack]:
    """The export at ``path``. Raises :class:`UnreadableFile` with a sentence when it is no folder and no ZIP."""
    if path.is_dir():
        yield Pack(path, None)
        return
    try:
        archive = zipfile.ZipFile(path)
    except OSError as error:
        raise UnreadableFile(f"{path.name} cannot be opened: {error.strerror or error}.") from None
    except BROKEN:
        raise UnreadableFile(f"{path.name} is no folder and no ZIP, or it is damaged.") from None
    with archive:
        yield Pack(path, archive)


def decoded(content: bytes) -> tuple[str, bool]:
    """The text of a file, and whether its encoding had to be assumed."""
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"", "utf-8-sig")):
        if content.startswith(mark):
            try:
                return content.decode(encoding), False
            except UnicodeDecodeError:
                continue
    return content.decode("cp1252", "replace"), True


def _of_zip(archive: zipfile.ZipFile, path: Path, refused: list[tuple[str, str]]) -> Iterator[tuple[str, int]]:
    entries = archive.infolist()
    if len(entries) > MOST_IN_ZIP:
        raise UnreadableFile(
            f"{path.name} has {len(entries)} files; a ZIP may have {MOST_IN_ZIP}. Unpack it and import the folder.",
            code="large",
        )
    if sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise UnreadableFile(
            f"{path.name} would take more than 8 GB unpacked. Unpack it and import the folder.", code="large"
        )
    for entry in entries:
        if entry.is_dir() or _IGNORED.search(entry.filename):
            continue
        if code := _trouble(entry):
            refused.append((entry.filename, code))
        else:
            yield entry.filename, entry.file_size


def _trouble(entry: zipfile.ZipInfo) -> str:
    name = entry.filename
    if (
        name.startswith(("/", "\\"))
        or re.match(r"[A-Za-z]:", name)
        or ".." in name.replace("\\", "/").split("/")
        or len(name) > _LONGEST_NAME
        or not name.isprintable()
    ):
        return "entry_leads_out"
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "entry_is_link"
    if entry.flag_bits & 1:
        return "entry_locked"
    if entry.file_size > max(_SMALL, entry.compress_size * _MOST_SWELLING):
        return "entry_swells"
    return ""


def _of_folder(root: Path, refused: list[tuple[str, str]]) -> Iterator[tuple[str, int]]:
    seen = 0
    for folder, below, files in os.walk(root):
        below[:] = [each for each in below if not _IGNORED.search(each)]
        for each in files:
            path = Path(folder) / each
            name = path.relative_to(root).as_posix()
            if _IGNORED.search(name):
                continue
            seen += 1
            if seen > MOST_IN_FOLDER:
                raise UnreadableFile(f"{root.name} has more than {MOST_IN_FOLDER} files.", code="large")
            if path.is_symlink() or not path.is_file():
                refused.append((name, "entry_is_link"))
            elif not name.isprintable():
                refused.append((name, "entry_leads_out"))
            else:
                yield name, path.stat().st_size
