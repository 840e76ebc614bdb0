"""A page's Markdown as HTML, with complete links: what stood in it as HTML is then read like any other HTML."""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urljoin

from markdown_it import MarkdownIt
from markdown_it.token import Token

from gilde.gateways.portability.readers.inner_links import CODE

_PARSER: Final = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
_COMMENT: Final = re.compile(rf"{CODE}|\{{%-?\s*comment\b.*?endcomment\s*-?%\}}", re.DOTALL | re.MULTILINE)
_TAG: Final = re.compile(rf"{CODE}|\{{%-?\s*(?P<name>\w+)(?P<rest>(?:(?!%\}}).){{0,2000}})%\}}", re.MULTILINE)
_OUTPUT: Final = re.compile(rf"{CODE}|\{{\{{(?:(?!\}}\}})[^\n]){{0,500}}\}}\}}", re.MULTILINE)
_SAID: Final = re.compile(r"\"([^\"]*)\"|'([^']*)'")
# Tags of the template language itself; any other is a shortcode of the site, whose quoted words people read.
_OF_THE_LANGUAGE: Final = frozenset(
    re.findall(
        r"\w+",
        "include render layout assign capture if elsif else endif unless endunless for endfor case when endcase raw "
        "endraw comment endcomment link post_url highlight endhighlight cycle tablerow increment decrement block "
        "endblock extends set import from macro endmacro",
    )
)


def as_html(text: str, address: str) -> str:
    """The HTML of a Markdown text that stood at ``address``; not clean, to be converted back."""
    tokens = _PARSER.parse(text)
    for token in _all(tokens):
        for name in ("href", "src"):
            written = token.attrGet(name)
            if isinstance(written, str) and written and not written.startswith("#"):
                token.attrSet(name, _complete(address, written))
    rendered: str = _PARSER.renderer.render(tokens, _PARSER.options, {})
    return rendered


def without_template_tags(text: str) -> tuple[str, int]:
    """The text without the tags of a template language, and how many there were; code is left alone."""
    if "{%" not in text and "{{" not in text:
        return text, 0
    dropped = 0

    def drop(found: re.Match[str]) -> str:
        nonlocal dropped
        if found["fence"] or found["ticks"]:
            return found[0]
        dropped += 1
        tag = found.groupdict().get("name")
        if tag and tag not in _OF_THE_LANGUAGE:
            return " ".join(double or single for double, single in _SAID.findall(found["rest"]))
        return ""

    for pattern in (_COMMENT, _TAG, _OUTPUT):
        text = pattern.sub(drop, text)
    return text, dropped


def _all(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from token.children or ()


def _complete(address: str, written: str) -> str:
    try:
        return urljoin(address, written)
    except ValueError:
        return ""
