"""The fields of this room: words, languages, periods, addresses."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from gilde.people.forms.address import AddressField
from gilde.people.forms.period import PeriodField
from gilde.people.forms.words import LanguagesField, WordsField
from gilde.people.languages import BY_CODE, LANGUAGES, choices


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", []),
        (" , ;\n, ", []),
        ("care", ["care"]),
        ("care, Care ,CARE;cáre", ["care"]),
        ("#ethics, wound  care\nteaching", ["ethics", "wound care", "teaching"]),
        ("護理,教学", ["護理", "教学"]),
        ("C++, C#", ["C++", "C#"]),
        ("a\u200bb", ["ab"]),
    ],
)
def test_words_are_parted_by_commas_and_lines(typed, words):
    assert WordsField().clean(typed) == words


@pytest.mark.parametrize("typed", ["x" * 61, ",".join(map(str, range(16))), "x" * 2001, "a\x00b", "\ud800"])
def test_too_much_or_what_cannot_be_kept_is_a_sentence(typed):
    with pytest.raises(ValidationError):
        WordsField().clean(typed)


@pytest.mark.parametrize("typed", ["Frysk", "frisian", "FRIES", "fy", "Frysk (Frisian)"])
def test_a_language_is_known_by_each_of_its_names(typed):
    assert LanguagesField().clean(typed) == ["fy"]


def test_codes_and_names_of_languages_are_unique_and_whole():
    assert len(BY_CODE) == len(LANGUAGES)
    assert all(language.own and language.english and language.dutch for language in LANGUAGES)
    assert len(choices()) == len(LANGUAGES)


def test_every_own_name_leads_back_to_its_language():
    for language in LANGUAGES:
        assert LanguagesField().clean(language.own) == [language.code]


@pytest.mark.parametrize(
    ("typed", "begin", "end"),
    [
        ("2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2-2020", date(2020, 2, 1), date(2020, 2, 29)),
        ("2019-03-15", date(2019, 3, 15), date(2019, 3, 15)),
        ("15-3-2019", date(2019, 3, 15), date(2019, 3, 15)),
        ("15/03/2019", date(2019, 3, 15), date(2019, 3, 15)),
        (" 2019 ", date(2019, 1, 1), date(2019, 12, 31)),
        ("", None, None),
    ],
)
def test_a_year_a_month_or_a_day_is_a_beginning_or_an_end(typed, begin, end):
    assert PeriodField().clean(typed) == begin
    assert PeriodField(end=True).clean(typed) == end


@pytest.mark.parametrize("typed", ["2019", "2019-03", "2019-03-15"])
def test_a_date_comes_back_as_it_was_typed(typed):
    for field in (PeriodField(), PeriodField(end=True)):
        assert field.prepare_value(field.clean(typed)) == typed


@pytest.mark.parametrize(
    "typed", ["19", "2019-00", "2019-13", "2019-02-30", "1899", "2101", "99999", "x", "2019-03-15-1"]
)
def test_what_is_no_date_is_a_sentence(typed):
    with pytest.raises(ValidationError):
        PeriodField().clean(typed)


def test_an_address_keeps_its_scheme_and_gets_https_without_one():
    assert AddressField().clean("example.org") == "https://example.org"
    assert AddressField().clean("http://example.org/é?a=b#c") == "http://example.org/é?a=b#c"
    assert AddressField(required=False).clean("  ") == ""
