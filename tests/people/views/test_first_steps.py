"""The way in, step by step: what is asked, skipped, found again, and where it leads."""

from __future__ import annotations

import re

import pytest
from tests.factories.communities import browser, make_community, make_member
from tests.factories.dialogue import make_contribution, member
from tests.factories.people import label, log_in, make_account, make_person

from gilde.attention.notifications.models import MailChoice
from gilde.communities.actions.charter import put_in_force
from gilde.communities.actions.invitation import make_link
from gilde.communities.models import Community, Membership
from gilde.core.actor import SYSTEM
from gilde.dialogue.actions.guest import accept, invite
from gilde.dialogue.queries.guest import secret_of
from gilde.people.enums import LabelKind
from gilde.people.models import ArrivalStep, Person
from gilde.people.queries.actor import actor_for


@pytest.fixture
def newcomer(client):
    client.force_login(make_account("anna@example.org"))
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def invitation(charter=""):
    host = make_person("Host")
    place = make_community("Secret garden", host=host, audience=30, joining="invitation")
    if charter:
        put_in_force(actor=SYSTEM, community=place, text=charter)
    return place, f"/i/{make_link(actor=actor_for(host), community=place).secret}/"


def test_from_an_invitation_four_steps_are_counted_and_the_last_leads_home(newcomer):
    place, link = invitation("We listen.")
    assert "Step 1 of 4" in text(newcomer.get(f"/welcome/?next={link}"))
    assert newcomer.post("/welcome/", {"name": "Anna", "next": link})["Location"] == link
    page = text(newcomer.get(link))
    assert "Step 2 of 4" in page
    assert "We listen." in page
    place.refresh_from_db()
    accepted = {"charters": place.charter_id, "accept": "on"}
    assert newcomer.post(link, accepted)["Location"] == "/welcome/interests/"
    assert Membership.objects.filter(person__name="Anna", community=place).exists()
    assert "Step 3 of 4" in text(newcomer.get("/welcome/interests/"))
    assert newcomer.post("/welcome/interests/", {"words": "Wound care, Sailing"})["Location"] == "/welcome/mail/"
    assert "Step 4 of 4" in text(newcomer.get("/welcome/mail/"))
    assert newcomer.post("/welcome/mail/", {"rhythm": "weekly"})["Location"] == "/"
    anna = Person.objects.get(name="Anna")
    assert anna.arriving == "list"
    assert MailChoice.objects.get(person=anna).rhythm == "weekly"
    assert [row.label.name for row in anna.labels.filter(label__kind=LabelKind.INTEREST)] == ["Wound care", "Sailing"]


def test_without_an_invitation_nobody_is_asked_to_join(newcomer):
    assert "Step 1 of 3" in text(newcomer.get("/welcome/"))
    newcomer.post("/welcome/", {"name": "Anna"})
    assert "Step 2 of 3" in text(newcomer.get("/welcome/interests/"))


def test_an_invitation_that_does_not_work_any_more_stops_nobody(newcomer):
    assert newcomer.post("/welcome/", {"name": "Anna", "next": "/i/never-was/"})["Location"] == "/welcome/interests/"


def test_who_closes_the_browser_comes_back_to_the_open_step(newcomer):
    newcomer.post("/welcome/", {"name": "Anna"})
    newcomer.post("/welcome/interests/", {"words": "Sailing"})
    again = log_in(Person.objects.get())
    assert again.get("/welcome/")["Location"] == "/welcome/mail/"
    assert "Step 3 of 3" in text(again.get("/welcome/mail/"))
    assert again.post("/welcome/on/")["Location"] == "/welcome/mail/"
    back = text(again.get("/welcome/interests/"))
    assert "Sailing" in back
    assert again.post("/welcome/interests/", {"words": "Sailing, Rowing"})["Location"] == "/welcome/mail/"


def test_skipping_everything_loses_nothing_and_is_remembered(newcomer):
    _place, link = invitation()
    newcomer.post("/welcome/", {"name": "Anna", "next": link})
    assert newcomer.post("/welcome/skip/join/")["Location"] == "/welcome/interests/"
    assert newcomer.post("/welcome/skip/interests/")["Location"] == "/welcome/mail/"
    assert "one email a day, until you choose" in text(newcomer.get("/welcome/mail/"))
    newcomer.post("/welcome/skip/mail/")
    anna = Person.objects.get(name="Anna")
    assert set(ArrivalStep.objects.filter(person=anna, skipped=True).values_list("step", flat=True)) == {
        "join", "interests", "mail",
    }  # fmt: skip
    assert not MailChoice.objects.exists()
    assert newcomer.get(link).status_code == 200, "the invitation still works"
    assert newcomer.post("/welcome/skip/nothing/").status_code == 404


