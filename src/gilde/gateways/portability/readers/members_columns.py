"""What the columns of a member list are called, in Dutch and English and in the exports of other products.

The names come from member exports of LinkedIn, Slack, Discourse, Meetup, Eventbrite, Luma and Mailchimp and from the
spreadsheets of Dutch associations. A name counts without its case, accents, spaces and punctuation.
"""

import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gilde.gateways.portability.readers.csv_rows import read_rows

DELIMITERS = (",", ";", "\t", "|")
_HEADER_WITHIN = 30  # rows; exports may begin with notes

# Within a field the order is the preference: where a list has both, the earlier one is read.
COLUMN_NAMES: Mapping[str, tuple[str, ...]] = {
    "name": (
        "name",
        "fullname",
        "naam",
        "volledigenaam",
        "displayname",
        "weergavenaam",
        "membername",
        "naamlid",
        "lid",
    ),
    "first_name": ("firstname", "voornaam", "roepnaam", "givenname", "voornamen", "voorletters", "initials"),
    "name_prefix": ("tussenvoegsel", "tussenvoegsels", "voorvoegsel", "voorvoegsels", "infix", "lastnameprefix"),
    "last_name": ("lastname", "achternaam", "surname", "familyname", "familienaam"),
    "username": ("username", "gebruikersnaam", "handle"),
    "email": (
        *("email", "emailaddress", "emailadres", "emailadress", "mail", "mailadres", "mailaddress", "primaryemail"),
        *("emailprive", "priveemail", "emailwerk", "emailzakelijk", "zakelijkemailadres", "email1", "email1value"),
    ),
    "organisation": (
        *("organisation", "organization", "organisatie", "company", "companyname", "bedrijf", "bedrijfsnaam"),
        *("werkgever", "employer", "organisatienaam", "instelling", "school", "praktijk"),
    ),
    "headline": ("headline", "functie", "position", "jobtitle", "functietitel", "title", "beroep", "functienaam"),
    "about": ("about", "aboutme", "bio", "biography", "biografie", "summary", "overmij", "samenvatting"),
    "location": (
        *("location", "locatie", "place", "plaats", "woonplaats", "city", "stad", "standplaats", "vestigingsplaats"),
        *("geolocation", "region", "regio", "provincie"),
    ),
    "member_id": (
        *("memberid", "userid", "lidnummer", "lidnr", "ledennummer", "lidmaatschapsnummer", "membernumber"),
        *("relatienummer", "relatienr", "relatieid", "id", "sourceid", "attendee"),
    ),
    "joined": (
        *("joined", "joinedat", "joinedon", "joinedgroupon", "membersince", "joindate", "lidsinds", "lidvanaf"),
        *("datumlid", "inschrijfdatum", "aanmelddatum", "ingangsdatum", "createdat", "optintime"),
    ),
    "website": ("website", "websites", "homepage", "site", "webadres", "weblog", "blog", "url"),
    "linkedin": ("linkedin", "linkedinurl", "linkedinprofiel", "linkedinprofile", "linkedinpagina"),
    "status": ("status", "lidstatus", "memberstatus"),
    "phone": (
        *("phone", "phonenumber", "telefoon", "telefoonnummer", "mobile", "mobilephone", "mobiel", "mobielnummer"),
        *("gsm", "tel", "telnr", "mobielenummer", "telefoonprive", "telefoonwerk"),
    ),
}
WHO_FIELDS = frozenset({"name", "first_name", "last_name", "username", "email"})
_FIELD_BY_NAME = {name: field for field, names in COLUMN_NAMES.items() for name in names}


@dataclass(frozen=True)
class Layout:
    """Where the rows of a member list begin and which column holds what."""

    delimiter: str
    header_line: int
    header: tuple[str, ...]
    places: Mapping[str, int]  # field → index of its column
    unused: tuple[str, ...]  # columns that are not taken over
    doubled: tuple[tuple[str, str], ...]  # column, and the column that is read instead of it


def find_layout(sample: str) -> Layout | None:
    """The layout of a member list from its beginning; None when no row in it names a person's columns."""
    best: Layout | None = None
    for delimiter in DELIMITERS:
        for number, row in enumerate(read_rows(io.StringIO(sample, newline=""), delimiter)):
            if number == _HEADER_WITHIN:
                break
            layout = _read_as_header(delimiter, row.line, row.cells)
            if layout.places.keys() & WHO_FIELDS and (best is None or len(layout.places) > len(best.places)):
                best = layout
    return best


def first_cells(sample: str) -> str:
    """The beginning of the first row with content, for the sentence about a file without a header."""
    for row in read_rows(io.StringIO(sample, newline=""), ","):
        if not row.is_blank:
            return ", ".join(cell.strip() for cell in row.cells[:8])[:120]
    return ""


def _read_as_header(delimiter: str, line: int, cells: Sequence[str]) -> Layout:
    header = tuple(cell.strip().lstrip("\ufeff")[:80] for cell in cells)
    candidates: dict[str, list[int]] = {}
    unused = []
    for index, cell in enumerate(header):
        field = _FIELD_BY_NAME.get(_plain(cell))
        if field is None or field == "phone":
            unused.append(cell)
        else:
            candidates.setdefault(field, []).append(index)
    places, doubled = {}, []
    for field, indexes in candidates.items():
        names = COLUMN_NAMES[field]
        first, *others = sorted(indexes, key=lambda index: (names.index(_plain(header[index])), index))
        places[field] = first
        doubled += [(header[index], header[first]) for index in others]
    return Layout(delimiter, line, header, places, tuple(cell for cell in unused if cell), tuple(doubled))


def is_phone(column: str) -> bool:
    """Whether a column of this name holds telephone numbers, which are never taken over."""
    return _FIELD_BY_NAME.get(_plain(column)) == "phone"


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text[:80].casefold())
    return re.sub(r"[^a-z0-9]+", "", decomposed)
