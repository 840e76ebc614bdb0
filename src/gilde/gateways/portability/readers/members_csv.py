"""Reader of member lists: one CSV row, one person.

Who a row is: its e-mail address, else the member number of the list, else name and organisation together. The same
person twice is reported and never merged. The numbers and addresses themselves stay out of ``source_id``: it holds a
digest, so that an erased person's address is not kept in it.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from gilde.gateways.portability.readers.csv_rows import Row, read_rows
from gilde.gateways.portability.readers.csv_text import Encoding, open_text
from gilde.gateways.portability.readers.dates import is_ambiguous, parse_day_first, parse_iso
from gilde.gateways.portability.readers.members_columns import Layout, find_layout, first_cells, is_phone
from gilde.gateways.portability.readers.members_sentences import SENTENCES
from gilde.gateways.portability.readers.plain_text import one_line, storable, web_address
from gilde.gateways.portability.records import Person, Problem, Record, UnreadableFile

_SAMPLE = 65_536
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,63}")
_FORMULA = re.compile(r"\s*[=+\-@\t\r＝＋－＠]")
_NUMBER = re.compile(r"\s*[-+]?[\d\s().,/%-]*\s*")
_NOTHING = frozenset({"-", "--", "n/a", "#n/a", "na", "<na>", "null", "none", "nvt", "n.v.t.", "geen", "onbekend"})
_NO_LONGER = frozenset({"deactivated", "inactive", "deleted", "inactief", "opgezegd", "uitgeschreven", "geroyeerd"})
_SEPARATOR_LINE = re.compile(r"sep=.?", re.IGNORECASE)


class MembersCsvReader:
    """Reads a member list; ``site`` names the list or register, so that two lists' member numbers stay apart."""

    name = "members"
    licence = ""
    sentences: Mapping[str, str] = SENTENCES

    def __init__(self, *, site: str | None = None) -> None:
        self.source = one_line(site or "") or "members"

    def count(self, path: Path) -> int | None:
        """About how many rows the file has, judged by its beginning; None when that cannot be said."""
        if path.suffix == ".gz":
            return None
        with open_text(path) as (stream, _):
            sample = stream.read(_SAMPLE)
            size = len(sample.encode(stream.encoding, "replace"))
        lines = max(1, sample.count("\n") or sample.count("\r"))
        return max(1, round(lines * path.stat().st_size / max(1, size)) - 1)

    def read(self, path: Path) -> Iterator[Record]:
        """The people of the list in its order, and per row what could not be taken over.

        Raises :class:`UnreadableFile` with a sentence when it is no member list.
        """
        with open_text(path) as (stream, encoding):
            sample = stream.read(_SAMPLE)
        layout = find_layout(sample)
        if layout is None:
            raise UnreadableFile(
                f"{path.name} has no column with a name or an email address in its first rows. It begins with: "
                f"{first_cells(sample)}. Give the columns a heading such as Name or Naam, and E-mail.",
                code="columns",
            )
        with open_text(path) as (stream, _):
            rows = read_rows(stream, layout.delimiter)
            yield from self._about_file(encoding, layout, rows)
            yield from _RowReader(self.source, layout).read(rows)

    def rewrite_inner_links(self, text: str, source: str, resolve: Callable[[str], str | None]) -> str:  # noqa: ARG002
        """The text unchanged: a member list links to nothing of its own."""
        return text

    def _about_file(self, encoding: Encoding, layout: Layout, rows: Iterator[Row]) -> Iterator[Problem]:
        """Reads up to the header and reports once what holds for the whole file."""
        before = [row for row in _until(rows, layout.header_line) if not row.is_blank]
        if before and _SEPARATOR_LINE.fullmatch(layout.delimiter.join(before[0].cells).strip()):
            before = before[1:]
        if encoding.is_assumed:
            yield self._file_problem("encoding_assumed", "", left_out=False, encoding=encoding.name)
        if before:
            yield self._file_problem("lines_before_header", "", lines=len(before))
        for column in layout.unused:
            code = "phone_left_out" if is_phone(column) else "column_left_out"
            yield self._file_problem(code, one_line(column), column=one_line(column))
        for column, read_instead in layout.doubled:
            yield self._file_problem("column_twice", one_line(column), column=one_line(column), other=read_instead)

    def _file_problem(self, code: str, field: str, *, left_out: bool = True, **values: str | int) -> Problem:
        kept = {name: one_line(value) if isinstance(value, str) else value for name, value in values.items()}
        return Problem(
            source=self.source, source_id="file", code=code, field=field, values=kept, row=1, left_out=left_out
        )


