"""Markdown to clean HTML: rendered once, when a text is saved.

CommonMark with tables, strike-through and single line breaks; raw HTML is shown as text. What comes out is cleaned
again with an allow list, so that a mistake in one stage is not a hole. No picture is ever loaded from another host: an
image elsewhere becomes a link. Time is linear in the text, and everything is capped.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import Final

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from gilde.core.inline import Inline, Picture, ResolveLink, ResolveMention, ResolvePicture, ResolveTitle
from gilde.core.shorten import shortened

__all__ = ["MOST_CHARACTERS", "Picture", "Rendered", "render"]

MOST_CHARACTERS: Final = 100_000
_NESTING: Final = 16  # levels; a list in a list is two. What lies deeper is not shown.
_ADDED_CELLS: Final = 2_000
_EXCERPT: Final = 300

_TAGS: Final = {
    "a", "blockquote", "br", "code", "del", "div", "em", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol", "p",
    "pre", "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_CLEANER: Final = nh3.Cleaner(
    tags=_TAGS,
    attributes={
        "a": {"href", "title", "rel"},
        "div": {"tabindex"},
        "img": {"src", "srcset", "sizes", "alt", "width", "height", "loading", "decoding"},
        "ol": {"start"},
    },
    allowed_classes={
        "a": {"mention"},
        "div": {"table-frame"},
        "td": {"align-center", "align-end"},
        "th": {"align-center", "align-end"},
    },
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
    strip_comments=True,
)
_ALIGNED: Final = {"text-align:center": "align-center", "text-align:right": "align-end"}


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


def render(
    text: str,
    *,
    resolve_mention: ResolveMention | None = None,
    resolve_link: ResolveLink | None = None,
    resolve_picture: ResolvePicture | None = None,
    resolve_title: ResolveTitle | None = None,
) -> Rendered:
    """``text`` as clean HTML.

    Args:
        text: Markdown; beyond 100,000 characters it is cut.
        resolve_mention: handle → address of that person's page, or None for a word that names nobody.
        resolve_link: address → another address (for example of an imported place), or None to keep it.
        resolve_picture: key of one of our files → its size, so that the page keeps room for it; None when unknown.
        resolve_title: bare address of this site → the words to show for it, or None to show the address.
    """
    inline = Inline(resolve_mention, resolve_link, resolve_picture, resolve_title)
    environment = {"inline": inline}
    tokens = _PARSER.parse(text[:MOST_CHARACTERS], environment)
    html = _CLEANER.clean(_PARSER.renderer.render(tokens, _PARSER.options, environment))
    plain = " ".join(_plain(tokens).split())
    excerpt = shortened(plain, _EXCERPT)
    return Rendered(html, tuple(inline.mentions), tuple(inline.links), excerpt, len(plain.split()))


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True, "maxNesting": _NESTING})
    parser.enable(["table", "strikethrough"])
    # Cells that the parser adds to short rows; its own limit of 65,536 makes 900 kB of HTML from 36 kB of text.
    vars(import_module("markdown_it.rules_block.table"))["MAX_AUTOCOMPLETED_CELLS"] = _ADDED_CELLS
    # Links are judged by the walk, which sees the address as it will be written.
    parser.validateLink = _any_link  # type: ignore[method-assign]
    parser.core.ruler.push("gilde", _walk)
    # A table scrolls in a frame of its own on a narrow screen. The frame takes the keyboard, so that nobody needs a
    # mouse to read the last column.
    parser.add_render_rule("table_open", _table_open)
    parser.add_render_rule("table_close", _table_close)
    return parser


def _table_open(*_token: object) -> str:
    return '<div class="table-frame" tabindex="0"><table>\n'


def _table_close(*_token: object) -> str:
    return "</table></div>\n"


def _any_link(url: str) -> bool:  # noqa: ARG001 - the parser's signature
    return True


def _walk(state: StateCore) -> None:
    inline: Inline = state.env["inline"]
    for token in state.tokens:
        if token.type in {"heading_open", "heading_close"}:
            # The page's title is the only h1.
            token.tag = f"h{min(int(token.tag[1]) + 1, 6)}"
        elif token.type in {"td_open", "th_open"}:
            # The parser writes a style, which our content policy forbids.
            aligned = _ALIGNED.get(str(token.attrs.pop("style", "")))
            if aligned:
                token.attrSet("class", aligned)
        elif token.children:
            token.children = inline.walk(token.children)


_PARSER: Final = _parser()


def _plain(tokens: Iterable[Token]) -> str:
    parts: list[str] = []
    for token in tokens:
        if token.type == "inline":
            parts.append(_plain(token.children or []))
        elif token.type in {"text", "code_inline", "fence", "code_block", "image"}:
            parts.append(token.content)
        elif token.type in {"softbreak", "hardbreak"} or (token.type.endswith("_close") and token.block):
            parts.append(" ")
    return "".join(parts)
