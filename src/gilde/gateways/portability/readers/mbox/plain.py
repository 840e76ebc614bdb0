"""The text of a mail as Markdown: paragraphs flow again, quotes stay, code stays as it stood."""

import re
from typing import Final

from gilde.gateways.portability.markdown_text import escape_inline, escape_line_start, fence

_QUOTE: Final = re.compile(r"(?:> ?)+")
_SIGNATURE: Final = re.compile(r"^-- ?$")
_FOOT: Final = re.compile(r"^_{20,}\s*$")
_FENCE: Final = re.compile(r"^(?:```|~~~)[\w{}.-]{0,30}\s*$")
_DROPPED: Final = re.compile(
    r"^\s*\[\[alternative HTML version deleted\]\]\s*$"
    r"|^(?:Sent from|Get Outlook for|Verstuurd vanaf|Gesendet von) \S.{0,60}$"
)
_SAID: Final = re.compile(
    r"^(?:On|Op|Le|Am|El|Il) .{5,200}(?:wrote|(?:schreef|schrieb)(?: .{1,200})?|a écrit|escribió|ha scritto)\s*:\s*$"
)
_ORIGINAL: Final = re.compile(
    r"^\s*-{3,}\s*(?:Original Message|Oorspronkelijk bericht|Ursprüngliche Nachricht)\s*-{3,}\s*$", re.I
)
_NEXT: Final = re.compile(r"^-{10,} next part -{10,}$")
_URL: Final = re.compile(r"<?(?P<url>https?://[^\s<>\"']{1,600}[^\s<>\"'.,;:!?)\]])>?")
_PROSE: Final = 55  # characters; a paragraph whose lines are longer was broken by a mail program


def as_markdown(text: str) -> str:
    """The Markdown of a mail's text, without signature, the foot of the list, and a quote of everything below."""
    lines = [line.rstrip() for line in text.expandtabs(8).split("\n")]
    return "\n\n".join(_blocks(_without_rest(_without_foot(lines))))


def _without_foot(lines: list[str]) -> list[str]:
    kept: list[str] = []
    for place, line in enumerate(lines):
        if _SIGNATURE.match(line) or (
            _FOOT.match(line) and any("list" in each.lower() for each in lines[place : place + 3])
        ):
            break
        if _NEXT.match(line):
            kept += ["", *(each for each in lines[place + 1 : place + 8] if each.startswith(("Name:", "URL:")))]
            break
        if not _DROPPED.match(line):
            kept.append(line)
    return kept


def _without_rest(lines: list[str]) -> list[str]:
    """Without the whole former mail below one's own words: it stands above in the conversation already."""
    for place, line in enumerate(lines):
        if _ORIGINAL.match(line) and any(each.strip() for each in lines[:place]):
            return lines[:place]
    end = len(lines)
    while end and (not lines[end - 1].strip() or lines[end - 1].startswith(">")):
        end -= 1
    quoted = any(line.startswith(">") for line in lines[end:])
    if not quoted or not any(line.strip() and not line.startswith(">") for line in lines[:end]):
        return lines
    own = end
    for start in range(max(0, end - 3), end):  # the line that introduces it may be broken
        if _SAID.match(" ".join(lines[start:end]).strip()):
            own = start
            break
    return lines[:own] if any(line.strip() for line in lines[:own]) else lines


def _blocks(lines: list[str]) -> list[str]:
    blocks: list[str] = []
    place = 0
    while place < len(lines):
        line = lines[place]
        start = place
        if not line.strip():
            place += 1
        elif line.startswith(">"):
            while place < len(lines) and lines[place].startswith(">"):
                place += 1
            blocks.append(_quote(lines[start:place]))
        elif _FENCE.match(line):
            place += 1
            while place < len(lines) and not _FENCE.match(lines[place]):
                place += 1
            blocks.append(fence("\n".join(lines[start + 1 : place]), ""))
            place += 1
        else:
            while place < len(lines) and lines[place].strip() and not lines[place].startswith(">"):
                if _FENCE.match(lines[place]):
                    break
                place += 1
            blocks.append(_paragraph(lines[start:place]))
    return blocks


def _quote(lines: list[str]) -> str:
    """A quote at the depth of its lines, no deeper than three."""
    made: list[str] = []
    before = 0
    for line in lines:
        found = _QUOTE.match(line)
        depth = min(found[0].count(">") if found else 1, 3)
        inner = _escaped(line[found.end() :] if found else line)
        if made and depth != before:
            made.append(">" * min(depth, before))
        made.append(f"{'>' * depth} {escape_line_start(inner.strip())}".rstrip() if inner.strip() else ">" * depth)
        before = depth
    return "\n".join(made)


def _paragraph(lines: list[str]) -> str:
    if all(line.startswith("    ") for line in lines):
        return fence("\n".join(line[4:] for line in lines), "")
    written = [escape_line_start(_escaped(line.strip())) for line in lines]
    if re.match(r"\s*[-*•]\s", lines[0]):
        items = [re.sub(r"^\\?[-*•] +", "- ", text) for text in written]
        return "\n".join(item if item.startswith("- ") else f"  {item}" for item in items)
    broken = len(lines) > 1 and sum(len(line) > _PROSE for line in lines[:-1]) * 2 >= len(lines) - 1
    return ("\n" if broken else "\\\n").join(written)


def _escaped(text: str) -> str:
    """The text with nothing of it taken for markup, and its addresses as links."""
    parts: list[str] = []
    position = 0
    for found in _URL.finditer(text):
        parts += [escape_inline(text[position : found.start()]), f"<{found['url']}>"]
        position = found.end()
    return "".join(parts) + escape_inline(text[position:])
