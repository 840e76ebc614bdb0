from django import forms
from django.template import engines


class Sample(forms.Form):
    name = forms.CharField(label="Name", help_text="The name colleagues know you by.")
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    rhythm = forms.ChoiceField(label="Rhythm", widget=forms.RadioSelect, choices=[("day", "Daily"), ("week", "Weekly")])
    agreed = forms.BooleanField(label="I agree")
    hidden = forms.CharField(widget=forms.HiddenInput, required=False)


def render(form) -> str:
    return (
        engines["jinja2"]
        .from_string('{% import "ui/macros/form.html" as f %}{{ f.fields(form) }}')
        .render({"form": form})
    )


def test_every_field_has_a_label_that_belongs_to_it():
    html = render(Sample())
    for name in ("name", "note", "agreed"):
        assert f'<label for="id_{name}"' in html
        assert f'id="id_{name}"' in html
    assert "<legend>Rhythm" in html
    assert 'type="hidden" name="hidden"' in html


def test_what_was_typed_stays_and_each_mistake_stands_at_its_field():
    html = render(Sample({"name": "", "note": "<b>kept</b>", "rhythm": "week"}))
    assert "&lt;b&gt;kept&lt;/b&gt;" in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_name_hint id_name_error"' in html
    assert 'id="id_name_error"' in html
    assert 'value="week" checked' in html


def test_a_group_of_choices_is_described_by_its_mistake_or_by_nothing():
    assert 'aria-describedby=""' not in render(Sample())
    assert '<fieldset class="field field-choices field-bad" aria-describedby="id_rhythm_error">' in render(Sample({}))


def test_a_field_with_an_id_of_its_own_says_it_once():
    for macro in ("input", "textarea"):
        call = macro + '("note", "Note", attrs={"id": "note-7", "maxlength": 9})'
        html = engines["jinja2"].from_string('{% import "ui/macros/form.html" as f %}{{ f.' + call + " }}").render()
        assert html.count(' id="note-7"') == 1
        assert 'for="note-7"' in html
        assert 'maxlength="9"' in html


def test_only_fields_that_may_stay_empty_are_called_optional():
    html = render(Sample())
    assert html.count("optional") - html.count("field-optional") == 1


def test_errors_of_the_whole_form_come_first_and_are_announced():
    form = Sample({"name": "x", "rhythm": "day", "agreed": "on"})
    form.add_error(None, "This was sent before.")
    html = render(form)
    assert html.index("This was sent before.") < html.index("Name")
    assert 'role="alert"' in html


def test_a_form_that_goes_to_its_own_page_names_no_address():
    template = (
        '{% import "ui/macros/form.html" as f %}{% call f.form("") %}{% endcall %}{% call f.form("/x/") %}{% endcall %}'
    )
    html = engines["jinja2"].from_string(template).render()
    assert 'action=""' not in html
    assert 'action="/x/"' in html


def test_a_choice_that_always_has_an_answer_is_not_called_optional():
    class Choices(forms.Form):
        theme = forms.ChoiceField(
            required=False, widget=forms.RadioSelect, choices=[("", "As my device"), ("d", "Dark")]
        )
        zone = forms.ChoiceField(required=False, choices=[("", "As this site"), ("UTC", "UTC")])

    assert "optional" not in render(Choices())
