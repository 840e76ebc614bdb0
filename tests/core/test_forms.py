import pytest
from django import forms
from django.core.exceptions import ValidationError

from gilde.core.forms import MOST_LINES, LineField, ProseField


class Letter(forms.Form):
    title = LineField(max_length=20)
    body = ProseField(required=False)


@pytest.mark.parametrize("text", ["a\x00b", "\ud800"])
def test_what_cannot_be_kept_is_refused_at_the_field_and_stays_in_the_form(text):
    form = Letter({"title": "Title", "body": text})
    assert not form.is_valid()
    assert list(form.errors) == ["body"]
    assert form["body"].value() == text


def test_a_line_is_one_line_without_tricks():
    form = Letter({"title": "  A\u202e name\r\n with\t\x07 tricks\u200b ", "body": ""})
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"title": "A name with tricks", "body": ""}


def test_prose_keeps_its_shape_with_simple_line_ends_and_composed_letters():
    form = Letter({"title": "x", "body": "e\u0301e\u0301n\r\n\r\n    code\rend"})
    assert form.is_valid()
    assert form.cleaned_data["body"] == "één\n\n    code\nend"


def test_a_line_of_nothing_but_tricks_counts_as_empty():
    assert Letter({"title": "\u200b\u202e"}).errors["title"]


def test_length_is_counted_after_cleaning():
    assert Letter({"title": "x" * 20 + "\u200b"}).is_valid()
    assert not Letter({"title": "x" * 21}).is_valid()


def test_prose_of_too_many_lines_is_refused_with_their_number():
    assert Letter({"title": "x", "body": "a\n" * (MOST_LINES - 1) + "a"}).is_valid()
    form = Letter({"title": "x", "body": "a\n" * MOST_LINES + "a"})
    assert f"{MOST_LINES + 1} lines" in form.errors["body"][0]


@pytest.mark.parametrize(
    "typed", ["\u3164", "\u200d\u200c", " \u2800 ", "\u115f\u1160", "\U000e0041\U000e007f", "\u0301\u0301", "\ufff9"]
)
def test_what_shows_nothing_is_empty(typed):
    """A name of it would be nobody's, and a comment of it a riddle."""
    for field in (LineField(), ProseField()):
        with pytest.raises(ValidationError) as refused:
            field.clean(typed)
        assert refused.value.code == "required"
        assert type(field)(required=False).clean(typed) == ""


@pytest.mark.parametrize("typed", ["Zoë", "नमस्ते", "👩‍👩‍👧", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "Nguyễn Thị", "!", "♥", "한국", "می\u200cخواهم"])
def test_what_shows_stays_as_it_is(typed):
    assert LineField().clean(typed) == typed


def test_marks_piled_on_a_letter_do_not_cover_other_lines():
    assert LineField().clean("Z" + "\u0315" * 100 + "o") == "Z" + "\u0315" * 3 + "o"
    assert ProseField().clean("ạ̃ and ṩ̂") == "ạ̃ and ṩ̂"
