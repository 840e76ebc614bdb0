"""Slack's own markup as Markdown: one star is bold, an address stands in angle brackets, people are numbers."""

import html
import re
from collections.abc import Callable
from typing import Final

from gilde.gateways.portability.markdown_text import (
    code_span,
    destination,
    escape_inline,
    escape_line_start,
    fence,
    is_letter,
)
from gilde.gateways.portability.readers.emoji import emoji
from gilde.gateways.portability.readers.plain_text import one_line

_FENCE: Final = re.compile(r"```\n?(.*?)\n?```", re.DOTALL)
_PIECE: Final = re.compile(
    r"`(?P<code>[^`\n]+)`"
    r"|<(?P<reference>[^<>\n]{1,4000})>"
    r"|:(?P<emoji>[a-z0-9_+'-]{1,60}(?:::skin-tone-\d)?):"
)
_MARK: Final = re.compile(r"(?P<mark>[*_~])(?=\S)(?P<inner>[^\n]{0,300}?\S)(?P=mark)(?!\w)")
_MARKDOWN: Final = {"*": "**", "_": "*", "~": "~~"}
_BULLET: Final = re.compile(r"^(\s*)[•◦▪︎▪]\s+")
_ADDRESS: Final = re.compile(r"https?://\S+|mailto:\S+@\S+", re.IGNORECASE)
NameOf = Callable[[str], str]


class Mrkdwn:
    """Converts the texts of one workspace.

    Args:
        host: of the workspace; a person who is mentioned becomes a link to their page there.
        name_of: the name of a person by number, empty for nobody known.
    """

    def __init__(self, host: str, name_of: NameOf) -> None:
        self._host, self._name_of = host, name_of

    def markdown(self, text: str) -> str:
        """The text as Markdown. Never raises; time grows with the length of the text only."""
        blocks: list[str] = []
        position = 0
        for found in _FENCE.finditer(text):
            blocks += self._paragraphs(text[position : found.start()])
            blocks.append(fence(html.unescape(_plain_references(found[1]))))
            position = found.end()
        blocks += self._paragraphs(text[position:])
        return "\n\n".join(blocks)

    def _paragraphs(self, text: str) -> list[str]:
        made = []
        for paragraph in re.split(r"\n[ \t]*\n", text.strip("\n")):
            lines = [line for line in paragraph.split("\n") if line.strip()]
            if lines:
                made += self._block(lines)
        return made

    def _block(self, lines: list[str]) -> list[str]:
        """Lines that stand together: quotes, lists and text become blocks of their own."""
        blocks: list[tuple[str, list[str]]] = []
        for line in lines:
            quote = line.startswith("&gt;")
            if quote:
                line = re.sub(r"^(?:&gt;)+ ?", "", line)
            bullet = _BULLET.match(line)
            kind = "quote" if quote else "list" if bullet else "text"
            if bullet:
                line = f"{' ' * min(len(bullet[1]), 8)}- {self._line(line[bullet.end() :])}"
            else:
                line = escape_line_start(self._line(line.strip()))
            if blocks and blocks[-1][0] == kind:
                blocks[-1][1].append(line)
            else:
                blocks.append((kind, [line]))
        made = []
        for kind, written in blocks:
            if kind == "list":
                made.append("\n".join(written))
            elif kind == "quote":
                made.append("\\\n".join(f"> {line}" for line in written))
            else:
                made.append("\\\n".join(written))
        return made

    def _line(self, line: str) -> str:
        """A line: what has a form of its own is put aside, the rest is marked and escaped, and all is joined again."""
        kept: list[str] = []

        def keep(found: re.Match[str]) -> str:
            made = self._piece(found)
            if made is None:
                return found[0]
            kept.append(made)
            return f"\x01{len(kept) - 1}\x02"

        marked = self._marked(_PIECE.sub(keep, re.sub(r"[\x01\x02\x1e]", "", line)))
        return re.sub(r"\x01(\d+)\x02", lambda found: kept[int(found[1])], marked)

    def _piece(self, found: re.Match[str]) -> str | None:
        if found["code"]:
            return code_span(html.unescape(_plain_references(found["code"])))
        if found["emoji"]:
            return emoji(found["emoji"]) or None
        return self._reference(found["reference"])

    def _reference(self, reference: str) -> str:
        target, _, label = reference.partition("|")
        target, label = html.unescape(target), one_line(html.unescape(label))
        if target.startswith("@"):
            name = self._name_of(target[1:]) or label or target[1:]
            return f"[@{escape_inline(one_line(name))}]({destination(f'https://{self._host}/team/{target[1:]}')})"
        if target.startswith("#"):
            return escape_inline(f"#{label or target[1:]}")
        if target.startswith("!"):
            return escape_inline(label or f"@{target[1:].partition('^')[0]}")
        if not _ADDRESS.fullmatch(target):
            return escape_inline(label or target)
        shown = label or target.removeprefix("mailto:")
        if shown == target and re.fullmatch(r"[^\s<>`\\]+", target):
            return f"<{target}>"
        return f"[{escape_inline(shown)}]({destination(target)})"

    def _marked(self, text: str, within: str = "") -> str:
        parts: list[str] = []
        position = 0
        for found in _MARK.finditer(text):
            mark = found["mark"]
            before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
            if found.start() < position or mark in within or is_letter(before) or is_letter(after):
                continue
            inner = self._marked(found["inner"], within + mark)
            parts += [_escaped(text[position : found.start()]), _MARKDOWN[mark], inner, _MARKDOWN[mark]]
            position = found.end()
        return "".join(parts) + _escaped(text[position:])


def _escaped(text: str) -> str:
    return escape_inline(html.unescape(text))


def _plain_references(text: str) -> str:
    """Addresses in code, which Slack wraps as anywhere."""
    return re.sub(r"<([^<>|\n]{1,4000})(?:\|([^<>\n]{1,4000}))?>", lambda found: found[2] or found[1], text)
