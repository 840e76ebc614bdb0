"""Several words in one field, separated by commas: labels and languages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from gilde.core.forms import ProseField, clean_line
from gilde.people.languages import LANGUAGES
from gilde.people.models.person import folded

MOST_WORDS: Final = 15
WORD_LENGTH: Final = 60
_MOST_TEXT: Final = 2_000


class WordsField(ProseField):
    """Words as a list, each once however it was capitalised, in the order typed."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", forms.TextInput)
        super().__init__(max_length=_MOST_TEXT, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Words from the database as text; what was typed stays as typed."""
        return ", ".join(value) if isinstance(value, (list, tuple)) else value

    def clean(self, value: Any) -> list[str]:  # type: ignore[override]
        """The words; a sentence when there are too many or one is too long."""
        text = super().clean(value)
        words: dict[str, str] = {}
        for part in clean_line(text.replace("\n", ",").replace(";", ",")).split(","):
            word = part.strip().lstrip("#").strip()
            if word:
                words.setdefault(folded(word), word)
        if len(words) > MOST_WORDS:
            raise ValidationError(
                ngettext("Use at most %(most)d word.", "Use at most %(most)d words.", MOST_WORDS) % {"most": MOST_WORDS}
            )
        for word in words.values():
            if len(word) > WORD_LENGTH:
                raise ValidationError(
                    _("“%(word)s…” is too long: use at most 60 characters, and a comma between words.")
                    % {"word": word[:30]}
                )
        return self.to_words(words.values())

    def to_words(self, words: Iterable[str]) -> list[str]:
        """The words as the form gives them on."""
        return list(words)


_CODES: Final = {
    folded(name): language.code
    for language in LANGUAGES
    for name in (language.own, language.english, language.dutch, language.code)
}


class LanguagesField(WordsField):
    """Names of languages, in Dutch, in English or in the language itself, as ISO codes."""

    def to_words(self, words: Iterable[str]) -> list[str]:
        """Their codes; a sentence when we do not know one."""
        codes: dict[str, None] = {}
        for word in words:
            # A suggestion carries both names: "Türkçe (Turkish)".
            code = _CODES.get(folded(word)) or _CODES.get(folded(word.split("(")[0].strip()))
            if code is None:
                raise ValidationError(
                    _("We do not know the language “%(word)s”. Try its English name.") % {"word": word}
                )
            codes[code] = None
        return list(codes)
