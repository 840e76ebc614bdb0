"""The Dutch catalogue: whole, in step with the English, and in the voice of the house."""

from __future__ import annotations

import ast
import gettext
import io
import re
from collections import Counter
from functools import cache

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from gilde.config import translations

# What a program fills in, and the tags that must come back in the other language; entities such as &nbsp; too.
_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}|</?[a-z][^>]*>|&\w+;")
# Words that English does not have: one of these in a source text means that somebody wrote it in Dutch.
_DUTCH = re.compile(
    r"\b(de|het|een|en|van|voor|niet|je|jij|jouw|wij|ons|zijn|wordt|kun|kunt|gemeenschap|gastheer|begeleider|"
    r"bijdrage|uitnodiging|afspraken|opslaan|verwijderen|annuleren)\b",
    re.IGNORECASE,
)
_OLD_WORDS = re.compile(r"\b(a\.u\.b\.|gelieve|middels|dient te|teneinde|welke reeds)\b", re.IGNORECASE)


@cache
def _dutch() -> Catalog:
    return translations.read("nl")


def _entries() -> list[Message]:
    return [message for message in _dutch() if message.id]


def _all_forms(message: Message) -> list[tuple[str, str]]:
    if isinstance(message.id, (tuple, list)):
        return list(zip(message.id, message.string, strict=True))
    return [(message.id, message.string)]


def _forms(message: Message) -> list[tuple[str, str]]:
    """English and Dutch side by side, once per number; what is not translated yet has a test of its own."""
    return [(english, dutch) for english, dutch in _all_forms(message) if dutch]


def _placeholders(text: str) -> Counter[str]:
    return Counter(_PLACEHOLDER.findall(text))


def test_every_text_has_a_dutch_translation() -> None:
    assert translations.untranslated("nl") == []


def test_no_text_hides_from_collecting_behind_a_name_of_its_own() -> None:
    hidden = [
        f"{path.relative_to(translations.PACKAGE)}: {name.asname}"
        for path in translations.PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith(("gettext", "utils.translation"))
        for name in node.names
        if name.name.endswith(("gettext", "gettext_lazy")) and name.asname not in {None, "_", name.name}
    ]
    assert hidden == []


@pytest.mark.parametrize("language", ["en", "nl"])
def test_what_is_wrong_with_a_field_is_said_in_our_words(language: str) -> None:
    """Not "This field is required" or "Ensure this value has …", nor a text that Django's Dutch does not have yet."""
    fields: dict[str, tuple[forms.Field, object]] = {
        "nothing": (forms.CharField(), ""),
        "too long": (forms.CharField(max_length=3), "four"),
        "too short": (forms.CharField(min_length=5), "four"),
        "a NUL": (forms.CharField(), "a\0"),
        "no number": (forms.IntegerField(), "four"),
        "too much": (forms.IntegerField(max_value=3), "4"),
        "too little": (forms.IntegerField(min_value=5), "4"),
        "no date": (forms.DateField(), "soon"),
        "no address": (forms.EmailField(), "anna"),
        "no web address": (forms.URLField(assume_scheme="https"), "a b"),
        "another choice": (forms.ChoiceField(choices=[("a", "A")]), "b"),
        "an empty file": (forms.FileField(), SimpleUploadedFile("a.txt", b"")),
    }
    said = []
    with override(language):
        for field, typed in fields.values():
            with pytest.raises(ValidationError) as refused:
                field.clean(typed)
            said += refused.value.messages
        with pytest.raises(ValidationError) as refused:
            validate_password("abc")
        said += refused.value.messages
    formal = r"\b(ensure|submit|valid|field|null|geldige?|veld|verplicht|zorg dat|selecteer|voer)\b"
    other = r"\b(this|password|you|the)\b" if language == "nl" else r"\b(dit|wachtwoord|je|het)\b"
    assert [text for text in said if re.search(f"{formal}|{other}", text, re.IGNORECASE)] == []


def test_nothing_in_the_catalogue_is_a_guess() -> None:
    assert [message.id for message in _entries() if message.fuzzy] == []
    assert not _dutch().fuzzy


def test_nothing_in_the_catalogue_is_left_empty() -> None:
    assert [english for message in _entries() for english, dutch in _all_forms(message) if not dutch.strip()] == []


def test_placeholders_and_tags_are_the_same_in_both_languages() -> None:
    differing = []
    for message in _entries():
        for english, dutch in _forms(message):
            if _placeholders(english) != _placeholders(dutch):
                differing.append((english, dutch))
    assert differing == []


def test_every_translation_can_be_filled_in() -> None:
    """A stray per cent sign breaks a page only when that text is shown, so each is tried here."""
    for message in _entries():
        for english, dutch in _forms(message):
            names = re.findall(r"%\((\w+)\)([a-z])", english)
            if names:
                values = {name: 3 if kind == "d" else "x" for name, kind in names}
                assert dutch % values


