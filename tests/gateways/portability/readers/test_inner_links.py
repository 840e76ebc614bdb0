import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gilde.gateways.portability.readers.stackexchange import find_inner_links, rewrite_inner_links
from gilde.gateways.portability.readers.stackexchange.markdown_source import tidy_source

SITE = "tuin.example.com"


def moved(source_id: str) -> str | None:
    return {"5": "/c/tuin/5", "8": "/c/tuin/5#answer-8", "comment-3": "/c/tuin/5#comment-3"}.get(source_id)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[x](https://tuin.example.com/questions/5/a-title)", "[x](/c/tuin/5)"),
        ("[x](http://tuin.example.com/questions/5/a-title/8#8)", "[x](/c/tuin/5#answer-8)"),
        ("[x](//tuin.example.com/a/8/12 'title')", "[x](/c/tuin/5#answer-8 'title')"),
        ("[x](/questions/5/a-title#comment3_5)", "[x](/c/tuin/5#comment-3)"),
        ("[x](https://tuin.example.com/questions/5/a#answer-9)", "[x](/c/tuin/5)"),  # that answer did not come along
        ("[x](/q/5?lq=1)", "[x](/c/tuin/5)"),
        ("[x][1]\n\n  [1]: http://tuin.example.com/q/5/2", "[x][1]\n\n  [1]: /c/tuin/5"),
        ("See https://tuin.example.com/q/5.", "See [/c/tuin/5](/c/tuin/5)."),
        ("See <https://tuin.example.com/q/5>.", "See [/c/tuin/5](/c/tuin/5)."),
        (
            "[https://tuin.example.com/q/5](https://tuin.example.com/q/5)",
            "[https://tuin.example.com/q/5](/c/tuin/5)",
        ),
        ("`https://tuin.example.com/q/5` and ``a `/q/5` b``", "`https://tuin.example.com/q/5` and ``a `/q/5` b``"),
        ("```\n[x](/q/5)\n```\n[x](/q/5)", "```\n[x](/q/5)\n```\n[x](/c/tuin/5)"),
        ("[x](/q/6) /q/5 and/q/5", "[x](/q/6) /q/5 and/q/5"),
        ("[x](/q/5abc) [x](/questions/tagged/peas)", "[x](/q/5abc) [x](/questions/tagged/peas)"),
        ("https://meta.tuin.example.com/q/5", "https://meta.tuin.example.com/q/5"),
        ("https://tuin.example.com.evil.example/q/5", "https://tuin.example.com.evil.example/q/5"),
    ],
)
def test_links_within_the_site_move_along(before: str, after: str) -> None:
    assert rewrite_inner_links(before, SITE, moved) == after


def test_a_complete_new_address_replaces_a_bare_one_as_it_is() -> None:
    text = rewrite_inner_links("https://tuin.example.com/q/5", SITE, lambda _: "https://gilde.example/5")
    assert text == "<https://gilde.example/5>"


def test_links_are_found_with_where_they_stand_and_what_they_mean() -> None:
    text = "a [x](/questions/5/t#comment3_5) b"
    ((span, source_id, fallback_id),) = find_inner_links(text, SITE)
    assert text[slice(*span)] == "/questions/5/t#comment3_5"
    assert (source_id, fallback_id) == ("comment-3", "5")


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(["https://tuin.example.com/q/5", "](", "[", ")", "`", "\n", "\n\n", "<", ">", "a ", "/q/5"])
    )
)
def test_nothing_but_links_changes(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert rewrite_inner_links(text, SITE, lambda _: None) == text
    for start, end in (link.span for link in find_inner_links(text, SITE)):
        assert text[start:end].rstrip("/").endswith("/q/5")


@pytest.mark.parametrize(
    "unit", ["`", "``a`", "[", "](", "![", "[![", "> ", "```\n", "https://tuin.example.com/q/", "[1]: ", "<br>"]
)
def test_hostile_markdown_costs_time_in_proportion_only(unit: str) -> None:
    text = unit * (200_000 // len(unit)) + "/q/5"
    started = time.process_time()
    rewrite_inner_links(tidy_source(text, SITE), SITE, moved)
    assert time.process_time() - started < 5
