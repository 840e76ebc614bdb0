"""A page as records: a story where somebody signed and dated it, else a page of knowledge, unless it says its kind."""

import hashlib
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final

from gilde.gateways.portability.readers.markdown.front_matter import line_of, lines_of, moment_of
from gilde.gateways.portability.readers.markdown.html import as_html, without_template_tags
from gilde.gateways.portability.readers.markdown.page import Page, stem_of
from gilde.gateways.portability.readers.plain_text import storable
from gilde.gateways.portability.records import THREAD_KINDS, Problem, Record, Thread

_JEKYLL: Final = re.compile(r"(?:^|.*/)_posts/(?:.*/)?(\d{4})-(\d\d)-(\d\d)-([^/]+)")
_ROOTS: Final = re.compile(r"^(?:src|content|source|docs|pages)/")
_LICENCES: Final = (
    (re.compile(r"\bMIT License|Permission is hereby granted, free of charge", re.IGNORECASE), "MIT"),
    (re.compile(r"Attribution-ShareAlike 4\.0|CC[ -]BY-SA 4\.0", re.IGNORECASE), "CC BY-SA 4.0"),
    (re.compile(r"Attribution 4\.0 International|CC[ -]BY 4\.0", re.IGNORECASE), "CC BY 4.0"),
    (re.compile(r"CC0 1\.0", re.IGNORECASE), "CC0 1.0"),
    (re.compile(r"Apache License\s+Version 2\.0", re.IGNORECASE), "Apache-2.0"),
)
Problems = Callable[..., Problem]


def author_id(name: str) -> str:
    """The id of somebody of whom only the name is known; the name itself stays out of it."""
    return f"author-{hashlib.blake2b(name.casefold().encode(), digest_size=10).hexdigest()}"


def known_licence(text: str) -> str:
    """The short name of a licence by its text; empty for one that is not known here."""
    return next((name for pattern, name in _LICENCES if pattern.search(text[:5_000])), "")


def records(page: Page, site: str, licence: str, latest: datetime, problem: Problems) -> Iterator[Record]:
    """The page as a thread, with remarks about what could not be taken over. ``latest`` dates a page without a date."""
    if not page.is_published:
        yield problem("page_not_published")
        return
    text, tags = without_template_tags(page.text)
    if not text.strip():
        yield problem("page_empty")
        return
    moment = page.moment
    if moment is None:
        yield problem("date_assumed", left_out=False)
    if tags:
        yield problem("template_tags_left_out", left_out=False, number=tags)
    authors = page.authors
    if len(authors) > 1:
        yield problem("more_authors", left_out=False, name=authors[0][:80])
    paths = _paths(page)
    address = f"https://{site}{paths[0]}"
    yield Thread(
        source=site,
        source_id=stem_of(page.name),
        source_url=address,
        licence=line_of(page.values, "licence", "license", "licentie") or licence,
        kind=_kind(page),
        title=without_template_tags(page.title)[0],
        created_at=moment or latest,
        space_id=site,
        author_id=author_id(authors[0]) if authors else None,
        author_name=authors[0] if authors else site,
        body_html=storable(as_html(text, f"https://{site}/{_ROOTS.sub('', page.name)}")),
        edited_at=page.edited_at,
        tags=lines_of(page.values, "tags", "categories", "category", "categorieen"),
        language=_language(page),
        old_paths=paths,
    )


def _kind(page: Page) -> str:
    said = line_of(page.values, "kind", "type", "soort").casefold()
    if said in THREAD_KINDS:
        return said
    return "story" if page.authors and moment_of(page.values, "date", "published", "pubdate") else "resource"


def _language(page: Page) -> str | None:
    said = line_of(page.values, "language", "lang", "locale", "taal").casefold()[:2]
    first = _ROOTS.sub("", page.name).partition("/")[0]
    return next((each for each in (said, first) if each in {"nl", "en"}), None)


def _paths(page: Page) -> tuple[str, ...]:
    """Where the page stood: as it says itself, else as its place in the export makes likely."""
    said = [line_of(page.values, each) for each in ("permalink", "url")]
    also = lines_of(page.values, "aliases", "redirect_from")
    found = [each for each in (*said, *also) if each.startswith("/") and "{" not in each]
    plain = _ROOTS.sub("", stem_of(page.name))
    if dated := _JEKYLL.fullmatch(plain):
        year, month, day, slug = dated.groups()
        found.append(f"/{year}/{month}/{day}/{slug}.html")
    folder = re.sub(r"(?:^|/)(?:index|_index|README)$", "", plain, flags=re.IGNORECASE)
    likely = [f"/{folder}", f"/{plain}.html", f"/{_ROOTS.sub('', page.name)}"]
    return tuple(dict.fromkeys([*found, *likely]))
