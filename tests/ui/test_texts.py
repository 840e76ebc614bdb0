from django.template import engines
from django.utils import translation

from gilde.ui import reading


def render(source: str, **context) -> str:
    return engines["jinja2"].from_string(source).render(context)


def test_each_page_speaks_the_language_it_is_rendered_in():
    source = '{{ _("Cancel") }}'
    with translation.override("nl"):
        assert render(source) == "Annuleren"
    with translation.override("en"):
        assert render(source) == "Cancel"
    with translation.override("nl"):
        assert render(source) == "Annuleren"
    assert reading.language() == "en"


def test_values_are_escaped_in_pages_and_left_alone_in_text():
    assert render('{{ _("By %(name)s", name=name) }}', name="O'Brien <b>") == "By O&#39;Brien &lt;b&gt;"
    assert render('{% autoescape false %}{{ _("By %(name)s", name=name) }}{% endautoescape %}', name="O'Brien") == (
        "By O'Brien"
    )


def test_a_per_cent_sign_is_written_twice_in_the_source_and_once_on_the_page():
    assert render('{{ _("100%% yours") }}') == "100% yours"
    assert render('{{ _("%(n)s%% yours", n=9) }}') == "9% yours"


def test_text_inside_a_page_of_another_language_does_not_change_that_page():
    with translation.override("nl"):
        inner = render('{{ _("Cancel") }}')
    assert render('{{ _("Cancel") }} {{ inner }}', inner=inner) == "Cancel Annuleren"
