"""The page of a person."""

from __future__ import annotations

import json
import re
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from tests.factories.communities import make_community, make_member
from tests.factories.people import (
    actor_of,
    affiliate,
    label,
    log_in,
    make_account,
    make_organisation,
    make_person,
    make_placeholder,
)

from gilde.core.audience import Audience
from gilde.people.actions.organisation import change
from gilde.people.actions.person import change_handle
from gilde.people.enums import LabelKind, PersonState
from gilde.people.models import Follow, Link, Person

PUBLIC = Audience.PUBLIC


@pytest.fixture
def member():
    return log_in(make_person("Bob"))


def structured(response) -> dict:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', response.content.decode(), re.DOTALL)
    return json.loads(found.group(1)) if found else {}


def test_a_visitor_is_led_to_the_log_in_page_alike_whether_there_is_somebody_or_not(client):
    hidden, gone, renamed = make_person(handle="anna"), make_person(handle="bert"), make_person(handle="carl")
    Person.objects.filter(pk=gone.pk).update(state=PersonState.DEACTIVATED)
    change_handle(actor=actor_of(renamed), handle="dora")
    answers = {}
    for handle in ("anna", "bert", "carl", "dora", "emma"):
        answer = client.get(f"/@{handle}/", headers={"accept-language": "en"})
        assert answer.status_code == 404
        assert f"{reverse('account_login')}?{urlencode({'next': f'/@{handle}/'})}" in answer.content.decode()
        answers[handle] = answer.content.decode().replace(handle, "somebody")
    assert len(set(answers.values())) == 1
    assert hidden.name not in answers["anna"]
    member = log_in(make_person()).get("/@emma/", headers={"accept-language": "en"})
    assert member.status_code == 404
    assert "Many people show" not in member.content.decode()


def test_a_public_person_has_a_page_for_everyone(client):
    make_person("Anna de Vries", handle="anna", headline="Nurse", audience=PUBLIC)
    response = client.get("/@anna/")
    page = response.content.decode()
    assert response.status_code == 200
    assert "<h1" in page
    assert "Anna de Vries" in page
    assert '<link rel="canonical" href="http://localhost:8000/@anna/">' in page
    assert '<meta property="og:title" content="Anna de Vries">' in page
    assert "noindex" not in page


def test_a_person_for_members_is_404_for_visitors_and_kept_out_of_search_engines(client, member):
    make_person(handle="anna")
    assert client.get("/@anna/").status_code == 404
    response = member.get("/@anna/")
    assert response.status_code == 200
    assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert "og:title" not in response.content.decode()


@pytest.mark.parametrize("handle", ["nobody", "a" * 300, "%00", "..", "é", "a b"])
def test_a_handle_nobody_has_is_404_or_400_and_never_worse(client, handle):
    assert client.get(f"/@{handle}/").status_code in {400, 404}


def test_the_404_of_a_hidden_person_reads_like_that_of_nobody(client):
    make_person(handle="anna")
    hidden, nobody = client.get("/@anna/"), client.get("/@annb/")
    assert hidden.content.decode().replace("anna", "annb") == nobody.content.decode()


@pytest.mark.parametrize("state", [PersonState.DEACTIVATED, PersonState.ERASED])
def test_who_is_away_or_gone_is_404(member, state):
    make_person(handle="anna", audience=PUBLIC, state=state)
    assert member.get("/@anna/").status_code == 404


def test_an_old_handle_and_capitals_redirect_for_good(member):
    anna = make_person(handle="anna")
    change_handle(actor=actor_of(anna), handle="annie")
    for old in ("/@anna/", "/@ANNIE/", "/@Anna/"):
        response = member.get(old)
        assert (response.status_code, response["Location"]) == (301, "/@annie/")
        # Anna may take her old handle back: nobody's browser goes round in circles then.
        assert response["Cache-Control"] == "no-store"


