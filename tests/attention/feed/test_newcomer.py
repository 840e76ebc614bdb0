"""Home of a newcomer: five first things, and what is around them."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.communities import make_member
from tests.factories.dialogue import (
    client_of,
    joined,
    make_answer,
    make_comment,
    make_contribution,
    make_place,
    make_question,
    member,
    person_of,
)
from tests.factories.people import actor_of, label, log_in, make_person

from gilde.attention.feed.queries.around import around
from gilde.attention.feed.queries.arrival import first_things
from gilde.communities.enums import Role
from gilde.communities.models import Community, Membership
from gilde.core.audience import Audience
from gilde.dialogue.models import Contribution
from gilde.people.actions.arrival import settle_the_long_here
from gilde.people.actions.block import block
from gilde.people.actions.follow import follow
from gilde.people.actions.leaving import erase
from gilde.people.enums import LabelKind
from gilde.people.models import ArrivalStep, Person, PersonLabel
from gilde.people.queries.actor import actor_for


@pytest.fixture
def place(db):
    return make_place("Care close to home")


def newcomer(place, name="Nico", **values):
    person = make_member(place, person=make_person(name, arriving="list", **values))
    return actor_of(person)


def again(actor):
    return actor_for(Person.objects.get(pk=actor.person_id))


def page(client, address="/"):
    return re.sub(r"\s+", " ", client.get(address).content.decode())


def undone(actor):
    return [thing.label for thing in first_things(again(actor)) if not thing.done]


# ── five first things ────────────────────────────────────────────────────────
def test_the_first_things_follow_what_is_there_and_go_when_all_are_done(place):
    nico, other = newcomer(place), member(place)
    assert len(undone(nico)) == 5
    Person.objects.filter(pk=nico.person_id).update(photo_key="abc", headline="Nurse")
    label(person_of(nico), "A", "B", kind=LabelKind.INTEREST)
    assert undone(nico) == ["Choose three interests", "Say hello, or reply to someone", "Follow or thank someone"]
    PersonLabel.objects.filter(person=nico.person_id).delete()
    label(person_of(nico), "A", "B", "C", kind=LabelKind.INTEREST)
    make_comment(nico, make_contribution(other, place))
    assert undone(nico) == ["Follow or thank someone"]
    shown = page(client_of(nico))
    assert "Find your way" in shown
    todo, done = shown.split('<section class="steps"')[1].split("</section>")[0].split("<details")
    assert "Follow or thank someone" in todo
    assert "Choose three interests" not in todo
    assert "Choose three interests" in done
    assert "4 of 5 done" in done
    follow(actor=nico, person=person_of(other))
    assert first_things(again(nico)) == []
    assert "Find your way" not in page(client_of(nico))


def test_what_newcomers_read_first_is_offered_above_the_list(place):
    nico, late = newcomer(place), make_place("Later")
    link = f'<a href="/c/{place.slug}/about/#welcome">Read the welcome of Care close to home</a>'
    assert "Read the welcome" not in page(client_of(nico))
    make_member(late, person=person_of(nico))
    Community.objects.filter(pk__in=[place.pk, late.pk]).update(welcome="Hello", welcome_html="<p>Hello</p>")
    shown = page(client_of(nico))
    assert link in shown  # of the place they came to first
    assert "Hello" in page(client_of(nico), f"/c/{place.slug}/about/")
    assert "Read the welcome" not in page(client_of(nico), "/?kind=question")
    assert "Read the welcome" not in page(client_of(member(place)))
    Membership.objects.filter(person=nico.person_id, community=place).delete()
    assert "Read the welcome of Later" in page(client_of(nico))


def test_the_list_is_dismissed_for_good_and_nobody_else_has_one(place):
    nico = newcomer(place)
    client = client_of(nico)
    assert "I know my way" in page(client)
    client.post("/welcome/home/")
    assert "I know my way" not in page(client)
    assert first_things(member(place)) == []
    assert "Find your way" not in page(client_of(member(place)))


def test_after_a_month_nobody_is_a_newcomer(place):
    nico, late = newcomer(place), newcomer(place)
    Person.objects.filter(pk=late.person_id).update(created_at="2020-01-01T00:00:00Z")
    assert settle_the_long_here() == 1
    assert settle_the_long_here() == 0
    assert (again(nico).arriving, again(late).arriving) == ("list", "")


def test_halfway_home_offers_to_go_on(place):
    nico = newcomer(place)
    Person.objects.filter(pk=nico.person_id).update(arriving="steps")
    client = client_of(again(nico))
    assert "Continue where I was" in page(client)
    assert client.post("/welcome/on/")["Location"] == "/welcome/interests/"


def test_home_of_a_newcomer_is_eight_statements_at_most_however_much_there_is(place):
    nico = newcomer(place)
    client, counts = client_of(nico), []
    for _ in range(2):
        for _ in range(15):
            make_question(member(place), place)
        with CaptureQueriesContext(connection) as queries:
            page(client)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8, [query["sql"][:90] for query in queries]
    assert not [one for one in queries if not one["sql"].lstrip().upper().startswith(("SELECT", "WITH"))]


# ── around ───────────────────────────────────────────────────────────────────
def reasons(actor):
    return {row.person.name: row.reason for row in around(again(actor)).people}


def test_people_are_alike_by_a_word_a_region_or_because_they_host(place):
    nico = newcomer(place, region="Utrecht")
    label(person_of(nico), "Wound care", kind=LabelKind.INTEREST)
    knows, wants, near = (make_member(place, name=name) for name in ("Kees", "Wil", "Noor"))
    make_member(place, Role.HOST, name="Hanna")
    label(knows, "Wound care")
    label(wants, "Wound care", kind=LabelKind.INTEREST)
    Person.objects.filter(pk=near.pk).update(region="utrecht")
    assert reasons(nico) == {
        "Kees": "Knows about Wound care",
        "Wil": "Also interested in Wound care",
        "Noor": "Also in utrecht",
        "Hanna": f"Hosts {place.name}",
    }
    follow(actor=nico, person=knows)
    assert "Kees" not in reasons(nico)


@pytest.mark.parametrize("part", ["specialisms", "interests", "region"])
def test_a_reason_never_tells_what_a_profile_hides(place, part):
    nico = newcomer(place, region="Utrecht")
    label(person_of(nico), "Wound care", kind=LabelKind.INTEREST)
    hidden = make_member(place, name="Hidden")
    if part == "region":
        Person.objects.filter(pk=hidden.pk).update(region="Utrecht")
    else:
        label(hidden, "Wound care", kind=LabelKind.SPECIALISM if part == "specialisms" else LabelKind.INTEREST)
    assert "Hidden" in reasons(nico)
    Person.objects.filter(pk=hidden.pk).update(**{f"audience_{part}": Audience.ME})
    assert "Hidden" not in reasons(nico)


@pytest.mark.parametrize("state", ["deactivated", "erased", "placeholder"])
def test_strangers_and_who_is_not_here_are_not_suggested(place, state):
    nico = newcomer(place)
    label(person_of(nico), "Wound care", kind=LabelKind.INTEREST)
    elsewhere = make_member(make_place("Elsewhere"), name="Elsewhere")
    away = make_member(place, name="Away")
    for one in (elsewhere, away):
        label(one, "Wound care")
    Person.objects.filter(pk=away.pk).update(state=state)
    assert not {"Elsewhere", "Away"} & set(reasons(nico))


def test_questions_on_my_words_come_first_then_what_nobody_answered(place):
    nico, bo = newcomer(place), member(place)
    label(person_of(nico), "Wound care", kind=LabelKind.INTEREST)
    mine = make_question(nico, place, "Mine")
    make_question(bo, place, "Unanswered")
    solved = make_question(bo, place, "Solved")
    Contribution.objects.filter(pk=solved.pk).update(has_accepted=True)
    busy = make_question(bo, place, "Answered and about it", tags=["Wound care"])
    make_answer(member(place), busy)
    make_question(bo, place, "Unanswered and about it", tags=["wound care"])
    boring = make_question(bo, place, "Answered")
    make_answer(member(place), boring)
    done = make_question(bo, place, "I answered", tags=["Wound care"])
    make_answer(nico, done)
    found = around(again(nico)).questions
    assert [asked.row.title for asked in found] == ["Unanswered and about it", "Answered and about it", "Unanswered"]
    assert [bool(asked.reason) for asked in found] == [True, True, False]
    assert mine.pk not in {asked.row.id for asked in found}


def test_nothing_of_another_community_is_around_me(place):
    nico, elsewhere = newcomer(place), make_place("Elsewhere", audience=Audience.PUBLIC)
    stranger = member(elsewhere, "Stranger")
    make_question(stranger, elsewhere, "Their question")
    make_contribution(member(elsewhere, role=Role.HOST), elsewhere, "Their news", kind="announcement")
    text = page(client_of(nico), "/around/")
    assert not any(word in text for word in ("Stranger", "Their question", "Their news"))
    removed = joined(nico, elsewhere)
    person_of(removed).memberships.filter(community=place).delete()
    make_question(member(place), place, "What I left")
    assert "What I left" not in page(client_of(again(nico)), "/around/")


def test_announcements_of_this_month_are_news(place):
    nico = newcomer(place)
    host = member(place, role=Role.HOST)
    old = make_contribution(host, place, "Old news", kind="announcement")
    Contribution.objects.filter(pk=old.pk).update(created_at="2020-01-01T00:00:00Z")
    make_contribution(host, place, "We meet on Friday", kind="announcement")
    text = page(client_of(nico), "/around/")
    assert "We meet on Friday" in text
    assert "Old news" not in text


def test_what_is_around_costs_the_same_with_one_and_with_thirty(place):
    nico = newcomer(place, region="Utrecht")
    label(person_of(nico), "Wound care", kind=LabelKind.INTEREST)
    client, counts = client_of(nico), []
    for many in (1, 30):
        for _ in range(many):
            other = make_member(place)
            label(other, "Wound care")
            make_question(actor_of(other), place, tags=["Wound care"])
            make_contribution(member(place, role=Role.HOST), place, kind="announcement")
        with CaptureQueriesContext(connection) as queries:
            page(client, "/around/")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 13, [query["sql"][:90] for query in queries]


def test_the_page_offers_something_when_nothing_is_around(place):
    assert "Find a community" in page(log_in(make_person()), "/around/")
    alone = make_member(make_place(), Role.HOST)
    assert "You are among the first here" in page(log_in(alone), "/around/")


def test_htmx_gets_the_parts_alone(place):
    nico = newcomer(place)
    make_question(member(place), place)
    part = client_of(nico).get("/around/", headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert "HX-Request" in part["Vary"]


@pytest.mark.parametrize("turned", [False, True])
def test_blocked_people_are_not_put_beside_each_other(place, turned):
    nico = newcomer(place)
    label(person_of(nico), "Wound care", kind=LabelKind.INTEREST)
    other = make_member(place, name="Kees")
    label(other, "Wound care")
    make_question(actor_of(other), place, "From Kees", tags=["Wound care"])
    assert "Kees" in page(client_of(nico), "/around/")
    pair = (actor_of(other), person_of(nico)) if turned else (nico, other)
    block(actor=pair[0], person=pair[1])
    assert "Kees" not in page(client_of(again(nico)), "/around/").partition("<main")[2]


# ── saying hello ─────────────────────────────────────────────────────────────
def test_saying_hello_makes_one_discussion_out_of_the_answers(place):
    nico = newcomer(place)
    label(person_of(nico), "Wound care", kind=LabelKind.INTEREST)
    label(person_of(nico), "Planning")
    client, address = client_of(nico), f"/c/{place.slug}/hello/"
    form = page(client, address)
    assert "Hello, I am Nico" in form
    assert "more about Wound care." in form
    assert "Planning</textarea>" in form
    sent = {
        "title": "Hello",
        "who": "I am Nico.",
        "brings": "Curiosity.",
        "ask_me": "",
        "client_id": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff",
    }
    first, second = client.post(address, sent), client.post(address, sent)
    assert first["Location"] == second["Location"]
    made = Contribution.objects.get(author=nico.person_id)
    assert (made.kind, made.community_id) == ("discussion", place.pk)
    assert "<strong>What brings me here</strong>" in made.body_html
    assert "What you can ask me" not in made.body


def test_a_private_section_is_not_filled_in_beforehand(place):
    nico = newcomer(place)
    label(person_of(nico), "Secret wish", kind=LabelKind.INTEREST)
    Person.objects.filter(pk=nico.person_id).update(audience_interests=Audience.ME)
    assert "Secret wish" not in page(client_of(nico), f"/c/{place.slug}/hello/")


def test_what_cannot_be_said_keeps_what_was_typed_and_gives_a_reason(place):
    nico = newcomer(place)
    answer = client_of(nico).post(f"/c/{place.slug}/hello/", {"title": "Hello", "who": "", "brings": "Kept words"})
    assert answer.status_code == 422
    assert "Kept words" in answer.content.decode()
    guest = member(place, role=Role.GUEST)
    refused = client_of(guest).post(f"/c/{place.slug}/hello/", {"title": "Hello", "who": "Me"})
    assert refused.status_code == 422
    assert not Contribution.objects.filter(author=guest.person_id).exists()
    stranger = log_in(make_person())
    assert stranger.get(f"/c/{place.slug}/hello/")["Location"] == f"/c/{place.slug}/about/"
    hidden = make_place(audience=Audience.COMMUNITY)
    assert stranger.get(f"/c/{hidden.slug}/hello/").status_code == 404


# ── going ────────────────────────────────────────────────────────────────────
def test_who_is_erased_leaves_no_interests_and_no_steps(place):
    nico = newcomer(place)
    label(person_of(nico), "Wound care", kind=LabelKind.INTEREST)
    ArrivalStep.objects.create(person_id=nico.person_id, step="mail")
    erase(actor=nico)
    assert not PersonLabel.objects.filter(person_id=nico.person_id).exists()
    assert not ArrivalStep.objects.exists()
    assert Person.objects.get(pk=nico.person_id).arriving == ""
