"""Pieces of Markdown that say exactly what a text says: escapes, code, addresses, raised and lowered characters."""

import re
import unicodedata

BREAK = "\x1e"  # stands for a hard line break until the paragraph is put together; never occurs in a text

_SPECIAL = re.compile(
    r"[`*\[\]]"
    r"|\\(?=[!-/:-@\[-`{-~\s]|$)"  # a backslash that would escape what follows
    r"|(?<![^\W_])_|_(?![^\W_])"  # not between letters: snake_case is left alone
    r"|<(?=[A-Za-z/!?])"
    r"|~(?=~)|(?<=~)~"
)
_ENTITY = re.compile(r"&(?=#?\w{1,32};)")
_LINE_START = re.compile(r"(#{1,6}(?=\s|$)|>|[-+](?=\s|$)|\||(?=[-=:])[\s:|=-]+$)")
_NUMBERED = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
_RAISED = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_LOWERED = str.maketrans("0123456789+-−=()aeijoruvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑᵢⱼₒᵣᵤᵥₓ")
_LOST_IN_ADDRESS = {ord(each): f"%{ord(each):02X}" for each in ' "<>\\^`{|}()'}
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


def escape_inline(text: str) -> str:
    """Text so that nothing in it is taken for markup; line starts are another matter."""
    return _ENTITY.sub("&amp;", _SPECIAL.sub(r"\\\g<0>", text))


def escape_line_start(line: str) -> str:
    """A line of a paragraph so that its beginning is not taken for a heading, list, quote or underline."""
    if _LINE_START.match(line):
        return f"\\{line}"
    return _NUMBERED.sub(r"\1\\\2", line, count=1) if _NUMBERED.match(line) else line


def code_span(text: str) -> str:
    """Text as code within a line."""
    text = re.sub(r"\s+", " ", text).strip()
    if not text:
        return ""
    ticks = "`" * (_longest_run("`", text) + 1 if "`" in text else 1)
    return f"{ticks} {text} {ticks}" if "`" in (text[0], text[-1]) else f"{ticks}{text}{ticks}"


def fence(text: str, language: str = "") -> str:
    """Text as a code block on lines of its own."""
    ticks = "`" * max(3, _longest_run("`", text) + 1)
    return f"{ticks}{language}\n{text}\n{ticks}"


def destination(address: str) -> str:
    """An address as the target of a link."""
    address = _CONTROL.sub("", address.strip()).translate(_LOST_IN_ADDRESS)
    return _ENTITY.sub("&amp;", address)


def raised(text: str) -> str:
    """Text as a superscript: raised characters where they exist, a caret for a short word, else just the text."""
    return _shifted(text, _RAISED, "^")


def lowered(text: str) -> str:
    """Text as a subscript, in the same way."""
    return _shifted(text, _LOWERED, "\\_")


def _shifted(text: str, table: dict[int, int], mark: str) -> str:
    text = text.strip()
    if all(ord(each) in table for each in text):
        return text.translate(table)
    if len(text) <= 12 and " " not in text:
        return f"{mark}{escape_inline(text)}" if text.isalnum() else f"{mark}({escape_inline(text)})"
    return f" {escape_inline(text)}"


def _longest_run(character: str, text: str) -> int:
    return max((len(run) for run in re.findall(f"{re.escape(character)}+", text)), default=0)


def stands_free(inner: str, before: str, after: str) -> bool:
    """Whether emphasis here would be read as emphasis: not with punctuation inside and a letter outside."""
    return not ((_is_mark(inner[0]) and is_letter(before)) or (_is_mark(inner[-1]) and is_letter(after)))


def is_letter(character: str) -> bool:
    """Whether a character glues to emphasis beside it: neither space nor punctuation."""
    return bool(character) and not character.isspace() and not _is_mark(character)


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"