def test_no_rhythm_is_chosen_beforehand_and_none_is_a_sentence(newcomer):
    newcomer.post("/welcome/", {"name": "Anna"})
    newcomer.post("/welcome/skip/interests/")
    assert "checked" not in text(newcomer.get("/welcome/mail/")).partition("<main")[2].partition("</main")[0]
    wrong = newcomer.post("/welcome/mail/", {})
    assert wrong.status_code == 422
    assert "Choose one." in text(wrong)


def test_interests_are_chosen_from_what_is_alive_where_one_belongs():
    place, elsewhere = make_community(), make_community(audience=30)
    anna = make_member(place)
    Person.objects.filter(pk=anna.pk).update(arriving="steps")
    for count, tag in ((2, "Wound care"), (1, "Night shifts")):
        for _ in range(count):
            make_contribution(member(place), place, tags=[tag])
    make_contribution(member(elsewhere), elsewhere, tags=["Secret project"])
    label(make_member(place), "Ethics")
    hidden = make_member(place)
    label(hidden, "Union work")
    Person.objects.filter(pk=hidden.pk).update(audience_specialisms=40)
    client = browser(anna)
    page = text(client.get("/welcome/interests/"))
    assert page.index('value="Wound care"') < page.index('value="Night shifts"') < page.index('value="Ethics"')
    assert "Secret project" not in page
    assert "Union work" not in page
    client.post("/welcome/interests/", {"chosen": ["Night shifts"], "words": "Rowing"})
    assert 'value="Night shifts" checked' in text(client.get("/welcome/interests/"))
    assert "Night shifts" in text(client.get("/me/"))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Choose what you like"),
        ({"chosen": ["x" * 70]}, "is too long"),
        ({"words": ", ".join(f"w{n}" for n in range(20))}, "at most 15"),
        ({"words": "a\x00b"}, "cannot save"),
    ],
)
def test_interests_that_cannot_be_kept_are_a_sentence(data, sentence):
    anna = make_person()
    Person.objects.filter(pk=anna.pk).update(arriving="steps")
    answer = log_in(anna).post("/welcome/interests/", data)
    assert answer.status_code == 422
    assert sentence in text(answer)


def test_into_a_second_community_only_its_agreements_are_asked():
    _place, link = invitation("We listen.")
    client = browser(make_member(make_community()))
    page = text(client.get(link))
    assert "Step " not in page
    assert "We listen." in page


def test_who_is_not_arriving_leaves_no_trace():
    anna = make_person()
    client = log_in(anna)
    assert client.post("/welcome/skip/mail/")["Location"] == "/"
    assert client.get("/welcome/mail/")["Location"] == "/me/mail/"
    assert not ArrivalStep.objects.exists()


def test_who_knows_their_way_is_at_home_for_good(newcomer):
    newcomer.post("/welcome/", {"name": "Anna"})
    assert newcomer.post("/welcome/home/")["Location"] == "/"
    anna = Person.objects.get()
    assert anna.arriving == ""
    assert newcomer.get("/welcome/")["Location"] == "/"


def test_who_comes_for_one_conversation_is_not_asked_for_interests(newcomer):
    host = member(make_community("Secret garden"), "Hilde", role="host")
    talk = make_contribution(host, Community.objects.get())
    link = f"/g/{secret_of(invite(actor=host, contribution=talk))}/"
    assert "Step 1 of 2" in text(newcomer.get(f"/welcome/?next={link}"))
    assert newcomer.post("/welcome/", {"name": "Gea", "next": link})["Location"] == "/welcome/mail/"
    assert "Step 2 of 2" in text(newcomer.get("/welcome/mail/"))
    assert newcomer.post("/welcome/mail/", {"rhythm": "daily"})["Location"] == link
    assert newcomer.post(link)["Location"] == talk.get_absolute_url()
    assert "Find your way" not in text(newcomer.get("/"))


def test_a_guest_who_joins_is_asked_after_all(newcomer):
    host = member(make_community("Open garden"), "Hilde", role="host")
    place = Community.objects.get()
    talk = make_contribution(host, place)
    newcomer.post("/welcome/", {"name": "Gea", "next": "/"})
    gea = Person.objects.get(name="Gea")
    accept(actor=actor_for(gea, gea.account), guest=invite(actor=host, contribution=talk))
    assert newcomer.post("/welcome/on/")["Location"] == "/welcome/mail/"
    Membership.objects.create(person=gea, community=place)
    assert newcomer.post("/welcome/on/")["Location"] == "/welcome/interests/"
