"""Links from one imported text to another, which must go on working at the new address."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from gilde.gateways.portability.markdown_text import escape_inline
from gilde.gateways.portability.readers.stackexchange.markdown_source import CODE


class InnerLink(NamedTuple):
    """Where an address stands in a text (start, end), what it points to, and the question to fall back on."""

    span: tuple[int, int]
    source_id: str
    fallback_id: str | None


def find_inner_links(markdown: str, site: str) -> list[InnerLink]:
    """The addresses of questions, answers and comments of ``site`` in a Markdown text, code left out.

    Complete addresses count everywhere, ``/questions/1``, ``/q/1`` and ``/a/1`` only where a link points to them.
    """
    return [_inner_link(found) for found in _matches(markdown, site)]


def rewrite_inner_links(text: str, site: str, resolve: Callable[[str], str | None]) -> str:
    """The text with its inner links at the address that ``resolve`` gives for a source id.

    Where it gives None for an answer or comment, the question is tried; else the link stays as it is.
    An address that stood bare in the text becomes a link, as a path alone would not be one.
    """
    parts: list[str] = []
    position = depth = 0
    for found in _matches(text, site):
        link = _inner_link(found)
        start, end = link.span
        before = text[position:start]
        paragraph = before[before.rfind("\n\n") + 1 :] if "\n\n" in before else before
        depth = (0 if paragraph is not before else depth) + paragraph.count("[") - paragraph.count("]")
        address = resolve(link.source_id) or (link.fallback_id and resolve(link.fallback_id))
        lead = found["lead"] or ""
        if not address:
            parts.append(text[position:end])
        elif lead and lead != "<":
            parts.append(before + address)
        elif lead == "<" and text[end : end + 1] == ">":
            parts.append(before[:-1] + _as_link(address))
            end += 1
        elif depth > 0 or lead:
            parts.append(text[position:end])  # the words of a link that has its own target
        else:
            parts.append(before + _as_link(address))
        position = end
    return "".join(parts) + text[position:]


def _as_link(address: str) -> str:
    return f"<{address}>" if "://" in address else f"[{escape_inline(address)}]({address})"


def _matches(text: str, site: str) -> list[re.Match[str]]:
    if site not in text and not re.search(r"/(?:questions|q|a)/\d", text):
        return []
    return [found for found in _pattern(site).finditer(text) if found["url"]]


def _inner_link(found: re.Match[str]) -> InnerLink:
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
        rf"""{CODE}|(?P<lead>\]\([ ]*<?|^[> ]{{0,12}}\[[^\]\n]{{1,300}}\]:[ ]*<?|href=["']|<)?"""
        rf"""(?P<url>(?(lead)(?:{host})?|(?<![\w.:/-]){host})"""
        r"""/(?:questions/(?P<question>\d{1,18})(?:/[\w%-]*+(?:/(?P<below>\d{1,18}))?+)?+"""
        r"""|q/(?P<short>\d{1,18})(?:/\d+)?+|a/(?P<answer>\d{1,18})(?:/\d+)?+)(?![\w%-])/?"""
        r"""(?:\?[^\s()<>\[\]"'\#]*+)?(?:\#(?P<fragment>[\w-]++))?)""",
        re.MULTILINE | re.IGNORECASE | re.ASCII,
    )
