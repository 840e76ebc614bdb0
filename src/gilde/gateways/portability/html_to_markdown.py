"""HTML, as forums and question sites render it, back into Markdown that people can edit.

Whatever the HTML says, the result is Markdown without raw HTML: text that looks like markup is escaped, remote pictures
become links to them (a reader's browser never asks a third party for a picture), scripts and styles vanish. Tables are
written with pipes, ``sup`` and ``sub`` with raised and lowered characters where those exist.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urljoin, urlsplit

from gilde.gateways.portability.html_tree import Element, Node, holds_block, parse_html, plain_text, table_rows
from gilde.gateways.portability.markdown_text import (
    BREAK,
    code_span,
    destination,
    escape_inline,
    escape_line_start,
    fence,
    is_letter,
    lowered,
    raised,
    stands_free,
)
from gilde.gateways.portability.records import Message, Thread

_SPACE = re.compile(r"[ \t\r\n\f\x1e]+")
_LANGUAGE = re.compile(r"\b(?:lang|language)-([\w+#-]{1,20})")
_MARKERS = {"b": "**", "strong": "**", "i": "*", "em": "*", "cite": "*", "s": "~~", "del": "~~", "strike": "~~"}
_CODE = frozenset({"code", "kbd", "samp", "tt"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ADDRESS = re.compile(r"https?://[^\s/]+\S*|mailto:[^\s@]+@\S+", re.IGNORECASE)
_NO_ALT = frozenset({"", "enter image description here", "image", "alt text"})


def html_to_markdown(text: str, *, base_url: str = "") -> str:
    """The Markdown of an HTML fragment, without a line end at its end.

    ``base_url`` is the page it stood on; relative addresses are completed with it, and dropped without it.
    Never raises; time grows with the length of the text only.
    """
    return "\n\n".join(_Writer(base_url).blocks(parse_html(text).children))


def body_as_markdown(record: Thread | Message) -> str:
    """The body of a record as Markdown, whichever of the two forms its reader gave."""
    if record.body_html is None:
        return record.body
    return html_to_markdown(record.body_html, base_url=record.source_url)


@dataclass(frozen=True)
class _Around:
    """What a piece of a line stands in and between: emphasis is only emphasis next to certain characters."""

    in_link: bool = False
    within: frozenset[str] = frozenset()
    before: str = ""
    after: str = ""


class _Writer:
    def __init__(self, base_url: str) -> None:
        self.base_url = base_url

    # Blocks

    def blocks(self, children: Sequence[Node]) -> list[str]:
        """Each block as its lines; inline content between blocks is a paragraph."""
        written: list[str] = []
        run: list[Node] = []
        other_marker = False
        for child in children:
            if isinstance(child, str) or not (child.is_block or holds_block(child)):
                run.append(child)
                continue
            paragraph, run = self._paragraph(run), []
            is_list = child.tag in ("ul", "ol")
            other_marker = is_list and not paragraph and not other_marker and bool(written)
            written += paragraph
            written += self._list(child, other_marker) if is_list else self._block(child)
        return written + self._paragraph(run)

    def _block(self, element: Element) -> list[str]:
        tag = element.tag
        if tag in _HEADINGS:
            title = re.sub(r"(#+)$", r"\\\1", self._on_one_line(element))
            return [f"{'#' * int(tag[1])} {title}"] if title else []
        if tag == "pre":
            language = _LANGUAGE.search(" ".join(_classes(element)))
            code = plain_text(element).replace("\r\n", "\n").replace("\r", "\n").replace(BREAK, "\n")
            return [fence(code.removeprefix("\n").rstrip("\n"), language[1] if language else "")]
        if tag == "blockquote":
            inner = "\n\n".join(self.blocks(element.children))
            return ["\n".join(f"> {line}".rstrip(" ") for line in inner.split("\n"))] if inner else []
        if tag == "hr":
            return ["___"]
        if tag == "table":
            return self._table(element)
        return self.blocks(element.children)

    def _paragraph(self, children: Sequence[Node]) -> list[str]:
        lines = [line.strip(" ") for line in self._inline(children).strip(BREAK + " ").split(BREAK)]
        text = "\\\n".join(escape_line_start(line) for line in lines if line)
        return [text] if text else []

    def _list(self, element: Element, other_marker: bool) -> list[str]:
        items = [self.blocks(_item_children(child)) for child in element.children if not _is_space(child)]
        items = [blocks for blocks in items if blocks]
        tight = all(len(blocks) == 1 or _is_nested_list(blocks[1:]) for blocks in items) and not any(
            isinstance(node, Element) and node.tag == "p" for item in element.children for node in _item_children(item)
        )
        number = _start(element)
        written = []
        for blocks in items:
            if element.tag == "ol":
                marker = f"{number}{')' if other_marker else '.'} "
                number += 1
            else:
                marker = "* " if other_marker else "- "
            text = ("\n" if tight else "\n\n").join(blocks)
            written.append(marker + re.sub(r"\n(?=[^\n])", "\n" + " " * len(marker), text))
        return [("\n" if tight else "\n\n").join(written)] if written else []

    def _table(self, table: Element) -> list[str]:
        rows = [[self._cell(cell) for cell in cells] for cells in table_rows(table)]
        width = max((len(row) for row in rows), default=0)
        if not width:
            return self.blocks([child for child in table.children if isinstance(child, Element)])
        lines = [f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in rows]
        lines.insert(1, "|" + " --- |" * width)
        captions = [child for child in table.children if isinstance(child, Element) and child.tag == "caption"]
        return [*self.blocks(captions), "\n".join(lines)]

    def _cell(self, cell: Element) -> str:
        return re.sub(r"(?<!\\)\|", r"\\|", self._on_one_line(cell))

    def _on_one_line(self, element: Element) -> str:
        return _SPACE.sub(" ", self._inline(element.children)).strip()

    # Inline

    def _inline(self, children: Sequence[Node], around: "_Around | None" = None) -> str:
        """The content of a line; hard breaks stand in it as :data:`BREAK`."""
        around = around or _Around()
        out = around.before
        parts: list[str] = []
        for index, child in enumerate(children):
            after = _first_character(children[index + 1 : index + 4]) or around.after
            text = self._piece(child, replace(around, before=out[-1:], after=after))
            if text.startswith("[") and parts and out.endswith("!"):
                parts[-1] = parts[-1][:-1] + "\\!"
            if text.startswith("`") and out.endswith("`"):
                parts.append(" ")  # two pieces of code would run together
            if text:
                parts.append(text)
                out = text
        return re.sub(" {2,}", " ", "".join(parts))

    def _piece(self, node: Node, around: "_Around") -> str:
        if isinstance(node, str):
            return escape_inline(_SPACE.sub(" ", node))
        tag = node.tag
        if tag == "br":
            return BREAK
        if tag in _CODE or tag == "pre":
            return code_span(plain_text(node))
        if tag == "img":
            return self._image(node, around.in_link)
        if tag == "sup" and not _has_link(node):
            return raised(_SPACE.sub(" ", plain_text(node)))
        if tag == "sub" and not _has_link(node):
            return lowered(_SPACE.sub(" ", plain_text(node)))
        if tag == "a" and not around.in_link:
            return self._link(node, around)
        marker = _MARKERS.get(tag, "")
        if not marker or marker in around.within:
            text = self._inline(node.children, around)
            return f" {text} " if node.is_block else text
        text = self._inline(node.children, replace(around, within=around.within | {marker}))
        inner = text.strip()  # BREAK counts as space
        if not inner:
            return text
        lead, trail = text[: text.index(inner[0])], text[len(text.rstrip()) :]
        before, after = lead[-1:] or around.before, trail[:1] or around.after
        if before == marker[0] or not stands_free(inner, before, after):
            return text
        if marker[0] in (inner[0], inner[-1]):  # stars next to stars: nobody could tell which closes which
            if is_letter(before) or is_letter(after) or "_" in (before, after):
                return text
            marker = marker.replace("*", "_")
        return f"{lead}{marker}{inner}{marker}{trail}"

    def _link(self, element: Element, around: "_Around") -> str:
        text = self._inline(element.children, replace(around, in_link=True))
        address = self._address(element.attributes.get("href", ""))
        if not address:
            return text
        plain = plain_text(element).strip()
        if plain == address and re.fullmatch(r"https?://[^\s<>`\\]+", plain):
            return f"<{plain}>"
        label = text.strip(" " + BREAK).replace(BREAK, " ") or escape_inline(plain or _file_name(address))
        lead = " " if text.startswith(" ") else ""
        trail = " " if text.endswith(" ") else ""
        return f"{lead}[{label}]({destination(address)}){trail}"

    def _image(self, element: Element, in_link: bool) -> str:
        alt = _SPACE.sub(" ", element.attributes.get("alt", "")).strip()
        address = self._address(element.attributes.get("src", ""))
        if alt.lower() in _NO_ALT:
            alt = _file_name(address) if address else ""
        if in_link or not address:
            return escape_inline(alt)
        return f"[{escape_inline(alt)}]({destination(address)})"

    def _address(self, address: str) -> str:
        """A complete web or mail address; empty for anything else, scripts and data included."""
        address = re.sub(r"[\x00-\x20\x7f]+", "%20", address.strip())
        if address.startswith("//"):
            address = "https:" + address
        if not _ADDRESS.match(address):
            if not self.base_url or re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", address):
                return ""
            try:
                address = urljoin(self.base_url, address)
            except ValueError:
                return ""
        return address if _ADDRESS.fullmatch(address) else ""


def _first_character(nodes: Sequence[Node]) -> str:
    """About what the next piece of a line begins with."""
    for node in nodes:
        if isinstance(node, str):
            found = node[:1]
        elif node.tag in _CODE:
            found = "`"
        elif node.tag in ("a", "img"):
            found = "["
        else:
            found = " " if node.tag == "br" or node.is_block else _first_character(node.children[:3])
        if found:
            return found
    return ""


def _has_link(element: Element) -> bool:
    return any(isinstance(child, Element) and (child.tag == "a" or _has_link(child)) for child in element.children)


def _classes(element: Element) -> list[str]:
    inner = [child for child in element.children if isinstance(child, Element) and child.tag == "code"]
    return [each.attributes.get("class", "") for each in (element, *inner)]


def _item_children(node: Node) -> list[Node]:
    return node.children if isinstance(node, Element) and node.tag == "li" else [node]


def _is_space(node: Node) -> bool:
    return isinstance(node, str) and not node.strip()


def _is_nested_list(blocks: list[str]) -> bool:
    return len(blocks) == 1 and re.match(r"[-*] |1[.)] ", blocks[0]) is not None


def _start(element: Element) -> int:
    start = element.attributes.get("start", "1")
    return int(start) if re.fullmatch(r"[0-9]{1,8}", start) else 1


def _file_name(address: str) -> str:
    parts = urlsplit(address)
    return parts.path.rstrip("/").rpartition("/")[2] or parts.netloc or address
