"""One page of a site: its front matter, its text, and what its name and place tell."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from gilde.gateways.portability.readers.dates import parse_day_first
from gilde.gateways.portability.readers.markdown.front_matter import divided, is_set, line_of, lines_of, moment_of
from gilde.gateways.portability.readers.plain_text import one_line, storable

MARKDOWN: Final = re.compile(r"\.(?:md|markdown|mdown|mkd)$", re.IGNORECASE)
MOST_PAGE: Final = 2 * 1024**2  # bytes
_NAMED_DATES: Final = ("date", "published", "pubdate", "publishdate", "created", "created_at", "datum", "eventdate")
_YEAR_FIRST: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)-(\d\d)-(\d\d)(?!\d)")
_DAY_FIRST: Final = re.compile(r"(?<!\d)\d{1,2}[- ](?:\d{1,2}|[^\W\d_]{3,12})[- ](?:19|20)\d\d(?!\d)")
_FOLDERS: Final = re.compile(r"/((?:19|20)\d\d)(?:/(\d\d)(?:/(\d\d))?)?/")
_HEADING: Final = re.compile(r"\s*#[ \t]+(.+?)[ \t]*#*[ \t]*(?:\n|\Z)")


@dataclass(frozen=True)
class Page:
    """A page that is one text; ``name`` is its place in the export."""

    name: str
    values: Mapping[str, Any]
    text: str
    title: str

    @classmethod
    def of(cls, name: str, text: str) -> "Page":
        """The page with this content. Raises :class:`~.front_matter.Unreadable`."""
        values, below = divided(storable(text))
        title = line_of(values, "title", "titel")
        heading = _HEADING.match(below)
        if heading and (not title or one_line(heading[1]).casefold() == title.casefold()):
            title, below = title or one_line(heading[1]), below[heading.end() :]
        return cls(name, values, below, title or _title_of(name))

    @property
    def authors(self) -> tuple[str, ...]:
        """Who signed it."""
        author = self.values.get("author")
        if isinstance(author, dict):
            return (one_line(str(author.get("name") or "")),) if author.get("name") else ()
        if isinstance(author, str):
            return (one_line(author),) if one_line(author) else ()
        return lines_of(self.values, "author", "authors", "auteur")

    @property
    def is_published(self) -> bool:
        """Whether the site showed it as a page of its own."""
        kept_back = any(
            is_set(self.values, each)
            for each in ("draft", "hidden", "excludefromcollection", "eleventyexcludefromcollections")
        )
        return not kept_back and is_set(self.values, "published") is not False

    @property
    def moment(self) -> datetime | None:
        """When it was written, as far as the page, its name, its title or its folder say."""
        stem = stem_of(self.name).rpartition("/")[2]
        return (
            moment_of(self.values, *_NAMED_DATES)
            or _date_in(stem)
            or _date_in(self.title)
            or _date_of_folders(f"/{self.name}")
        )

    @property
    def edited_at(self) -> datetime | None:
        """When it was changed last, if it says so."""
        return moment_of(self.values, "updated", "modified", "lastmod", "last_modified_at")


def stem_of(name: str) -> str:
    """A page's place without what marks it as Markdown."""
    return MARKDOWN.sub("", name)


def _title_of(name: str) -> str:
    parts = stem_of(name).split("/")
    last = parts[-1] if parts[-1].casefold() not in {"index", "readme"} or len(parts) == 1 else parts[-2]
    return one_line(re.sub(r"[-_]+", " ", _YEAR_FIRST.sub("", last)).strip()) or last


def _date_in(text: str) -> datetime | None:
    if found := _YEAR_FIRST.search(text):
        return _moment(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_FIRST.search(text):
        written = found[0]
        return parse_day_first(written) or parse_day_first(written.replace("-", " "))
    return None


def _date_of_folders(path: str) -> datetime | None:
    found = _FOLDERS.search(path)
    return _moment(int(found[1]), int(found[2] or 1), int(found[3] or 1)) if found else None


def _moment(year: int, month: int, day: int) -> datetime | None:
    try:
        return datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return None
