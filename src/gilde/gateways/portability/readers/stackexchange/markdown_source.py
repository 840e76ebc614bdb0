"""The Markdown that people typed on those sites, as the Markdown we keep.

Code stays as it is. Around it: headings get the space and link definitions the empty line that CommonMark asks for,
remote pictures become links to them, relative addresses become complete ones, and the few HTML tags the editor there
offered become Markdown.
"""

import re
from collections.abc import Callable, Iterator

from gilde.gateways.portability.markdown_text import lowered, raised
from gilde.gateways.portability.readers.inner_links import CODE
from gilde.gateways.portability.readers.plain_text import storable

_CODE = re.compile(CODE)

_HEADING = re.compile(r"^(#{1,6})(?=[^\s#])", re.MULTILINE)
_NOTE = re.compile(r"<!-- ?(?:language|begin|end|hide)[^\n>]{0,200}-->[ ]*\n?")
_LABEL = r"\[([^\[\]\n]{0,2000})\]"
_TARGET = r"(\([^)\n]{0,2000}\)|\[[^\]\n]{0,300}\])"
_LINKED_PICTURE = re.compile(rf"\[!{_LABEL}{_TARGET}\]{_TARGET}")
_PICTURE = re.compile(rf"!{_LABEL}(?=[(\[])")
_RELATIVE = re.compile(r"(\]\(|^ {0,3}\[[^\]\n]{1,300}\]: *)(//?)(?=[A-Za-z0-9])", re.MULTILINE)
_SHIFTED = re.compile(r"<(sup|sub)>([^<\n]{0,1000})</\1>", re.IGNORECASE)
_KEY = re.compile(r"<kbd>([^<`\n]{1,60})</kbd>", re.IGNORECASE)
_LINE_BREAK = re.compile(r"[ ]{0,9}</?br ?/?>[ ]{0,9}(\n?)(?=(\n|\Z)?)", re.IGNORECASE)
_BREAKS = re.compile(r"(?:\\\n){2,}")  # as somebody wrote who wanted a paragraph
_BREAK_BEFORE_BLOCK = re.compile(r"\\\n(?=[ ]{0,3}(?:[-*+][ ]|[0-9]{1,9}[.)][ ]|>|\#{1,6}[ ]))", re.VERBOSE)
_DEFINITION = re.compile(r" {0,3}\[[^\]\n]{1,300}\]: {0,9}(?:<|https?:|/)")
_TAG_NAME = re.compile(r"\[(?:meta-)?tag:([^\]`\n]{1,60})\]")
_TAG = re.compile(
    r"</?(?:a|b|big|blockquote|center|code|dd|del|details|div|dl|dt|em|font|h[1-6]|hr|i|img|li|ol|p|pre|s|small|span"
    r"|strike|strong|sub|summary|sup|table|tbody|td|th|thead|tr|u|ul)(?:\s[^<>]{0,1000})?/?>",
    re.IGNORECASE,
)
_NO_ALT = frozenset({"", "enter image description here", "alt text"})


def tidy_source(text: str, host: str) -> str:
    """The Markdown of one post or comment, ready to keep."""
    made: list[str] = []
    for piece, is_code in _pieces(storable(text).strip("\n").rstrip()):
        before = made[-1].rpartition("\n")[2] if made else ""
        made.append(piece if is_code else _tidy(_set_apart(piece, before), host))
    return "".join(made).rstrip()


def has_html(text: str) -> bool:
    """Whether HTML tags are left outside code; we show those as text, so the rendered body is the better source."""
    return any(not is_code and _TAG.search(piece) for piece, is_code in _pieces(text))


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    position = 0
    for found in _CODE.finditer(text):
        yield text[position : found.start()], False
        yield found[0], True
        position = found.end()
    yield text[position:], False


def _set_apart(text: str, before: str) -> str:
    """The text with an empty line before link definitions that stand right below a line of text."""
    if "]:" not in text:
        return text
    first, *others = text.split("\n")
    made, previous = [first], before + first
    for line in others:
        if _DEFINITION.match(line) and previous.strip() and not _DEFINITION.match(previous):
            made.append("")
        made.append(line)
        previous = line
    return "\n".join(made)


def _tidy(text: str, host: str) -> str:
    text = _HEADING.sub(r"\1 ", text)
    if "[" in text:
        text = _LINKED_PICTURE.sub(lambda found: f"[{_alt(found[1])}]{found[3]}", text)
        text = _PICTURE.sub(lambda found: f"[{_alt(found[1])}]", text)
        text = _RELATIVE.sub(lambda found: _complete(found, host), text)
        text = _TAG_NAME.sub(r"`\1`", text)
    if "<" in text:
        text = _NOTE.sub("", text)
        for _ in range(2):  # small print is written as a lowered raised text
            text = _SHIFTED.sub(_shift, text)
        text = _KEY.sub(r"`\1`", text)
        text = _LINE_BREAK.sub(lambda found: (found[1] or " ") if found[2] is not None else "\\\n", text)
        text = _BREAK_BEFORE_BLOCK.sub("\n", _BREAKS.sub("\n\n", text))
    return text


def _alt(text: str) -> str:
    return "image" if text.strip().lower() in _NO_ALT else text


def _complete(found: re.Match[str], host: str) -> str:
    return f"{found[1]}https://" if found[2] == "//" else f"{found[1]}https://{host}/"


def _shift(found: re.Match[str]) -> str:
    shift: Callable[[str], str] = raised if found[1].lower() == "sup" else lowered
    return shift(found[2]) if re.fullmatch(r"[\w+=()-]{1,12}", found[2]) else found[2]
