"""Form fields that clean what people type without losing it.

Every text that reaches the database comes through one of these or through a Django field, whose own validator refuses
NUL. What cannot be kept (NUL, lone surrogates) is refused at the field with a sentence, so the rest of the form and
the text itself stay on the screen; what merely differs (line ends, composed letters) is made equal silently.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_SURROGATE = re.compile("[\ud800-\udfff]")
# Control characters, and the invisible ones that turn a name around or make two names look alike.
_INVISIBLE = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SPACE = re.compile(r"\s+")
# Three marks on one letter are more than any spelling has after composing; a hundred cover the lines above and below.
_MARKS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_PILED = re.compile(f"([{_MARKS}]{{3}})[{_MARKS}]+")
# Letters and symbols by category that show nothing: Hangul fillers, the empty Braille pattern.
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_SHOWING = frozenset("LNPS")  # letters, numbers, punctuation, symbols: the first letter of their category


def clean_text(text: str) -> str:
    """``text`` with ``\\n`` line ends, composed letters (NFC), few marks on each, and without control characters.
    Empty when it shows nothing.

    Raises:
        ValidationError: when it holds NUL or a lone surrogate, which no database keeps.
    """
    if "\x00" in text or _SURROGATE.search(text):
        raise ValidationError(
            _("This text contains a character that we cannot save. Remove it, or paste the text again."),
            code="unusable_character",
        )
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _PILED.sub(r"\1", _INVISIBLE.sub("", unicodedata.normalize("NFC", text)))
    return text if shows_something(text) else ""


def shows_something(text: str) -> bool:
    """Whether there is anything to see: a name of joiners and fillers would be nobody's, with no link to press."""
    return any(letter not in _BLANK and unicodedata.category(letter)[0] in _SHOWING for letter in text)


def clean_line(text: str) -> str:
    """``text`` on one line, with single spaces. Raises like :func:`clean_text`."""
    return _SPACE.sub(" ", clean_text(text)).strip()


class LineField(forms.CharField):
    """One line of text: a name, a title, a headline."""

    def to_python(self, value: Any) -> str | None:
        """The cleaned line, or the field's empty value."""
        text = super().to_python(value)
        return clean_line(text) or self.empty_value if text else text


MOST_LINES = 4_000  # what costs time in Markdown is lines: beyond this a page would keep its writer waiting


def too_many_lines(count: int) -> ValidationError:
    """The sentence for a text of ``count`` lines."""
    return ValidationError(
        _("This has %(count)d lines; at most %(most)d fit. Put the rest in a file."),
        code="too_many_lines",
        params={"count": count, "most": MOST_LINES},
    )


class ProseField(forms.CharField):
    """Text of several lines, usually Markdown; inner white space stays as typed, at most 4,000 lines."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str | None:
        """The cleaned text, or the field's empty value."""
        text = super().to_python(value)
        return clean_text(text) or self.empty_value if text else text

    def validate(self, value: Any) -> None:
        """Refuse a text of too many lines."""
        super().validate(value)
        if value and value.count("\n") >= MOST_LINES:
            raise too_many_lines(value.count("\n") + 1)
