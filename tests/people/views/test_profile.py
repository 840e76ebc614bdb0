"""Editing one's own profile."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.db.models.signals import pre_save
from tests.factories.people import label, log_in, make_account, make_person

from gilde.core.audience import Audience
from gilde.people.enums import LabelKind, Question
from gilde.people.models import FormerHandle, Person

GOOD = {
    "card": {"name": "Anna É.", "headline": "Nurse", "audience": "10"},
    "handle": {"handle": "@Annie"},
    "story": {"text": "I am **here**", "audience": "10"},
    "motivation": {"who_am_i": "Me", "where_is_my_heart": "", "audience": "30"},
    "specialisms": {"words": "Wound care, teaching; #ethics\nwound care", "audience": "10"},
    "interests": {"words": "Quiet rooms", "audience": "20"},
    "hobbies": {"words": "sailing", "audience": "40"},
    "languages": {"words": "Dutch, Fries, Türkçe (Turkish), deutsch", "audience": "20"},
    "region": {"region": "  Utrecht \t Noord ", "audience": "10"},
    "work": {"situation": "both", "note": "Fridays off", "audience": "20"},
}


@pytest.fixture
def anna():
    return make_person("Anna", handle="anna")


@pytest.fixture
def mine(anna):
    return log_in(anna)


@pytest.mark.parametrize("section", GOOD)
def test_every_section_has_a_form_that_saves_and_leads_back(mine, section):
    assert mine.get(f"/me/profile/{section}/").status_code == 200
    response = mine.post(f"/me/profile/{section}/", GOOD[section])
    assert (response.status_code, response["Location"]) == (302, f"/me/#{section}")
    page = mine.get("/me/").content.decode()
    assert "Saved." in page


def test_what_was_saved_is_what_was_meant(mine, anna):
    for section, data in GOOD.items():
        mine.post(f"/me/profile/{section}/", data)
    anna = Person.objects.get(pk=anna.pk)
    assert (anna.name, anna.handle, anna.headline, anna.audience) == ("Anna É.", "annie", "Nurse", Audience.PUBLIC)
    assert FormerHandle.objects.get().handle == "anna"
    assert "<strong>here</strong>" in anna.story_html
    assert list(anna.motivations.values_list("question", "text")) == [(Question.WHO_AM_I, "Me")]
    words = {kind: [] for kind in LabelKind.values}
    for row in anna.labels.select_related("label"):
        words[row.label.kind].append(row.label.slug)
    assert words == {
        "specialism": ["wound-care", "teaching", "ethics"],
        "interest": ["quiet-rooms"],
        "hobby": ["sailing"],
        "language": ["nl", "fy", "tr", "de"],
    }
    assert (anna.region, anna.work_situation, anna.work_note) == ("Utrecht Noord", "both", "Fridays off")


BAD = {
    "card": [
        ({"name": "", "audience": "10"}, "Fill this in."),
        ({"name": "x" * 121, "audience": "10"}, "at most 120"),
        ({"name": "An\x00na", "audience": "10"}, "cannot save"),
        ({"name": "Anna", "audience": "99"}, "here. Choose something else."),
        ({"name": "Anna", "audience": "public"}, "here. Choose something else."),
        ({"name": "Anna", "audience": ""}, "Fill this in."),
        ({"name": "Anna"}, "Fill this in."),
        ({"name": "\u200b\u202e", "audience": "10"}, "Fill this in."),
    ],
    "handle": [
        ({"handle": "ad min"}, "2 to 30"),
        ({"handle": "admin"}, "is reserved"),
        ({"handle": "taken"}, "Choose another"),
        ({"handle": "x" * 200}, "at most"),
        ({"handle": "\x00"}, "cannot save"),
    ],
    "story": [
        ({"text": "x" * 20_001, "audience": "10"}, "at most 20000"),
        ({"text": "a\x00b", "audience": "10"}, "cannot save"),
    ],
    "motivation": [({"who_am_i": "x" * 2001, "audience": "30"}, "at most 2000")],
    "specialisms": [
        ({"words": ",".join(f"w{n}" for n in range(16)), "audience": "10"}, "at most 15"),
        ({"words": "x" * 61, "audience": "10"}, "too long"),
        ({"words": "x" * 3000, "audience": "10"}, "at most 2000"),
        ({"words": "a\x00", "audience": "10"}, "cannot save"),
    ],
    "languages": [({"words": "Klingonish", "audience": "10"}, "do not know the language")],
    "region": [({"region": "x" * 81, "audience": "10"}, "at most 80")],
    "work": [({"situation": "pirate", "note": "", "audience": "10"}, "here. Choose something else.")],
}


@pytest.mark.parametrize(("section", "data", "sentence"), [(s, d, w) for s, rows in BAD.items() for d, w in rows])
def test_bad_input_is_a_sentence_at_the_field_and_what_was_typed_stays(mine, anna, section, data, sentence):
    make_person(handle="taken")
    before = Person.objects.values().get(pk=anna.pk)
    body = urlencode(data)
    response = mine.post(f"/me/profile/{section}/", body, content_type="application/x-www-form-urlencoded")
    page = response.content.decode("utf-8", "replace")
    assert response.status_code == 422
    assert sentence in page
    typed = max(data.values(), key=len)
    if typed.isascii() and typed.isprintable() and typed != "pirate":  # no such choice to keep
        assert typed in page
    assert Person.objects.values().get(pk=anna.pk) == before


def test_ten_megabytes_are_refused_before_they_are_read(mine):
    response = mine.post("/me/profile/story/", {"text": "x" * 10_000_000, "audience": "10"})
    assert response.status_code == 413
    assert "too large" in response.content.decode()


@pytest.mark.parametrize("section", ["nothing", "x" * 500, "..", "admin"])
def test_a_section_that_does_not_exist_is_404(mine, section):
    assert mine.get(f"/me/profile/{section}/").status_code == 404
    assert mine.post(f"/me/profile/{section}/", {}).status_code == 404


@pytest.mark.parametrize("address", ["/me/", "/me/profile/card/", "/me/settings/", "/me/export/", "/me/leave/"])
def test_a_visitor_is_sent_to_log_in_and_comes_back(client, address):
    assert client.get(address)["Location"] == f"/account/login/?next={address}"


def test_an_account_without_a_person_first_says_who_it_is(client):
    client.force_login(make_account())
    assert client.get("/me/profile/card/")["Location"] == "/welcome/?next=%2Fme%2Fprofile%2Fcard%2F"
    assert client.post("/me/profile/card/", GOOD["card"])["Location"] == "/welcome/"


def test_the_overview_shows_every_section_with_who_sees_it(mine, anna):
    label(anna, "wound care")
    page = mine.get("/me/").content.decode()
    for section in ("card", "photo", "handle", *GOOD, "affiliations", "links"):
        assert f'href="/me/profile/{section}/"' in page
    assert "wound care" in page
    assert "My communities" in page


def test_words_come_back_as_they_were_saved(mine, anna):
    label(anna, "wound care", "teaching")
    label(anna, "fy", kind=LabelKind.LANGUAGE)
    assert 'value="wound care, teaching"' in mine.get("/me/profile/specialisms/").content.decode()
    assert 'value="Frysk"' in mine.get("/me/profile/languages/").content.decode()


@pytest.mark.parametrize(
    ("kind", "typed", "first"),
    [("specialism", "wo", "wound care"), ("specialism", "car", "wound care"), ("language", "turk", "Türkçe")],
)
def test_words_are_suggested_from_what_others_show(mine, kind, typed, first):
    label(make_person(), "wound care")
    label(make_person(audience_specialisms=Audience.ME), "woman's secret")
    items = mine.get(f"/people/words/{kind}/", {"q": typed}).json()["items"]
    assert [item["value"] for item in items][:1] == [first]
    assert "secret" not in str(items)


def test_words_of_an_unknown_kind_are_404_and_for_visitors_there_are_none(mine, client):
    assert mine.get("/people/words/nothing/?q=a").status_code == 404
    assert client.get("/people/words/specialism/?q=a").status_code == 302


def test_an_at_name_that_someone_took_in_the_same_moment_is_said_at_its_field(anna, mine):
    def take(sender, instance, **kwargs):
        if instance.pk == anna.pk:  # right before hers is kept
            Person.objects.bulk_create([Person(name="Quicker", handle="annie")])

    pre_save.connect(take, sender=Person)
    try:
        page = mine.post("/me/profile/handle/", {"handle": "annie"})
    finally:
        pre_save.disconnect(take, sender=Person)
    assert page.status_code == 422
    assert "Someone just took this name" in page.content.decode()
    assert 'value="annie"' in page.content.decode(), "what was typed stays"
    anna.refresh_from_db()
    assert anna.handle == "anna"
