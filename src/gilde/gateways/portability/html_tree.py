"""HTML fragments as a small tree, in one pass over the text.

Not ``html.parser``: in the Python this product starts from, 40 kB of ``<a b="`` keeps that busy for half a minute.
Here every character is looked at a bounded number of times, and elements nested deeper than the limit dissolve into
their parent instead of costing a stack.
"""

import html
import re
from dataclasses import dataclass, field

DEEPEST = 40

BLOCKS = frozenset(
    {
        *("p", "div", "section", "article", "header", "footer", "main", "aside", "nav", "figure", "figcaption"),
        *("address", "center", "form", "fieldset", "details", "summary", "h1", "h2", "h3", "h4", "h5", "h6"),
        *("blockquote", "pre", "ul", "ol", "li", "dl", "dt", "dd", "hr"),
        *("table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption"),
    }
)
_VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "wbr", "source", "area", "base", "col", "embed"})
_DROPPED = frozenset({"script", "style", "iframe", "noscript", "template", "object", "svg", "head", "title", "select"})
# What an opening tag closes without being asked, and how far up that reaches.
_CLOSES: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset({"li"}), frozenset({"ul", "ol"})),
    "dt": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "dd": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "tr": (frozenset({"tr", "td", "th"}), frozenset({"table"})),
    "td": (frozenset({"td", "th"}), frozenset({"tr", "table"})),
    "th": (frozenset({"td", "th"}), frozenset({"tr", "table"})),
}
_SCOPES = frozenset({"blockquote", "li", "dd", "td", "th", "div", "table"})

_TAG = re.compile(r"""<(/?)([A-Za-z][A-Za-z0-9-]*+)((?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+)>""")
_ATTRIBUTE = re.compile(r"""([^\s=>"'/]++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++)))?""")
_LONG_NUMBER = re.compile(r"&#(?:[0-9]{8,}|[xX][0-9A-Fa-f]{8,});?")
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


@dataclass
class Element:
    """A tag with what is in it: texts and other elements."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: "list[Element | str]" = field(default_factory=list)

    @property
    def is_block(self) -> bool:
        """Whether it stands on lines of its own."""
        return self.tag in BLOCKS


Node = Element | str


def parse_html(text: str) -> Element:
    """The fragment as the children of one nameless element. Never raises: what is no markup is text."""
    return _Parser(text).parsed()


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.root = Element("")
        self.open = [self.root]
        self.absent: set[str] = set()  # ends that were looked for in vain, so that nobody looks again

    def parsed(self) -> Element:
        position, text = 0, self.text
        while position < len(text):
            mark = text.find("<", position)
            if mark < 0:
                self._add_text(text[position:])
                break
            if mark > position:
                self._add_text(text[position:mark])
            if text.startswith("<!--", mark):
                position = self._after("-->", mark + 4) or self._literal(mark)
            elif text.startswith(("<!", "<?"), mark):
                position = self._after(">", mark + 2) or self._literal(mark)
            elif found := _TAG.match(text, mark):
                position = self._tag(found)
            else:
                position = self._literal(mark)
        return self.root

    def _literal(self, mark: int) -> int:
        self._add_text("<")
        return mark + 1

    def _after(self, end: str, position: int) -> int:
        if end in self.absent:
            return 0
        found = self.text.find(end, position)
        if found < 0:
            self.absent.add(end)
            return 0
        return found + len(end)

    def _add_text(self, text: str) -> None:
        self.open[-1].children.append(unescaped(text))

    def _tag(self, found: re.Match[str]) -> int:
        closing, tag, rest = found[1], found[2].lower(), found[3]
        if closing:
            self._close(tag)
        elif tag in _DROPPED:
            return self._after_dropped(tag, found.end())
        else:
            self._make_room(tag)
            element = Element(tag, _attributes(rest) if tag in _ATTRIBUTED else {})
            self.open[-1].children.append(element)
            if tag not in _VOID and len(self.open) <= DEEPEST:
                self.open.append(element)
        return found.end()

    def _after_dropped(self, tag: str, position: int) -> int:
        """Behind the closing tag; a script that never ends is only an unknown tag, its text stays."""
        if tag in self.absent:
            return position
        end = re.compile(rf"</{tag}\s*+>", re.IGNORECASE).search(self.text, position)
        if end is None:
            self.absent.add(tag)
            return position
        return end.end()

    def _make_room(self, tag: str) -> None:
        if tag in _CLOSES:
            closes, until = _CLOSES[tag]
            self._close_up_to(closes, until)
        elif tag in BLOCKS:
            self._close_up_to(frozenset({"p"}), _SCOPES)

    def _close_up_to(self, tags: frozenset[str], until: frozenset[str]) -> None:
        """Closes the outermost open element of these kinds, not looking beyond the boundary."""
        outermost = 0
        for index in range(len(self.open) - 1, 0, -1):
            if self.open[index].tag in until:
                break
            if self.open[index].tag in tags:
                outermost = index
        if outermost:
            del self.open[outermost:]

    def _close(self, tag: str) -> None:
        for index in range(len(self.open) - 1, 0, -1):
            if self.open[index].tag == tag:
                del self.open[index:]
                return


_ATTRIBUTED = frozenset({"a", "img", "ol", "pre", "code", "blockquote"})


def _attributes(text: str) -> dict[str, str]:
    attributes: dict[str, str] = {}
    for found in _ATTRIBUTE.finditer(text):
        attributes.setdefault(found[1].lower(), unescaped(found[2] or found[3] or found[4] or ""))
    return attributes


def unescaped(text: str) -> str:
    """The text with its entities resolved; numbers that no character has become U+FFFD."""
    if "&" in text:
        text = html.unescape(_LONG_NUMBER.sub("\ufffd", text))
    return text if text.isascii() and "\0" not in text else _UNSTORABLE.sub("", text)


def holds_block(element: Element) -> bool:
    """Whether an inline element wrongly holds blocks; a link keeps them, as it would be lost otherwise."""
    if element.tag == "a":
        return False
    return any(isinstance(child, Element) and (child.is_block or holds_block(child)) for child in element.children)


def plain_text(node: Node) -> str:
    """All text in a node, as it stands there."""
    if isinstance(node, str):
        return node
    return "\n" if node.tag == "br" else "".join(plain_text(child) for child in node.children)


def table_rows(element: Element) -> list[list[Element]]:
    """The cells of each row of a table, with those of its sections."""
    rows: list[list[Element]] = []
    for child in element.children:
        if not isinstance(child, Element):
            continue
        if child.tag == "tr":
            rows.append([cell for cell in child.children if isinstance(cell, Element) and cell.tag in ("td", "th")])
        elif child.tag in ("thead", "tbody", "tfoot"):
            rows += table_rows(child)
    return [row for row in rows if row]
