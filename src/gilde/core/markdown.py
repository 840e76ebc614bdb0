"""Markdown to clean HTML: rendered once, when a text is saved.

CommonMark with tables, strike-through and single line breaks; raw HTML is shown as text. What comes out is cleaned
again with an allow list, so that a mistake in one stage is not a hole. No picture is ever loaded from another host: an
image elsewhere becomes a link. Time is linear in the text, and everything is capped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

import nh3
from django.conf import settings
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

MOST_CHARACTERS: Final = 100_000
MOST_MENTIONS: Final = 200
MOST_LINKS: Final = 2_000
_NESTING: Final = 20
_EXCERPT: Final = 300

ResolveMention = Callable[[str], "str | None"]
ResolveLink = Callable[[str], "str | None"]

_MENTION: Final = re.compile(r"(?<![\w@/.])@([A-Za-z0-9](?:[A-Za-z0-9_-]{0,28}[A-Za-z0-9])?)")
_ADDRESS: Final = re.compile(r"(?<![\w@/.])https?://[^\s<>\"'`|\\^{}]{3,2000}")
_BARE: Final = re.compile(rf"{_MENTION.pattern}|{_ADDRESS.pattern}")
_TRAILING: Final = ".,;:!?…)]}*_~"
_OWN_FILE: Final = re.compile(r"^/files/[\w./%-]+$")

_TAGS: Final = {
    "a", "blockquote", "br", "code", "del", "em", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol", "p", "pre",
    "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES: Final = {
    "a": {"href", "title", "class", "rel"},
    "img": {"src", "alt", "title", "loading", "decoding"},
    "ol": {"start"},
    "code": {"class"},
    "td": {"align"},
    "th": {"align"},
}


@dataclass(frozen=True)
class Rendered:
    """A text made ready.

    Attributes:
        html: clean HTML.
        mentions: handles that were resolved, as typed, in order, without doubles.
        links: addresses the text links to, in order, without doubles.
        excerpt: the first 300 characters as plain text.
        words: how many words it has.
    """

    html: str
    mentions: tuple[str, ...]
    links: tuple[str, ...]
    excerpt: str
    words: int


def _is_own(href: str) -> bool:
    parts = urlsplit(href)
    return not parts.netloc or f"{parts.scheme}://{parts.netloc}" == settings.SITE_URL


def _safe_href(href: str) -> bool:
    try:
        parts = urlsplit(href)
    except ValueError:
        return False
    if parts.scheme.lower() in {"http", "https"}:
        return bool(parts.netloc)
    if parts.scheme.lower() == "mailto":
        return True
    return not parts.scheme and not parts.netloc and href.startswith(("/", "#", "?")) and not href.startswith("//")


class _Walk:
    """Goes over the tokens once: splits bare addresses and mentions, drops unsafe links, demotes foreign images."""

    def __init__(self, resolve_mention: ResolveMention | None, resolve_link: ResolveLink | None) -> None:
        self.resolve_mention = resolve_mention
        self.resolve_link = resolve_link
        self.mentions: dict[str, None] = {}
        self.links: dict[str, None] = {}

    def inline(self, children: list[Token]) -> list[Token]:
        out: list[Token] = []
        links: list[bool] = []  # for every open link: does it stay?
        for token in children:
            if token.type == "link_open":
                href = self._href(str(token.attrGet("href") or ""))
                links.append(href is not None)
                if href is not None:
                    self._dress(token, href)
                    out.append(token)
            elif token.type == "link_close":
                if links.pop():
                    out.append(token)
            elif token.type == "image":
                out.extend(self._image(token, inside=any(links)))
            elif token.type == "text" and not links:
                out.extend(self._text(token.content))
            else:
                out.append(token)
        return out

    def _href(self, href: str) -> str | None:
        if len(self.links) >= MOST_LINKS or not _safe_href(href):
            return None
        if self.resolve_link is not None:
            href = self.resolve_link(href) or href
            if not _safe_href(href):
                return None
        self.links[href] = None
        return href

    def _dress(self, token: Token, href: str) -> None:
        token.attrSet("href", href)
        if not _is_own(href) and not href.startswith("mailto:"):
            token.attrSet("rel", "nofollow noopener ugc")

    def _link(self, href: str, label: str, css: str = "") -> list[Token]:
        opening = Token("link_open", "a", 1)
        self._dress(opening, href)
        if css:
            opening.attrSet("class", css)
        text = Token("text", "", 0, content=label)
        return [opening, text, Token("link_close", "a", -1)]

    def _image(self, token: Token, *, inside: bool) -> list[Token]:
        source = str(token.attrGet("src") or "")
        alt = "".join(child.content for child in token.children or [])
        if source.startswith(settings.SITE_URL):
            source = source.removeprefix(settings.SITE_URL)
        if _OWN_FILE.match(source):
            token.attrSet("src", source)
            token.attrSet("loading", "lazy")
            token.attrSet("decoding", "async")
            self.links[source] = None
            return [token]
        label = Token("text", "", 0, content=alt or source)
        if inside:
            return [label]
        href = self._href(source)
        return self._link(href, alt or source) if href is not None else [label]

    def _text(self, content: str) -> Iterable[Token]:
        at = 0
        for found in _BARE.finditer(content):
            made: list[Token] | None = None
            end = found.end()
            if found.group(1):
                handle = found.group(1)
                target = self.resolve_mention(handle) if self.resolve_mention and len(self.mentions) < MOST_MENTIONS else None
                if target is not None:
                    self.mentions[handle] = None
                    made = self._link(target, f"@{handle}", "mention")
            else:
                address = found.group(0)
                while address and address[-1] in _TRAILING:
                    if address[-1] == ")" and address.count("(") >= address.count(")"):
                        break
                    address = address[:-1]
                end = found.start() + len(address)
                href = self._href(address)
                if href is not None:
                    made = self._link(href, address if len(address) <= 60 else address[:57] + "…")
            if made is None:
                continue
            if found.start() > at:
                yield Token("text", "", 0, content=content[at : found.start()])
            yield from made
            at = end
        if at < len(content):
            yield Token("text", "", 0, content=content[at:])


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True, "maxNesting": _NESTING})
    parser.enable(["table", "strikethrough"])
    # Checked by the walk, which sees the address as it will be written.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]

    def walk(state: StateCore) -> None:
        walker: _Walk = state.env["walk"]
        for token in state.tokens:
            if token.type in {"heading_open", "heading_close"}:
                # The page's title is the only h1.
                token.tag = f"h{min(int(token.tag[1]) + 1, 6)}"
            if token.children:
                token.children = walker.inline(token.children)

    parser.core.ruler.push("gilde", walk)
    return parser


_PARSER: Final = _parser()
_CLEANER: Final[dict[str, Any]] = {
    "tags": _TAGS,
    "attributes": _ATTRIBUTES,
    "allowed_classes": {"a": {"mention"}},
    "url_schemes": {"http", "https", "mailto"},
    "link_rel": None,
    "strip_comments": True,
}
_CLEANER["attributes"] = {
    tag: names - {"class"} if tag in {"a", "code"} else names for tag, names in _ATTRIBUTES.items()
}


def _plain(tokens: Iterable[Token]) -> str:
    parts: list[str] = []
    for token in tokens:
        if token.type == "inline":
            parts.append(_plain(token.children or []))
        elif token.type in {"text", "code_inline", "fence", "code_block", "image"}:
            parts.append(token.content)
        elif token.type in {"softbreak", "hardbreak"} or token.type.endswith("_close") and token.block:
            parts.append(" ")
    return "".join(parts)


def render(
    text: str,
    *,
    resolve_mention: ResolveMention | None = None,
    resolve_link: ResolveLink | None = None,
) -> Rendered:
    """``text`` as clean HTML.

    Args:
        text: Markdown; beyond 100,000 characters it is cut.
        resolve_mention: handle → address of that person's page, or None for a word that names nobody.
        resolve_link: address → another address (for example of an imported place), or None to keep it.
    """
    walker = _Walk(resolve_mention, resolve_link)
    tokens = _PARSER.parse(text[:MOST_CHARACTERS], {"walk": walker})
    html = nh3.clean(_PARSER.renderer.render(tokens, _PARSER.options, {"walk": walker}), **_CLEANER)
    plain = " ".join(_plain(tokens).split())
    excerpt = plain if len(plain) <= _EXCERPT else plain[: _EXCERPT - 1].rsplit(" ", 1)[0] + "…"
    return Rendered(html, tuple(walker.mentions), tuple(walker.links), excerpt, len(plain.split()))
