"""Calls in templates: the short way gives what Jinja2's own way gives, and its complaints."""

import jinja2
import pytest
from django.template import engines

DEFINED = '{% macro two(first, second="b") %}[{{ first }}|{{ second }}]{% endmacro %}'


def render(source: str, **context) -> str:
    return engines["jinja2"].from_string(source).render(context)


@pytest.mark.parametrize(
    ("call", "gives"),
    [
        ('two("x")', "[x|b]"),
        ('two("x", "y")', "[x|y]"),
        ('two("x", second="y")', "[x|y]"),
        ('two(second="y", first="x")', "[x|y]"),
        ('two(*["x", "y"])', "[x|y]"),
        ('two(**{"first": "<i>"})', "[&lt;i&gt;|b]"),
    ],
)
def test_arguments_find_their_places(call, gives):
    assert render(DEFINED + "{{ " + call + " }}") == gives


@pytest.mark.parametrize("call", ['two("x", "y", "z")', 'two("x", third="z")', 'two("x", first="y")'])
def test_a_wrong_call_is_an_error_of_its_own_name(call):
    with pytest.raises(TypeError, match="two"):
        render(DEFINED + "{{ " + call + " }}")


def test_an_argument_that_was_not_given_is_an_error_where_it_is_shown():
    with pytest.raises(jinja2.UndefinedError, match="first"):
        render(DEFINED + "{{ two() }}")


def test_a_macro_knows_whether_it_was_called_with_a_block():
    source = "{% macro box() %}{% if caller is defined %}<b>{{ caller() }}</b>{% else %}empty{% endif %}{% endmacro %}"
    assert render(source + "{{ box() }}") == "empty"
    assert render(source + "{% call box() %}{{ text }}{% endcall %}", text="<i>") == "<b>&lt;i&gt;</b>"


def test_a_block_can_be_given_values():
    source = "{% macro each(items) %}{% for item in items %}{{ caller(item) }}{% endfor %}{% endmacro %}"
    assert render(source + '{% call(item) each(["a", "b"]) %}({{ item }}){% endcall %}') == "(a)(b)"


def test_a_macro_can_take_whatever_comes():
    source = "{% macro all() %}{{ varargs|join }}{{ kwargs|length }}{% endmacro %}"
    assert render(source + "{{ all(1, 2, x=3) }}") == "121"


def test_a_call_inside_a_loop_or_a_block_is_given_nothing_else():
    def said(*args, **kwargs) -> str:
        return f"{args}{kwargs}"

    source = "{% block main %}{% for n in [1] %}{{ said(n, x=2) }}{% endfor %}{{ said() }}{% endblock %}"
    assert render(source, said=said) == "(1,){&#39;x&#39;: 2}(){}"


def test_methods_classes_and_things_that_can_be_called_are_called():
    class Thing:
        def method(self, value: int) -> int:
            return value + 1

        def __call__(self, value: int) -> int:
            return value + 2

    source = "{{ thing.method(1) }} {{ thing(1) }} {{ kind().method(1) }} {{ namespace(a=5).a }}"
    assert render(source, thing=Thing(), kind=Thing) == "2 3 2 5"


def test_a_function_that_asks_for_the_context_is_given_it():
    @jinja2.pass_context
    def looks(context, name: str) -> str:
        return context[name]

    @jinja2.pass_environment
    def house(environment) -> str:
        return type(environment).__name__

    source = "{% for item in [1] %}{{ looks('name') }}{% endfor %} {{ house() }}"
    assert render(source, looks=looks, house=house, name="Anna") == "Anna PageEnvironment"


def test_what_is_not_there_cannot_be_called():
    with pytest.raises(jinja2.UndefinedError, match="nothing"):
        render("{{ nothing() }}")
