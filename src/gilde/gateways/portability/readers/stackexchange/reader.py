"""Reader of a question site's dump: Users, Posts, Comments, Votes, PostLinks, Tags and PostHistory in one folder.

It reads every table once to take notes (:mod:`.index`, :mod:`.scratch`), then gives persons, the space, questions,
answers, comments, votes and links in the order of the files (:mod:`.reading`). Whatever is missing or broken becomes a
Problem record.
"""

import gzip
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path

from gilde.gateways.portability.readers.dates import parse_iso
from gilde.gateways.portability.readers.stackexchange.index import index_tables
from gilde.gateways.portability.readers.stackexchange.inner_links import rewrite_inner_links
from gilde.gateways.portability.readers.stackexchange.problems import Problems
from gilde.gateways.portability.readers.stackexchange.reading import Reading
from gilde.gateways.portability.readers.stackexchange.scratch import Scratch, open_scratch
from gilde.gateways.portability.readers.stackexchange.sentences import SENTENCES
from gilde.gateways.portability.readers.stackexchange.site import Site, given_site, guessed_site
from gilde.gateways.portability.readers.stackexchange.tables import USED_COLUMNS, Tables
from gilde.gateways.portability.records import Problem, Record, UnreadableFile

_SAMPLE = 262_144
_ROWS_TO_GUESS_FROM = 2_000
# How many records a row of a table gives on the average, votes and problems included: for a progress bar only.
_RECORDS_A_ROW = {"Users": 1.0, "Posts": 1.1, "Comments": 1.3, "Votes": 0.2, "PostLinks": 1.0}


class StackExchangeReader:
    """Reads the folder of one site. ``site`` is its host; guessed from folder name or links when not given."""

    name = "stackexchange"
    licence = "CC BY-SA"
    sentences: Mapping[str, str] = SENTENCES

    def __init__(self, *, site: str | None = None, scratch_folder: Path | None = None) -> None:
        self._site = given_site(site) if site else None
        self._scratch_folder = scratch_folder

    def count(self, path: Path) -> int | None:
        """About how many records there are, judged by size and beginning of each table."""
        tables = Tables(path)
        total = 0.0
        for table, per_row in _RECORDS_A_ROW.items():
            if tables.has(table):
                total += per_row * _estimated_rows(tables.files[table])
        return max(1, round(total))

    def read(self, path: Path) -> Iterator[Record]:
        """All records of the folder, always in the same order. Raises UnreadableFile with a sentence."""
        tables = Tables(path)
        site = self.site_of(path, tables)
        problems = Problems(site.host)
        with open_scratch(self._scratch_folder) as scratch:
            index_tables(tables, scratch)
            yield from self._about(tables, site, problems)
            yield from Reading(tables, site, scratch, problems).records()
            yield from _left_out(tables, scratch, problems)

    def site_of(self, path: Path, tables: Tables | None = None) -> Site:
        """The site the folder comes from. Raises UnreadableFile when nothing says which."""
        if self._site:
            return self._site
        posts = islice((tables or Tables(path)).rows("Posts"), _ROWS_TO_GUESS_FROM)
        found = guessed_site(path.resolve().name, (row.columns.get("Body", "") for row in posts))
        if found is None:
            raise UnreadableFile(
                f"{path.name} does not say which site it comes from. Name it: --site HOST.", code="site"
            )
        return found

    def rewrite_inner_links(self, text: str, source: str, resolve: Callable[[str], str | None]) -> str:
        """The text with its links within the site, which is the source of its record, at their new addresses."""
        return rewrite_inner_links(text, source, resolve)

    def _about(self, tables: Tables, site: Site, problems: Problems) -> Iterator[Problem]:
        """What holds for the folder as a whole."""
        if self._site is None:
            yield problems.make("folder", "site_assumed", left_out=False, site=site.host)
        for table in USED_COLUMNS:
            if not tables.has(table):
                yield problems.make(table, "table_missing", table=table)
        first = next(tables.rows("Posts"), None)
        written = first.columns.get("CreationDate", "") if first else ""
        if written and parse_iso(written) is None:
            yield problems.make("Posts", "dates_assumed", "CreationDate", left_out=False, table="Posts", value=written)


def _left_out(tables: Tables, scratch: Scratch, problems: Problems) -> Iterator[Problem]:
    """What no record was made of, added up."""
    for table, columns in tables.unused.items():
        for column, rows in sorted(columns.items()):
            yield problems.make(table, "column_left_out", column, table=table, column=column, rows=rows)
    if earlier := tables.rows_read["PostHistory"] - scratch.number_of_texts():
        yield problems.make("PostHistory", "history_left_out", rows=earlier)
    for table in sorted(tables.others):
        yield problems.make(table, "table_left_out", table=table)


def _estimated_rows(path: Path) -> float:
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
            sample = stream.read(_SAMPLE)
        size = path.stat().st_size
        if path.suffix == ".gz" and len(sample) == _SAMPLE:
            with path.open("rb") as packed:
                packed.seek(-4, 2)
                size = max(_SAMPLE, int.from_bytes(packed.read(4), "little"))  # gzip notes its length at its end
        elif path.suffix == ".gz":
            size = len(sample)
    except (OSError, EOFError, ValueError):
        return 0.0
    rows = sample.count(b"<row ") or len(re.findall(rb"^\d+,", sample, re.MULTILINE))
    return rows * size / max(1, len(sample))
