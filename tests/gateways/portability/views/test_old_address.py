"""Links from elsewhere to addresses of a former site."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from tests.factories.communities import HIDDEN, MEMBERS, PUBLIC, make_community, make_member
from tests.factories.people import log_in, make_person
from tests.factories.portability import Source, answer, became, comment, person, space, thread

from gilde.core.audience import Audience
from gilde.dialogue.enums import State
from gilde.dialogue.models import Contribution
from gilde.people.models import Person


@pytest.fixture
def source(db: None, tmp_path: Path) -> Source:
    return Source(tmp_path, make_community("De moestuin", slug="moestuin", audience=PUBLIC))


@pytest.fixture
def moved(source: Source) -> Source:
    source.bring(
        space(old_paths=("/peas-forum/",)),
        person("1", "Anna Visser"),
        thread("5", "Why yellow?", author_id="1", old_paths=("/questions/5", "/q/5", "/showthread.php?t=5")),
        answer("6", "5", old_paths=("/a/6",)),
        comment("7", "5", parent_id="6", old_paths=("/remarks/7",)),
    )
    return source


def test_old_addresses_lead_to_the_new_ones_for_good(moved: Source, client: Client) -> None:
    question, reply, remark = became(thread("5")), became(answer("6", "5")), became(comment("7", "5"))
    for old, new in {
        "/questions/5": question,
        "/questions/5/": question,
        "/q/5": question,
        "/a/6": reply,
        "/remarks/7": remark,
        "/peas-forum": moved.community,
    }.items():
        answered = client.get(old)
        assert (answered.status_code, answered["Location"]) == (301, new.get_absolute_url()), old


@pytest.mark.parametrize(
    "path",
    [
        "/questions/5/why-yellow",
        "/questions/5/a-former-title/",
        "/questions/5/x/6",
        "/q/5/12",
        "/questions/5?tab=votes",
    ],
)
def test_what_stands_behind_a_number_does_not_matter(moved: Source, client: Client, path: str) -> None:
    assert client.get(path)["Location"] == became(thread("5")).get_absolute_url()


def test_addresses_with_a_query_are_found_by_it(moved: Source, client: Client) -> None:
    assert client.get("/showthread.php?t=5")["Location"] == became(thread("5")).get_absolute_url()
    assert client.get("/showthread.php?t=6").status_code == 404
    assert client.get("/showthread.php").status_code == 404


def test_a_page_that_never_was_is_not_found(moved: Source, client: Client) -> None:
    for path in (
        "/questions/6",
        "/questions",
        "/questions/5x",
        "/q",
        "/peas-forum/more",
        "/wp-login.php",
        "/q/" + "5" * 600,
    ):
        assert client.get(path).status_code == 404, path


def test_letters_and_capitals_survive(source: Source, client: Client) -> None:
    source.bring(thread("5", old_paths=("/Vragen/Wat%20is%20één", "/vragen/ß")))
    for path in ("/Vragen/Wat is één", "/Vragen/Wat%20is%20%C3%A9%C3%A9n", "/vragen/%C3%9F"):
        assert client.get(path).status_code == 301, path


def shown(answered: HttpResponse) -> str:
    """The page without the token of its forms, which is another one each time."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"|"X-CSRFToken": ?"\w+"', "", answered.content.decode())


# ── who may know ─────────────────────────────────────────────────────────────


@pytest.mark.parametrize("audience", [MEMBERS, HIDDEN])
def test_a_stranger_gets_the_404_of_an_address_that_never_was(
    source: Source, client: Client, audience: Audience
) -> None:
    place = make_community(audience=audience)
    source.bring(thread("5"), answer("6", "5", old_paths=("/a/6",)), into=place)
    strangers = [client, log_in(make_person())]
    for stranger in strangers:
        for path, never in {"/questions/5": "/questions/9", "/a/6": "/a/9", "/q/5/": "/q/9/"}.items():
            found, nothing = stranger.get(path), stranger.get(never)
            assert found.status_code == nothing.status_code == 404
            assert shown(found).replace(path, never) == shown(nothing)
            assert dict(found.headers) == dict(nothing.headers)
    member = log_in(make_member(place))
    assert member.get("/questions/5")["Location"] == became(thread("5")).get_absolute_url()


def test_the_answer_is_kept_by_no_shared_cache(moved: Source, client: Client) -> None:
    assert "private" in client.get("/q/5")["Cache-Control"]
    assert "max-age" not in client.get("/q/5")["Cache-Control"]


def test_what_was_taken_away_here_is_gone(moved: Source, client: Client) -> None:
    Contribution.objects.update(state=State.DELETED)
    assert client.get("/q/5").status_code == 404
    assert client.get("/a/6").status_code == 404


def test_an_old_profile_leads_to_the_new_one_for_who_may_see_it(moved: Source, client: Client) -> None:
    anna = became(person("1"))
    assert client.get("/users/1/anna").status_code == 404, "profiles of imported people are for members"
    assert log_in(make_person()).get("/users/1/anna")["Location"] == anna.get_absolute_url()
    Person.objects.filter(pk=anna.pk).update(audience=Audience.ME)
    assert log_in(make_person()).get("/users/1/anna").status_code == 404


def test_of_two_former_sites_the_one_asked_by_name_answers(source: Source, client: Client, settings) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    one = thread("5", source="one.example.org", old_paths=("/q/5",))
    two = thread("5", source="two.example.org", old_paths=("/q/5",))
    source.bring(one, two)
    assert client.get("/q/5", headers={"host": "two.example.org:8443"})["Location"] == became(two).get_absolute_url()
    assert client.get("/q/5", headers={"host": "one.example.org"})["Location"] == became(one).get_absolute_url()
    assert client.get("/q/5")["Location"] == became(one).get_absolute_url()


def test_the_first_place_may_be_closed_to_who_asks(source: Source, client: Client) -> None:
    closed = thread("5", source="one.example.org", old_paths=("/q/5",))
    source.bring(closed, into=make_community(audience=HIDDEN))
    opened = thread("5", source="two.example.org", old_paths=("/q/5",))
    source.bring(opened)
    assert client.get("/q/5")["Location"] == became(opened).get_absolute_url()


# ── the other routes ─────────────────────────────────────────────────────────


def test_a_forgotten_slash_is_still_added(moved: Source, client: Client) -> None:
    question = became(thread("5"))
    assert client.get(f"/d/{question.pk}")["Location"] == f"/d/{question.pk}/"
    assert client.get(f"/d/{question.pk}?at=a1&x=%C3%A9")["Location"] == f"/d/{question.pk}/?at=a1&x=%C3%A9"


@pytest.mark.parametrize(
    "path", ["//evil.example/d/5", "/%2Fevil.example/account/login", "/\\evil.example", "/%0d%0aX: y"]
)
def test_no_address_leads_away_from_here(moved: Source, client: Client, path: str) -> None:
    answered = client.get(path)
    assert answered.status_code in {301, 400, 404}
    assert not answered.headers.get("Location", "/x").startswith(("//", "/\\", "http"))


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options"])
def test_nothing_can_be_sent_to_an_old_address(moved: Source, client: Client, method: str) -> None:
    assert getattr(client, method)("/q/5").status_code == 404


def test_head_is_answered_like_get(moved: Source, client: Client) -> None:
    assert client.head("/q/5").status_code == 301


def test_an_old_address_costs_few_queries(moved: Source, client: Client, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(2):
        client.get("/questions/5/why")
    with django_assert_max_num_queries(1):
        client.get("/nothing/there")
