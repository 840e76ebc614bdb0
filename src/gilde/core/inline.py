"""Inside a line of Markdown: addresses and mentions become links, unsafe links and foreign pictures do not.

Used by :mod:`gilde.core.markdown` alone, after parsing and before writing HTML.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from markdown_it.token import Token

MOST_MENTIONS: Final = 200
MOST_LINKS: Final = 2_000

_MENTION: Final = re.compile(r"(?<![\w@/.])@([A-Za-z0-9](?:[A-Za-z0-9_-]{0,28}[A-Za-z0-9])?)")
_ADDRESS: Final = re.compile(r"(?<![\w@/.])https?://[^\s<>\"'`|\\^{}]{3,2000}")
_BARE: Final = re.compile(rf"{_MENTION.pattern}|{_ADDRESS.pattern}")
_TRAILING: Final = ".,;:!?…)]}*_~"
_OWN_FILE: Final = re.compile(r"/files/([A-Za-z0-9_-]{22})(?:/(?:original|\d{1,5})/[^/?#\s]+)?(?:\?w=\d{1,5})?")
_SHOWN_LENGTH: Final = 60


@dataclass(frozen=True)
class Picture:
    """A picture of ours as a page needs it, so that nothing jumps while it loads. Sizes in pixels."""

    width: int
    height: int
    srcset: str = ""


ResolveMention = Callable[[str], "str | None"]
ResolveLink = Callable[[str], "str | None"]
ResolveTitle = Callable[[str], "str | None"]
ResolvePicture = Callable[[str], "Picture | None"]


class Inline:
    """Goes over the tokens of a text once and remembers what it refers to."""

    def __init__(
        self,
        resolve_mention: ResolveMention | None,
        resolve_link: ResolveLink | None,
        resolve_picture: ResolvePicture | None,
        resolve_title: ResolveTitle | None = None,
    ) -> None:
        self._resolve_mention = resolve_mention
        self._resolve_link = resolve_link
        self._resolve_picture = resolve_picture
        self._resolve_title = resolve_title
        self._link_count = 0
        self.mentions: dict[str, None] = {}
        self.links: dict[str, None] = {}

    def walk(self, children: list[Token]) -> list[Token]:
        """The tokens of one block of text, as they are to be written."""
        out: list[Token] = []
        links: list[bool] = []  # for every open link: does it stay?
        for token in children:
            if token.type == "link_open":
                href = self._href(str(token.attrGet("href") or ""))
                links.append(href is not None)
                if href is not None:
                    out.append(_dressed(token, href))
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
        """The address to link to, or None when it may not be linked to."""
        if self._link_count >= MOST_LINKS or not is_safe(href):
            return None
        if self._resolve_link is not None:
            href = self._resolve_link(href) or href
            if not is_safe(href):
                return None
        self._link_count += 1
        self.links[href] = None
        return href

    def _image(self, token: Token, *, inside: bool) -> list[Token]:
        source = str(token.attrGet("src") or "").removeprefix(settings.SITE_URL)
        alt = "".join(child.content for child in token.children or [])
        own = _OWN_FILE.fullmatch(source)
        if own:
            token.attrs = {"src": source, "alt": "", "loading": "lazy", "decoding": "async"}
            picture = self._resolve_picture(own.group(1)) if self._resolve_picture else None
            if picture is not None:
                token.attrs |= {"width": str(picture.width), "height": str(picture.height)}
                if picture.srcset:
                    token.attrs |= {"srcset": picture.srcset, "sizes": "(min-width: 44rem) 44rem, 100vw"}
            self.links[source] = None
            return [token]
        label = Token("text", "", 0, content=alt or source)
        href = None if inside else self._href(source)
        return [label] if href is None else _link(href, label.content)

    def _text(self, content: str) -> Iterable[Token]:
        at = 0
        for found in _BARE.finditer(content):
            handle = found.group(1)
            made, end = self._mention(handle, found) if handle else self._address(found)
            if not made:
                continue
            if found.start() > at:
                yield Token("text", "", 0, content=content[at : found.start()])
            yield from made
            at = end
        if at < len(content):
            yield Token("text", "", 0, content=content[at:])

    def _mention(self, handle: str, found: re.Match[str]) -> tuple[list[Token], int]:
        if self._resolve_mention is None or (len(self.mentions) >= MOST_MENTIONS and handle not in self.mentions):
            return [], 0
        target = self._resolve_mention(handle)
        if target is None:
            return [], 0
        self.mentions[handle] = None
        return _link(target, f"@{handle}", "mention"), found.end()

    def _address(self, found: re.Match[str]) -> tuple[list[Token], int]:
        address = _without_trailing(found.group(0))
        href = self._href(address)
        if href is None:
            return [], 0
        shown = self._resolve_title(address) if self._resolve_title and _is_own(href) else None
        if not shown:
            shown = address if len(address) <= _SHOWN_LENGTH else address[: _SHOWN_LENGTH - 1] + "…"
        return _link(href, shown), found.start() + len(address)


def is_safe(href: str) -> bool:
    """Whether ``href`` may be linked to: http, https, mailto, or a path, query or fragment of this site."""
    if "\\" in href:
        return False  # browsers read it as a slash
    try:
        parts = urlsplit(href)
    except ValueError:
        return False
    scheme = parts.scheme.lower()
    if scheme in {"http", "https"}:
        return bool(parts.netloc) and "%" not in parts.netloc
    if scheme == "mailto":
        return True
    return not scheme and not parts.netloc and href.startswith(("/", "#", "?")) and not href.startswith("//")


def _is_own(href: str) -> bool:
    parts = urlsplit(href)
    return not parts.netloc or f"{parts.scheme}://{parts.netloc}" == settings.SITE_URL


def _without_trailing(address: str) -> str:
    """The address without the punctuation of the sentence around it; a closing bracket stays when it was opened."""
    opened, closed = address.count("("), address.count(")")
    end = len(address)
    while end and address[end - 1] in _TRAILING:
        if address[end - 1] == ")":
            if opened >= closed:
                break
            closed -= 1
        end -= 1
    return address[:end]


def _dressed(token: Token, href: str) -> Token:
    token.attrSet("href", href)
    if not _is_own(href) and not href.startswith("mailto:"):
        token.attrSet("rel", "nofollow noopener ugc")
    return token


def _link(href: str, label: str, css: str = "") -> list[Token]:
    opening = _dressed(Token("link_open", "a", 1), href)
    if css:
        opening.attrSet("class", css)
    return [opening, Token("text", "", 0, content=label), Token("link_close", "a", -1)]
