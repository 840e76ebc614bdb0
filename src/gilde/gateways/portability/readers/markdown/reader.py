"""Reader of a folder or ZIP of Markdown pages.

It looks at every page once to learn who wrote, where the pages stood and which dates they name, and gives people first,
then every page with what hangs on it. A page that an Alkemio export made is a question with answers and comments; every
other page is one contribution.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from gilde.gateways.portability.readers.markdown import pages, question_records
from gilde.gateways.portability.readers.markdown.front_matter import Unreadable
from gilde.gateways.portability.readers.markdown.links import rewrite_pages
from gilde.gateways.portability.readers.markdown.page import MARKDOWN, MOST_PAGE, Page
from gilde.gateways.portability.readers.markdown.question_page import Signature, is_question_page, question_page
from gilde.gateways.portability.readers.markdown.sentences import SENTENCES
from gilde.gateways.portability.readers.pack import Pack, Unopenable, decoded, open_pack
from gilde.gateways.portability.readers.stackexchange.site import given_site
from gilde.gateways.portability.records import Person, Problem, Record, Space, UnreadableFile

_LONG_AGO: Final = datetime(1990, 1, 1, tzinfo=UTC)
_LICENCE_FILES: Final = ("LICENSE", "LICENCE", "LICENSE.md", "LICENSE.txt", "LICENCE.md", "LICENCE.txt")


class MarkdownReader:
    """Reads a folder of Markdown pages. ``site`` is the host they stood on; an Alkemio export names its own."""

    name = "markdown"
    licence = ""
    sentences: Mapping[str, str] = SENTENCES

    def __init__(self, *, site: str | None = None) -> None:
        self._site = given_site(site).host if site else ""

    def count(self, path: Path) -> int | None:
        """How many pages there are; a question page gives a few records more."""
        with open_pack(path) as pack:
            return max(1, sum(1 for _name in _pages_of(pack)))

    def read(self, path: Path) -> Iterator[Record]:
        """All records, page by page in the order of their names. Raises UnreadableFile with a sentence."""
        with open_pack(path) as pack:
            overview = _Overview(pack)
            site = self._site or overview.site
            if not overview.pages:
                raise UnreadableFile(f"There are no Markdown pages in {path.name}.", code="nothing")
            if not site:
                raise UnreadableFile(
                    f"{path.name} does not say which site it comes from. Name it: --site HOST.", code="site"
                )
            yield from pack.problems(site)
            yield from overview.people(site)
            yield Space(source=site, source_id=site, source_url=f"https://{site}/", name=site)
            licence = _licence(pack)
            for name in _pages_of(pack):
                yield from _records(pack, name, site, licence, overview.latest)

    def rewrite_inner_links(self, text: str, source: str, resolve: Callable[[str], str | None]) -> str:
        """Links to pages of the same site, and to answers on them, lead to what they became."""
        return rewrite_pages(text, source, resolve)


class _Overview:
    """What the pages say together: their people, their latest moment, and the site they name."""

    def __init__(self, pack: Pack) -> None:
        self._signatures: dict[str, Signature] = {}
        self._names: dict[str, str] = {}
        self.site = ""
        self.pages = 0
        latest: datetime | None = None
        for name in _pages_of(pack):
            self.pages += 1
            try:
                text, _assumed = decoded(pack.read(name, MOST_PAGE))
            except Unopenable:
                continue
            if is_question_page(text):
                page = question_page(text)
                self.site = self.site or question_records.site_of(page)
                moments = page.moments
                for each in page.people:
                    self._signatures.setdefault(each.path, each)
            else:
                moment = self._plain(name, text)
                moments = [moment] if moment else []
            latest = max([*moments, latest] if latest else moments, default=None)
        self.latest = latest or _LONG_AGO

    def _plain(self, name: str, text: str) -> datetime | None:
        try:
            page = Page.of(name, text)
        except Unreadable:
            return None
        if page.is_published:
            for author in page.authors:
                self._names.setdefault(pages.author_id(author), author)
        return page.moment

    def people(self, site: str) -> Iterator[Person]:
        """Everybody who signed a page, once: by profile where there is one, else by name."""
        for path, signature in sorted(self._signatures.items()):
            yield Person(
                source=site,
                source_id=question_records.person_id(signature),
                source_url=f"https://{site}{path}" if path.startswith("/") else "",
                name=signature.name or None,
                old_paths=(path,) if len(path) > 1 else (),
            )
        for source_id, name in sorted(self._names.items()):
            yield Person(source=site, source_id=source_id, name=name)


def _pages_of(pack: Pack) -> Iterator[str]:
    return (name for name in pack.names if MARKDOWN.search(name))


def _records(pack: Pack, name: str, site: str, licence: str, latest: datetime) -> Iterator[Record]:
    def problem(code: str, *, left_out: bool = True, **values: str | int) -> Problem:
        return Problem(source=site, source_id=name, code=code, values=values, left_out=left_out)

    try:
        text, assumed = decoded(pack.read(name, MOST_PAGE))
    except Unopenable as error:
        yield Problem(source=site, source_id=name, code=error.code, values=error.values)
        return
    if assumed:
        yield problem("encoding_assumed", left_out=False)
    if is_question_page(text):
        yield from question_records.records(question_page(text), name, site, latest, problem)
        return
    try:
        page = Page.of(name, text)
    except Unreadable as error:
        yield problem("front_matter_unreadable", reason=str(error))
        return
    yield from pages.records(page, site, licence, latest, problem)


def _licence(pack: Pack) -> str:
    """The licence of all pages, where a file beside them says one we know."""
    for name in _LICENCE_FILES:
        if name in pack:
            try:
                return pages.known_licence(decoded(pack.read(name, 200_000))[0])
            except Unopenable:
                return ""
    return ""
