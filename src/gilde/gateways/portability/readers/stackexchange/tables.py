"""The tables of a dump: one XML file each, plain or gzipped, or the CSV of the site's public query tool for posts.

Rows come one at a time and nothing is kept, so a file of many gigabytes costs no more memory than a small one.
"""

import gzip
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple, cast
from xml.parsers import expat

from gilde.gateways.portability.readers.csv_rows import read_rows
from gilde.gateways.portability.readers.csv_text import open_text
from gilde.gateways.portability.records import UnreadableFile

# The tables this reader knows, and the columns it takes something from.
USED_COLUMNS: dict[str, frozenset[str]] = {
    "Users": frozenset({"Id", "DisplayName", "CreationDate", "Location", "AboutMe", "WebsiteUrl"}),
    "Posts": frozenset(
        {
            *("Id", "PostTypeId", "ParentId", "AcceptedAnswerId", "CreationDate", "LastEditDate", "ClosedDate"),
            *("DeletionDate", "Title", "Body", "Tags", "OwnerUserId", "OwnerDisplayName", "ContentLicense"),
        }
    ),
    "Comments": frozenset(
        {"Id", "PostId", "UserId", "UserDisplayName", "Text", "CreationDate", "Score", "ContentLicense"}
    ),
    "PostHistory": frozenset({"Id", "PostId", "PostHistoryTypeId", "CreationDate", "Text", "Comment"}),
    "Votes": frozenset({"Id", "PostId", "VoteTypeId"}),
    "PostLinks": frozenset({"Id", "PostId", "RelatedPostId", "LinkTypeId", "CreationDate"}),
    "Tags": frozenset({"Id", "TagName", "ExcerptPostId", "WikiPostId"}),
}
_CHUNK = 65_536
_LARGEST_ROW = 16 * 1024 * 1024
_LONGEST_CELL = 1024 * 1024


class TableRow(NamedTuple):
    """One row: its columns by name (missing ones are not there), its line, and a code when it cannot be trusted."""

    columns: dict[str, str]
    line: int
    trouble: str = ""
    last_line: int = 0


class Tables:
    """The tables of one folder. What was read with ``tally`` is counted in ``rows_read``, the
    values that nobody takes in ``unused``."""

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            hint = (
                "Unpack it first."
                if folder.suffix.lower() in (".7z", ".zip")
                else "Give the folder that holds Posts.xml."
            )
            raise UnreadableFile(f"{folder.name} is not a folder with the tables of a dump. {hint}", code="nothing")
        self.files: dict[str, Path] = {}
        self.others: list[str] = []
        for path in sorted(folder.iterdir(), reverse=True):  # Posts.xml comes after Posts.xml.gz and wins
            if found := re.fullmatch(r"(\w+)\.xml(?:\.gz)?", path.name, re.IGNORECASE):
                known = {name.lower(): name for name in USED_COLUMNS}.get(found[1].lower())
                if known:
                    self.files[known] = path
                else:
                    self.others.append(found[1])
        if "Posts" not in self.files:
            exports = [each for each in folder.iterdir() if re.fullmatch(r"(?i)QueryResults.*\.csv(\.gz)?", each.name)]
            if not exports:
                raise UnreadableFile(
                    f"{folder.name} has no Posts.xml, and no QueryResults*.csv to take its place.", code="nothing"
                )
            self.files["Posts"] = min(exports)
        self.unused: dict[str, Counter[str]] = {}
        self.rows_read: Counter[str] = Counter()

    def has(self, table: str) -> bool:
        """Whether the folder has this table."""
        return table in self.files

    def rows(self, table: str, *, tally: bool = False) -> Iterator[TableRow]:
        """The rows of a table in the order of its file; none when it is missing.

        Raises :class:`UnreadableFile` with a sentence when the file is damaged.
        """
        if table not in self.files:
            return
        path, used = self.files[table], USED_COLUMNS[table]
        rows = _csv_rows(path) if ".csv" in path.name.lower() else _xml_rows(path)
        if not tally:
            yield from rows
            return
        unused = self.unused[table] = Counter()
        for row in rows:
            self.rows_read[table] += 1
            unused.update(row.columns.keys() - used)
            yield row


def _csv_rows(path: Path) -> Iterator[TableRow]:
    with open_text(path) as (stream, _):
        rows = read_rows(stream, ",", longest_cell=_LONGEST_CELL)
        header = [cell.strip() for cell in next(rows).cells]
        if "Id" not in header or "Body" not in header:
            raise UnreadableFile(f"{path.name} has no columns Id and Body in its first row.", code="nothing")
        for row in rows:
            if not row.is_blank:
                trouble = row.trouble or ("" if len(row.cells) == len(header) else "uneven_row")
                named = dict(zip(header, row.cells, strict=False))
                columns = {name: value for name, value in named.items() if value}
                yield TableRow(columns, row.line, trouble, row.last_line)


def _xml_rows(path: Path) -> Iterator[TableRow]:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    found: list[TableRow] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "row":
            found.append(TableRow(attributes, parser.CurrentLineNumber))

    def refuse(*_: object) -> None:
        raise UnreadableFile(f"{path.name} declares its own document type, which the tables of a dump never do.")

    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = refuse
    try:
        with cast(IO[bytes], gzip.open(path)) if path.suffix.lower() == ".gz" else path.open("rb") as stream:
            since_row = 0
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk, False)
                since_row = 0 if found else since_row + len(chunk)
                if since_row > _LARGEST_ROW:
                    raise UnreadableFile(f"{path.name} has a row of more than 16 MB.")
                yield from found
                found.clear()
            parser.Parse(b"", True)
            yield from found
    except expat.ExpatError as error:
        what = expat.errors.messages.get(error.code, "it is not XML")
        raise UnreadableFile(f"{path.name} is damaged at line {error.lineno}: {what}.") from None
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise UnreadableFile(f"{path.name} is damaged: its compressed content breaks off.") from None
    except (LookupError, ValueError) as error:
        raise UnreadableFile(f"{path.name} is damaged: {error}.") from None
    except OSError as error:
        raise UnreadableFile(f"{path.name} cannot be opened: {error.strerror or error}.") from None
