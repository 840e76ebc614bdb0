"""Tags: which spellings are one word, what is suggested, and what is too much."""

from __future__ import annotations

import pytest
from tests.factories.dialogue import client_of, make_contribution

from gilde.communities.models import Community
from gilde.core.actor import Actor
from gilde.dialogue.actions.tag import set_tags, tag_names
from gilde.dialogue.models import Contribution, Tag
from gilde.dialogue.queries.tag import suggest_tags, tag_names_of


@pytest.mark.parametrize(
    "names",
    [
        ["C", "C#", "C++"],
        ["日本語", "한국어", "العربية", "🎵", "🎶"],
        ["Лёд", "Лень"],
        ["wiki日本", "wiki한국"],
    ],
)
def test_words_that_differ_stay_different_tags(place: Community, anna: Actor, names: list[str]) -> None:
    row = make_contribution(anna, place)
    set_tags(row, names)
    assert tag_names_of(row) == names
    for name in names:
        key = Tag.objects.get(name=name).slug
        page = client_of(anna).get(f"/tags/{key}/")
        assert page.status_code == 200
        assert name in page.content.decode()


@pytest.mark.parametrize(
    "names", [["Café", "cafe", "CAFÉ"], ["Zorg thuis", "zorg-thuis", "zorg  Thuis"], ["ЛЁД", "лёд"], ["c++", "C++"]]
)
def test_spellings_of_one_word_are_one_tag(names: list[str]) -> None:
    assert list(tag_names(names).values()) == names[:1]


def test_a_word_in_another_script_is_suggested_by_its_beginning(place: Community, anna: Actor) -> None:
    row = make_contribution(anna, place)
    set_tags(row, ["日本語", "Zorg"])
    assert suggest_tags(anna, "日") == ["日本語"]
    assert suggest_tags(anna, "#zo") == ["Zorg"]
    assert suggest_tags(anna, " ") == []


@pytest.mark.parametrize(
    ("tags", "reason"),
    [
        (", ".join(f"word {n}" for n in range(9)), "These are 9 tags; at most 8 fit."),
        ("w" * 51, "A tag has at most 50 characters."),
    ],
)
def test_tags_that_do_not_fit_are_not_left_out_unsaid(place: Community, anna: Actor, tags: str, reason: str) -> None:
    page = client_of(anna).post(
        "/new/discussion/",
        {"title": "Chairs", "body": "In rows.", "community": place.pk, "language": "en", "tags": tags},
    )
    assert page.status_code == 422
    assert reason in page.content.decode()
    assert tags in page.content.decode()
    assert not Contribution.objects.exists()