def test_an_old_handle_redirects_visitors_as_well_and_no_cache_keeps_it(client):
    anna = make_person(handle="anna", audience=PUBLIC)
    change_handle(actor=actor_of(anna), handle="annie")
    response = client.get("/@anna/")
    assert (response.status_code, response["Location"], response["Cache-Control"]) == (301, "/@annie/", "no-store")


def test_an_old_address_of_an_organisation_redirects_and_no_cache_keeps_it(client):
    anna = make_person(audience=PUBLIC, audience_affiliations=PUBLIC)
    acme = make_organisation("Acme")
    affiliate(anna, acme)
    change(actor=actor_of(anna), organisation=acme, name="Other", about="", website="", place="")
    response = client.get("/organisations/acme/")
    assert (response.status_code, response["Cache-Control"]) == (301, "no-store")


def test_an_old_handle_of_a_hidden_person_is_404_for_strangers(client):
    anna = make_person(handle="anna")
    change_handle(actor=actor_of(anna), handle="annie")
    assert client.get("/@anna/").status_code == 404


def test_structured_data_holds_what_is_public_and_nothing_else(client):
    anna = make_person("Anna", handle="anna", headline="Nurse", audience=PUBLIC, audience_specialisms=PUBLIC)
    label(anna, "wound care")
    label(anna, "fy", kind=LabelKind.LANGUAGE)
    Link.objects.create(person=anna, url="https://proven.example/", finding="proven")
    Person.objects.filter(pk=anna.pk).update(region="Secret town", audience_links=PUBLIC)
    data = structured(client.get("/@anna/"))
    assert (data["@type"], data["name"], data["url"]) == ("Person", "Anna", "http://localhost:8000/@anna/")
    assert data["knowsAbout"] == ["wound care"]
    assert data["sameAs"] == ["https://proven.example/"]
    assert "knowsLanguage" not in data
    assert "Secret" not in json.dumps(data)


def test_a_hostile_name_stays_text_everywhere(client):
    name = "</script><img src=x onerror=alert(1)>\"'{{7*7}}"
    make_person(name, handle="mallory", headline=name, audience=PUBLIC)
    response = client.get("/@mallory/")
    assert "<img src=x" not in response.content.decode()
    assert structured(response)["name"] == name


def test_ones_own_page_offers_to_edit_and_to_look_with_other_eyes():
    anna = make_person("Anna", handle="anna", region="Utrecht", audience_region=Audience.ME)
    mine = log_in(anna)
    own = mine.get("/@anna/").content.decode()
    assert reverse("people:me") in own
    assert "Utrecht" in own
    assert "Utrecht" not in mine.get("/@anna/?as=members").content.decode()
    assert "cannot open your profile" in mine.get("/@anna/?as=everyone").content.decode()
    assert "Utrecht" in mine.get("/@anna/?as=nonsense").content.decode()


def test_nobody_looks_with_the_eyes_of_others_at_somebody_else(member):
    make_person("Anna", handle="anna", region="Utrecht", audience=PUBLIC, audience_region=Audience.MEMBERS)
    assert "Utrecht" in member.get("/@anna/?as=everyone").content.decode()


def test_only_oneself_sees_how_many_follow(member):
    anna = make_person("Anna", handle="anna", follower_count=41_982)
    assert "people follow you" in log_in(anna).get("/@anna/").content.decode()
    assert "people follow you" not in re.sub(
        r"<svg.*?</svg>", "", member.get("/@anna/").content.decode(), flags=re.DOTALL
    )


def test_following_and_unfollowing_work_without_scripts(member):
    anna = make_person(handle="anna")
    for _ in range(2):
        assert member.post("/@anna/follow/")["Location"] == "/@anna/"
    assert Follow.objects.count() == 1
    assert "Following" in member.get("/@anna/").content.decode()
    for _ in range(2):
        member.post("/@anna/follow/", {"stop": "1"})
    anna.refresh_from_db()
    assert anna.follower_count == 0


