from types import SimpleNamespace as Thing

import jinja2
import pytest
from django.template import engines
from django.test import RequestFactory
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy
from markupsafe import Markup
from markupsafe import escape as markupsafe_escape

from gilde.core.actor import VISITOR
from gilde.ui.escaping import escape

HOSTILE = '<img src=x onerror="alert(1)">\'"&'


def render(source: str, request=None, **context) -> str:
    return engines["jinja2"].from_string(source).render(context, request)


def test_a_hostile_name_is_text_wherever_a_person_shows():
    someone = Thing(name=HOSTILE, url="/people/x/", photo_key="", headline=HOSTILE)
    html = render(
        '{% import "ui/macros/person.html" as person %}{% import "ui/macros/avatar.html" as avatar %}'
        "{{ person.person_line(someone, headline=true, note=someone.name) }}"
        "{{ person.person_card(someone, tags=[someone.name], note=someone.name) }}{{ avatar.avatar(someone.name) }}",
        someone=someone,
    )
    assert "<img" not in html
    assert html.count("&lt;img src=x onerror=&#34;alert(1)&#34;&gt;") == 7


def test_a_hostile_title_cannot_leave_its_attribute():
    html = render(
        '{% import "ui/macros/button.html" as button %}'
        '{{ button.button(text, attrs={"data-x": text}) }}{{ button.icon_button("x", text) }}{{ icon("x", 20, text) }}',
        text=HOSTILE,
    )
    assert "<img" not in html
    assert 'onerror="' not in html


def test_a_form_carries_the_token_of_the_request_it_is_rendered_for():
    request = RequestFactory().get("/")
    request.actor = VISITOR
    source = '{% import "ui/macros/form.html" as form %}{% call form.form("/x/", creates=true) %}{% endcall %}'
    html = render(source, request)
    assert 'name="csrfmiddlewaretoken"' in html
    assert 'name="client_id"' in html
    assert "CSRF_COOKIE" in request.META


def test_a_page_without_a_form_makes_no_token_so_it_can_be_cached():
    request = RequestFactory().get("/")
    request.actor = VISITOR
    render("{{ 1 }}", request)
    assert "CSRF_COOKIE" not in request.META


def test_a_name_that_was_not_given_is_an_error_and_not_an_empty_place():
    with pytest.raises(jinja2.UndefinedError):
        render("{{ nothing }}")


def test_attributes_leave_out_what_is_not_there():
    html = render('<a{{ {"hx_get": "/x?a=1&b=2", "hidden": true, "title": none, "open": false}|attributes }}>')
    assert html == '<a hx-get="/x?a=1&amp;b=2" hidden>'


def test_an_icon_speaks_only_when_it_has_a_label():
    assert 'aria-hidden="true"' in render('{{ icon("heart") }}')
    labelled = render('{{ icon("heart", 16, "Like") }}')
    assert 'aria-label="Like"' in labelled
    assert "aria-hidden" not in labelled


def test_a_face_without_photo_shows_two_letters_and_always_the_same_tint():
    once, again = (render('{% import "ui/macros/avatar.html" as a %}{{ a.avatar("Anna de Vries") }}') for _ in "12")
    assert ">AV</span>" in once
    assert once == again


def test_a_button_that_cannot_be_used_says_why():
    html = render('{% import "ui/macros/button.html" as b %}{{ b.button("Close", reason="Only hosts can close it.") }}')
    assert "Only hosts can close it." in html
    assert 'aria-disabled="true"' in html
    assert "aria-describedby" in html


def test_plurals_follow_the_number():
    source = '{% import "ui/macros/card.html" as card %}{{ card.card("c", "/d/1/", "T", kind, none, at, replies=n) }}'
    kind = Thing(value="idea", label="Idea", icon="lightbulb")
    assert "1 comment<" in render(source, kind=kind, at=None, n=1)
    assert "1,200 comments<" in render(source, kind=kind, at=None, n=1200)


@pytest.mark.parametrize(
    "value",
    ["plain", HOSTILE, 7, None, Markup("<b>safe</b>"), gettext_lazy("Cancel"), SafeString("<i>safe</i>"), ["<"]],
)
def test_our_escaping_gives_what_markupsafe_gives(value):
    assert escape(value) == markupsafe_escape(value)
    assert render("{{ value }}", value=value) == str(markupsafe_escape(value))