class _RowReader:
    """The rows of one list: remembers, as digests only, who has been seen."""

    def __init__(self, source: str, layout: Layout) -> None:
        self.source = source
        self.layout = layout
        self.seen: set[bytes] = set()
        self.names: set[bytes] = set()
        self.names_without_identity: set[bytes] = set()
        self.said_day_first = False

    def read(self, rows: Iterator[Row]) -> Iterator[Record]:
        for row in rows:
            if row.trouble:
                yield self._problem(row, row.trouble, last_line=row.last_line)
            elif not row.is_blank:
                yield from self._read_row(row)

    def _read_row(self, row: Row) -> Iterator[Record]:
        width = len(self.layout.header)
        if any(cell.strip() for cell in row.cells[width:]):
            yield self._problem(row, "too_many_cells", cells=len(row.cells), columns=width)
            return
        if len(row.cells) < width:
            yield self._problem(row, "too_few_cells", left_out=False, cells=len(row.cells), columns=width)
        yield from self._remarks(row)
        email, name = self._cell(row, "email"), self._name(row)
        if _unknown(email):
            email = ""
        email = email.removeprefix("mailto:").casefold()
        if email and (len(email) > 254 or ".." in email or not _EMAIL.fullmatch(email)):
            yield self._problem(row, "bad_email", "email", value=email[:80])
            return
        if self._cell(row, "status").casefold() in _NO_LONGER:
            yield self._problem(row, "no_longer_member", "status", value=self._cell(row, "status")[:80], name=name[:80])
            return
        organisation, member_id = self._known(row, "organisation"), self._known(row, "member_id")
        if not (email or name):
            yield self._problem(row, "nobody_named")
            return
        by, identity = _identity(email, member_id, name, organisation)
        if identity in self.seen:
            yield self._problem(row, f"same_{by}_twice", by, name=(name or email)[:80])
            return
        if self._name_is_doubtful(name, by):
            yield self._problem(row, "same_name_elsewhere", "name", left_out=False, name=name[:80])
        self.seen.add(identity)
        yield from self._person(row, f"{by}-{identity.hex()}", name, email, organisation)

    def _person(self, row: Row, source_id: str, name: str, email: str, organisation: str) -> Iterator[Record]:
        joined = self._known(row, "joined")
        joined_at = parse_iso(joined) or parse_day_first(joined)
        if joined and not joined_at:
            yield self._problem(row, "bad_date", "joined", left_out=False, value=joined[:80])
        if not self.said_day_first and is_ambiguous(joined):
            self.said_day_first = True
            yield self._problem(row, "day_first_assumed", "joined", left_out=False, value=joined)
        website, links = "", []
        for field in ("website", "linkedin"):
            text = self._known(row, field)
            if text.startswith("[") and (within := re.search(r"https?://[^\s,\]]+", text)):
                text = within[0]
            address = web_address(text)
            if address is None:
                yield self._problem(row, "bad_address", field, left_out=False, value=text[:80])
            elif re.match(r"https?://(?:[\w-]+\.)*linkedin\.com/", address):
                links.append(address)
            else:
                website = website or address
        yield Person(
            source=self.source,
            source_id=source_id,
            row=row.line,
            name=name or None,
            email=email or None,
            headline=self._known(row, "headline"),
            about=storable(self._raw(row, "about")).strip(),
            location=self._known(row, "location"),
            website=website,
            links=tuple(dict.fromkeys(links)),
            joined_at=joined_at,
            organisation=organisation,
            is_system=self._cell(row, "status").casefold() == "bot",
        )

    def _remarks(self, row: Row) -> Iterator[Problem]:
        for field, index in self.layout.places.items():
            cell = row.cells[index] if index < len(row.cells) else ""
            if not cell:
                continue
            if _FORMULA.match(cell) and not _unknown(cell.strip()) and not _NUMBER.fullmatch(cell):
                yield self._problem(row, "formula_cell", field, left_out=False, value=one_line(cell)[:80])
            if "\0" in cell or "\ufffd" in cell:
                yield self._problem(row, "broken_characters", field, left_out=False, value=one_line(cell)[:80])

    def _name(self, row: Row) -> str:
        full, first = self._cell(row, "name"), self._cell(row, "first_name")
        last = self._cell(row, "last_name")
        if full and first and not last and first.casefold() not in full.casefold():
            full, last = "", full  # Voornaam, Tussenvoegsel, Naam
        parts = (first, self._cell(row, "name_prefix"), last)
        return full or " ".join(part for part in parts if part) or self._cell(row, "username")

    def _name_is_doubtful(self, name: str, by: str) -> bool:
        """Whether someone of this name came before, and name is all that one of the two is known by."""
        if not name:
            return False
        digest = _digest("name", name)
        before, nameless = digest in self.names, digest in self.names_without_identity
        self.names.add(digest)
        if by == "name":
            self.names_without_identity.add(digest)
        return before and (by == "name" or nameless)

    def _raw(self, row: Row, field: str) -> str:
        index = self.layout.places.get(field)
        return row.cells[index] if index is not None and index < len(row.cells) else ""

    def _cell(self, row: Row, field: str) -> str:
        return one_line(self._raw(row, field))

    def _known(self, row: Row, field: str) -> str:
        text = self._cell(row, field)
        return "" if _unknown(text) else text

    def _problem(self, row: Row, code: str, field: str = "", *, left_out: bool = True, **values: str | int) -> Problem:
        return Problem(
            source=self.source,
            source_id=f"line-{row.line}",
            row=row.line,
            code=code,
            field=field,
            values={name: one_line(value) if isinstance(value, str) else value for name, value in values.items()},
            left_out=left_out,
        )


def _identity(email: str, member_id: str, name: str, organisation: str) -> tuple[str, bytes]:
    if email:
        return "email", _digest("email", email)
    if member_id:
        return "id", _digest("id", member_id)
    return "name", _digest("name and organisation", name, organisation)


def _digest(*parts: str) -> bytes:
    plain = "\0".join(unicodedata.normalize("NFKC", part).casefold() for part in parts)
    return hashlib.blake2b(plain.encode(), digest_size=16).digest()


def _unknown(text: str) -> bool:
    return text.casefold() in _NOTHING


def _until(rows: Iterator[Row], line: int) -> Iterator[Row]:
    for row in rows:
        if row.line >= line:
            return
        yield row