def test_spaces_and_closing_marks_are_the_same_in_both_languages() -> None:
    """Sentences are joined to others and a label ends without a full stop, in both languages alike."""
    differing = []
    for message in _entries():
        for english, dutch in _forms(message):
            if (english[:1].isspace(), english[-1:].isspace()) != (dutch[:1].isspace(), dutch[-1:].isspace()):
                differing.append((english, dutch))
            if (english[-1] in ".:…") != (dutch[-1] in ".:…") and not _is_borrowed(message):
                differing.append((english, dutch))
    assert differing == []


def _is_borrowed(message: Message) -> bool:
    return any(file == "libraries" for file, _line in message.locations)


def test_a_label_that_begins_small_does_so_in_both_languages() -> None:
    differing = []
    for message in _entries():
        for english, dutch in _forms(message):
            first, theirs = english[0], dutch[0]
            both_letters = first.isalpha() and theirs.isalpha() and not _is_borrowed(message)
            if both_letters and first.isupper() != theirs.isupper():
                differing.append((english, dutch))
    assert differing == []


def test_our_dutch_says_je_and_never_u() -> None:
    formal = [dutch for message in _entries() for _english, dutch in _forms(message) if translations.is_formal(dutch)]
    assert formal == []


def test_our_dutch_has_no_office_words() -> None:
    stiff = [dutch for message in _entries() for _english, dutch in _forms(message) if _OLD_WORDS.search(dutch)]
    assert stiff == []


def test_a_host_is_never_only_a_man() -> None:
    lonely = [
        dutch
        for message in _entries()
        for _english, dutch in _forms(message)
        if re.search(r"gasthe(er|ren)\b", dutch, re.IGNORECASE) and "vrouw" not in dutch.lower()
    ]
    assert lonely == []


def test_the_english_sources_hold_no_dutch() -> None:
    dutch = []
    for file, line, message, _context in translations.texts():
        for text in message if isinstance(message, (tuple, list)) else [message]:
            if isinstance(text, str) and _DUTCH.search(text):
                dutch.append((file, line, text))
    assert dutch == []


def test_collecting_again_changes_no_translation(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is in the repository is what the source asks for, in the form the tool writes; nothing is lost by it."""
    path = tmp_path / "nl.po"
    path.write_bytes(translations.catalogue_path("nl").read_bytes())
    before = {(message.id, message.context): message.string for message in _entries()}
    monkeypatch.setattr(translations, "catalogue_path", lambda language: path)
    _count, missing = translations.collect("nl")
    with path.open("rb") as stream:
        after = {
            (message.id, message.context): message.string for message in read_po(stream, locale="nl") if message.id
        }
    assert missing == 0
    assert after.items() <= before.items()


def test_a_text_of_a_library_that_we_reword_survives_collecting(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "nl.po"
    catalogue = Catalog(locale="nl", project="Gilde", charset="utf-8")
    catalogue.add("Sign Out", "Tot later")
    catalogue.add("A text nobody asks for", "Een tekst waar niemand om vraagt")
    with path.open("wb") as stream:
        write_po(stream, catalogue)
    monkeypatch.setattr(translations, "catalogue_path", lambda language: path)
    translations.collect("nl")
    collected = translations.read("nl")
    assert collected.get("Sign Out").string == "Tot later"
    assert collected.get("A text nobody asks for") is None


def test_the_english_catalogue_only_rewords_texts_of_libraries() -> None:
    assert translations.unclaimed() == []
    words = [message for message in translations.read("en") if message.id]
    assert all(_placeholders(english) == _placeholders(ours) for message in words for english, ours in _forms(message))
    said = " ".join(ours for message in words for _english, ours in _forms(message))
    assert not re.search(r"[Ss]ign(ed)?[ -](in|out|up)\b|[Ss]ecurity [Kk]ey|[Tt]wo-[Ff]actor", said)


def test_the_english_keeps_to_the_words_of_the_glossary() -> None:
    """Words that ``docs/reference/words.md`` gives up for others; most are Dutch in English letters."""
    given_up = re.compile(
        r"^Only who\b|\bone sees\b|\bstands (above|at|wherever)\b|\bGo on\b|\b([Ss]ome|[Ee]very|[Aa]ny)body\b|"
        r"\b([Tt]ake|[Tt]hrow) (it )?away\b|\b[Tt]akes? (it )?back\b|\b[Tt]aken over\b|\bthis mail\b|\blog-in\b|"
        r"\b[Pp]roven\b"
    )
    texts = [english for message in _entries() if not _is_borrowed(message) for english, _dutch in _all_forms(message)]
    assert [text for text in texts if given_up.search(text)] == []


def test_plurals_choose_the_right_form() -> None:
    stream = io.BytesIO()
    write_mo(stream, _dutch())
    stream.seek(0)
    dutch = gettext.GNUTranslations(stream)
    assert dutch.ngettext("%(count)d day ago", "%(count)d days ago", 1) == "%(count)d dag geleden"
    assert dutch.ngettext("%(count)d day ago", "%(count)d days ago", 2) == "%(count)d dagen geleden"
    assert dutch.ngettext("%(count)d day ago", "%(count)d days ago", 0) == "%(count)d dagen geleden"