def test_htmx_gets_the_button_in_its_new_state(member):
    make_person(handle="anna")
    page = member.post("/@anna/follow/", headers={"HX-Request": "true"}).content.decode()
    assert 'aria-pressed="true"' in page
    assert "<html" not in page


def test_nobody_follows_whom_they_cannot_see(client, member):
    make_person(handle="anna", audience=Audience.ME)
    assert member.post("/@anna/follow/").status_code == 404
    assert client.post("/@anna/follow/")["Location"].startswith("/account/login/")
    assert member.get("/@anna/follow/").status_code == 405
    assert not Follow.objects.exists()


def test_following_oneself_is_refused_in_words():
    anna = make_person(handle="anna")
    response = log_in(anna).post("/@anna/follow/")
    assert response.status_code == 403
    assert "This is you." in response.content.decode()


def test_a_placeholder_says_that_nobody_is_here_yet_and_the_operator_can_hand_out_its_link():
    make_placeholder("Anna", handle="anna")
    boss = log_in(make_person(account=make_account(is_superuser=True)))
    assert "not here yet" in boss.get("/@anna/").content.decode()
    page = boss.post("/@anna/claim/")
    assert "http://localhost:8000/claim/" in page.content.decode()
    assert page["Cache-Control"] == "no-store"


def test_a_member_is_not_offered_the_claim_link(member):
    make_placeholder("Anna", handle="anna")
    assert "/@anna/claim/" not in member.get("/@anna/").content.decode()
    assert member.post("/@anna/claim/").status_code == 403


def test_rooms_above_add_their_panels(member):
    anna = make_person("Anna", handle="anna")
    make_member(make_community("The Weavers", audience=PUBLIC), person=anna)
    assert "The Weavers" in member.get("/@anna/").content.decode()


@pytest.mark.parametrize("count", [1, 30])
def test_the_number_of_queries_does_not_grow_with_what_there_is(count, django_assert_max_num_queries):
    anna = make_person("Anna", handle="anna")
    for number in range(count):
        label(anna, f"label {number}")
        Link.objects.create(person=anna, url=f"https://example.org/{number}")
        affiliate(anna, make_organisation())
    client = log_in(make_person())
    client.get("/@anna/")
    with django_assert_max_num_queries(6):
        assert client.get("/@anna/").status_code == 200


def test_suggestions_are_people_the_reader_can_find(client, member):
    make_person("Anna de Vries", handle="anna", headline="Nurse")
    make_person("Vroni", handle="vroni")
    make_person("Hidden Vries", audience=Audience.ME)
    items = member.get("/people/suggest/?q=VRI").json()["items"]
    assert items == [{"value": "@anna", "label": "Anna de Vries", "note": "Nurse", "url": "/@anna/", "picture": ""}]
    assert client.get("/people/suggest/?q=VRI").json() == {"items": []}


def test_at_most_eight_are_suggested_and_an_exact_handle_comes_first(member):
    for number in range(12):
        make_person(f"Anna {number}")
    make_person("Zoë", handle="anna")
    items = member.get("/people/suggest/?q=@anna").json()["items"]
    assert len(items) == 8
    assert items[0]["value"] == "@anna"


def test_people_who_are_here_are_suggested_before_those_who_are_not():
    member = log_in(make_person("Somebody Else"))
    for number in range(8):
        make_placeholder(f"Aaron Maas {number}")
    make_person("Bert Mak")
    make_person("Zoe Machiels")
    make_person("Marit de Graaf")
    make_placeholder("Rita Vos", handle="ma")
    named = [item["label"] for item in member.get("/people/suggest/?q=ma").json()["items"]]
    assert named[:5] == ["Rita Vos", "Marit de Graaf", "Bert Mak", "Zoe Machiels", "Aaron Maas 0"]
    assert len(named) == 8


@pytest.mark.parametrize("typed", ["", "%", "_", "a" * 5000, "'", "é\u0301", " "])
def test_whatever_is_typed_gives_an_answer(member, typed):
    assert "items" in member.get("/people/suggest/", {"q": typed}).json()
