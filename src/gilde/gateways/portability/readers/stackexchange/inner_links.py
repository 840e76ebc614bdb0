"""Links from one imported text to another, which must go on working at the new address."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from gilde.gateways.portability.readers.inner_links import CODE, LEAD, rewrite


class InnerLink(NamedTuple):
    """Where an address stands in a text (start, end), what it points to, and the question to fall back on.

    ``source_id`` is that of a post or comment, or the path of a person, which begins with a slash.
    """

    span: tuple[int, int]
    source_id: str
    fallback_id: str | None


def find_inner_links(markdown: str, site: str) -> list[InnerLink]:
    """The addresses of questions, answers, comments and people of ``site`` in a Markdown text, code left out.

    Complete addresses count everywhere, ``/questions/1``, ``/q/1``, ``/a/1`` and ``/users/1`` only where a link points
    to them.
    """
    return [_inner_link(found) for found in _matches(markdown, site)]


def rewrite_inner_links(text: str, site: str, resolve: Callable[[str], str | None]) -> str:
    """The text with its inner links at the address that ``resolve`` gives for a source id, or for the path of a person.

    Where it gives None for an answer or comment, the question is tried; else the link stays as it is.
    An address that stood bare in the text becomes a link, as a path alone would not be one.
    """
    return rewrite(text, _matches(text, site), _names, resolve)


def _names(found: re.Match[str]) -> Iterator[str]:
    link = _inner_link(found)
    yield link.source_id
    if link.fallback_id:
        yield link.fallback_id


def _matches(text: str, site: str) -> list[re.Match[str]]:
    if site not in text and not re.search(r"/(?:questions|q|a|users)/-?\d", text):
        return []
    return [found for found in _pattern(site).finditer(text) if found["url"]]


def _inner_link(found: re.Match[str]) -> InnerLink:
    if found["user"]:
        return InnerLink(found.span("url"), f"/users/{found['user']}", None)
    question = found["question"] or found["short"]
    fragment = found["fragment"] or ""
    span = found.span("url")
    if comment := re.fullmatch(r"comment-?(\d+)(?:_\d+)?", fragment):
        return InnerLink(span, f"comment-{comment[1]}", question or found["answer"])
    answer = re.fullmatch(r"(?:answer-)?(\d+)", fragment)
    precise = (answer and answer[1]) or found["below"] or question or found["answer"]
    return InnerLink(span, precise, question if question != precise else None)


@lru_cache(maxsize=8)
def _pattern(site: str) -> re.Pattern[str]:
    host = rf"(?:https?:)?//{re.escape(site)}"
    return re.compile(
        rf"""{CODE}|{LEAD}(?P<url>(?(lead)(?:{host})?|(?<![\w.:/-]){host})"""
        r"""/(?:questions/(?P<question>\d{1,18})(?:/[\w%-]*+(?:/(?P<below>\d{1,18}))?+)?+"""
        r"""|users/(?P<user>-?\d{1,18})(?:/[\w%-]*+)?+"""
        r"""|q/(?P<short>\d{1,18})(?:/\d+)?+|a/(?P<answer>\d{1,18})(?:/\d+)?+)(?![\w%-])/?"""
        r"""(?:\?[^\s()<>\[\]"'\#]*+)?(?:\#(?P<fragment>[\w-]++))?)""",
        re.MULTILINE | re.IGNORECASE | re.ASCII,
    )
