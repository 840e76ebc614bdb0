"""From a table that a host sends to rows that can be judged."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final

from django.utils.translation import gettext as _

from gilde.communities.enums import RowResult
from gilde.communities.forms.addresses import read_address
from gilde.communities.queries.batch import ListRow
from gilde.core.tables import Row, UnreadableTable, read_table

MOST_ROWS: Final = 2_000
_NAME_LENGTH: Final = 120
_EMAIL: Final = ("email", "e mail", "mail", "emailadres", "e mailadres", "mailadres", "email address", "e mail address",
                 "email adres", "e mail adres", "emailaddress")  # fmt: skip
_NAME: Final = ("name", "naam", "full name", "volledige naam", "fullname", "weergavenaam", "display name")
_FIRST: Final = ("first name", "firstname", "voornaam", "given name", "roepnaam")
_MIDDLE: Final = ("tussenvoegsel", "tussenvoegsels", "prefix", "infix")
_LAST: Final = ("last name", "lastname", "achternaam", "surname", "family name")
_FORMULA: Final = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")


@dataclass(frozen=True)
class _Columns:
    email: int
    names: Sequence[int]


def read_people(stream: BinaryIO) -> list[ListRow]:
    """The people in a CSV file; what cannot be used says so in its own row.

    Raises:
        UnreadableTable: no table, no column with addresses, or nobody in it.
    """
    rows = read_table(stream, most_rows=MOST_ROWS)
    if not rows:
        raise UnreadableTable(_("This file is empty."))
    columns, start = _columns(rows[0])
    people = [_person(row, columns) for row in rows[start:]]
    if not people:
        raise UnreadableTable(_("This file has column names but no people. Add a row for each person."))
    return people


def _columns(head: Row) -> tuple[_Columns, int]:
    """Where addresses and names stand, and the first row with a person."""
    for index, cell in enumerate(head.cells):
        if read_address(cell):  # no heading: a bare list of addresses
            return _Columns(index, [other for other in range(min(len(head.cells), 2)) if other != index]), 0
    places: Mapping[str, int] = {_plain(cell): index for index, cell in reversed(list(enumerate(head.cells)))}
    email = _first(places, _EMAIL)
    if email is None:
        raise UnreadableTable(_("There is no column “email” in this file. Give the column with addresses that name."))
    name = _first(places, _NAME)
    if name is not None:
        return _Columns(email, [name]), 1
    parts = [_first(places, words) for words in (_FIRST, _MIDDLE, _LAST)]
    return _Columns(email, [index for index in parts if index is not None]), 1


def _first(places: Mapping[str, int], words: Sequence[str]) -> int | None:
    return next((places[word] for word in words if word in places), None)


def _plain(text: str) -> str:
    letters = "".join(letter if letter.isalnum() else " " for letter in unicodedata.normalize("NFKC", text).lower())
    return " ".join(letters.split())


def _person(row: Row, columns: _Columns) -> ListRow:
    raw = row.cell(columns.email)
    email = read_address(raw)
    name = " ".join(filter(None, (row.cell(index) for index in columns.names)))[:_NAME_LENGTH]
    note = ""
    if name.startswith(_FORMULA):
        name, note = "", _("The name was left out because it looks like a formula.")
    if row.trouble:
        return ListRow(row.line, name, email or raw[:254], RowResult.BAD_ROW, row.trouble)
    if not raw:
        return ListRow(row.line, name, "", RowResult.NO_ADDRESS)
    if not email:
        return ListRow(row.line, name, raw[:254], RowResult.BAD_ADDRESS)
    return ListRow(row.line, name, email, note=note)
