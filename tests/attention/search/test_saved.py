"""Saved searches: one's own, few, and told of in the digest, never twice and never what one may not see."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from tests.factories.dialogue import client_of, joined, make_contribution, make_place, member
from tests.factories.search import index_everything

from gilde.attention.notifications.actions.letter import begin_digest, choose_rhythm, send
from gilde.attention.notifications.actions.level import choose
from gilde.attention.notifications.enums import Level, Rhythm, Subject
from gilde.attention.search.actions.saved import save
from gilde.attention.search.models import SavedSearch
from gilde.attention.search.queries.saved import sections
from gilde.communities.actions.membership import leave
from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.core.clock import now
from gilde.core.rules import Refusal
from gilde.dialogue.models import Contribution
from gilde.people.models import Person
from gilde.people.queries.actor import actor_for

pytestmark = pytest.mark.django_db


def keep(actor: Actor, typed: str, **values: str) -> SavedSearch:
    """A saved search, since yesterday."""
    row = save(
        actor=actor, name=values.get("name", typed), typed=typed, kind=values.get("kind", ""), client_id=uuid.uuid4()
    )
    SavedSearch.objects.filter(pk=row.pk).update(told_until=now() - timedelta(days=1))
    return row


def aged(row: Contribution, minutes: int = 10) -> Contribution:
    """The same, said some minutes ago, so that it stands in the index for sure."""
    Contribution.objects.filter(pk=row.pk).update(created_at=now() - timedelta(minutes=minutes))
    return row


def told(actor: Actor) -> list[list[str]]:
    """What a digest of now would say of each search."""
    found = sections(actor_for(Person.objects.get(pk=actor.person_id)), now(), ())
    return [[item.title for item in section.items] for section in found]


def digest(actor: Actor, period: str) -> str:
    """The digest of this day, as it was sent; empty when none was."""
    before = len(mail.outbox)
    letter = begin_digest(person_id=actor.person_id or 0, rhythm=Rhythm.DAILY, period=period)
    assert letter is not None
    send(letter.pk)
    return str(mail.outbox[-1].body) if len(mail.outbox) > before else ""


def test_what_is_new_comes_in_one_digest_and_not_in_the_next() -> None:
    place = make_place(audience=Audience.PUBLIC)
    author = member(place)
    reader = member(make_place())
    client_of(reader)
    choose_rhythm(actor=reader, rhythm=Rhythm.DAILY)
    keep(reader, "kroonluchter", name="Lampen")
    aged(make_contribution(author, place, "Een kroonluchter te leen"))
    aged(make_contribution(author, place, "Iets anders"))
    index_everything()
    first = digest(reader, "2026-11-23")
    assert "Lampen" in first
    assert first.count("Een kroonluchter te leen") == 1
    assert "Iets anders" not in first
    assert "kroonluchter" not in digest(reader, "2026-11-24")


def test_an_item_stands_once_in_a_letter_though_several_parts_would_tell_it() -> None:
    place = make_place()
    author, reader = member(place), member(place)
    client_of(reader)
    choose_rhythm(actor=reader, rhythm=Rhythm.DAILY)
    keep(reader, "kroonluchter", name="Lampen")
    keep(reader, "luchter kroonluchter", name="Ook lampen")
    aged(make_contribution(author, place, "Een kroonluchter te leen"))
    index_everything()
    assert digest(reader, "2026-11-23").count("Een kroonluchter te leen") == 1


def test_what_one_may_not_see_when_it_is_sent_is_not_told() -> None:
    place = make_place(audience=Audience.COMMUNITY)
    author = member(place)
    reader = joined(member(make_place()), place)
    keep(reader, "kroonluchter")
    aged(make_contribution(author, place, "Een kroonluchter te leen"))
    index_everything()
    assert told(reader) == [["Een kroonluchter te leen"]]
    leave(actor=reader, community=place)
    assert told(reader) == [[]]


def test_of_what_stays_in_the_room_only_that_there_is_something() -> None:
    place = make_place(audience=Audience.COMMUNITY)
    author, reader = member(place), member(place)
    keep(reader, "kroonluchter")
    row = aged(make_contribution(author, place, "Een kroonluchter te leen"))
    index_everything()
    Contribution.objects.filter(pk=row.pk).update(audience=Audience.COMMUNITY)
    with translation.override("en"):
        assert told(reader) == [["Something new"]]


def test_ones_own_words_are_no_news() -> None:
    place = make_place()
    reader = member(place)
    keep(reader, "kroonluchter")
    aged(make_contribution(reader, place, "Mijn kroonluchter"))
    index_everything()
    assert told(reader) == [[]]


def test_what_one_muted_is_not_told_in_a_saved_search_either() -> None:
    place, quiet = make_place(), make_place()
    reader, loud = joined(member(place), quiet), member(place)
    author = joined(member(place), quiet)
    keep(reader, "kroonluchter")
    aged(make_contribution(author, quiet, "Kroonluchter in een stille kamer"))
    wanted = aged(make_contribution(author, quiet, "Kroonluchter die ik volg"))
    unwanted = aged(make_contribution(author, place, "Kroonluchter te veel"))
    aged(make_contribution(loud, place, "Kroonluchter van wie ik niets hoor"))
    index_everything()
    assert len(told(reader)[0]) == 4
    for subject, number, level in (
        (Subject.COMMUNITY, quiet.pk, Level.MUTE),
        (Subject.CONTRIBUTION, wanted.pk, Level.FOLLOW),
        (Subject.CONTRIBUTION, unwanted.pk, Level.MUTE),
        (Subject.PERSON, loud.person_id, Level.MUTE),
    ):
        choose(actor=reader, subject=subject, number=number or 0, level=level)
    assert told(reader) == [["Kroonluchter die ik volg"]]


def test_a_digest_costs_the_same_however_much_there_is() -> None:
    place = make_place()
    author, reader = member(place), member(place)
    keep(reader, "kroonluchter")
    aged(make_contribution(author, place, "Kroonluchter nul"))
    index_everything()
    who = actor_for(Person.objects.get(pk=reader.person_id))
    sections(who, now(), ())
    with CaptureQueriesContext(connection) as one:
        sections(who, now(), ())
    for number in range(12):
        aged(make_contribution(author, place, f"Kroonluchter {number}"))
    index_everything()
    with CaptureQueriesContext(connection) as many:
        found = sections(who, now(), ())
    assert len(many) == len(one)
    assert len(found[0].items) == 5
    assert found[0].more


def test_ten_at_most_and_the_same_one_once() -> None:
    reader = member(make_place())
    for number in range(10):
        keep(reader, f"woord{number}")
    keep(reader, "woord1")
    assert SavedSearch.objects.count() == 10
    with pytest.raises(Refusal):
        keep(reader, "nog een")


def test_the_pages_save_list_rename_and_remove_ones_own() -> None:
    reader, other = member(make_place()), member(make_place())
    client, stranger = client_of(reader), client_of(other)
    assert "Save this search" in client.get(reverse("search:page"), {"q": "lamp"}).content.decode()
    assert "Save this search" not in Client().get(reverse("search:page"), {"q": "lamp"}).content.decode()
    address = reverse("search:saved")
    assert client.post(address, {"q": "lamp kind:question", "name": "Lampen", "client_id": "a"}).status_code == 302
    assert client.post(address, {"q": " ", "name": "Niets"}).status_code == 422
    assert client.post(address, {"q": "lamp", "name": " "}).status_code == 422
    row = SavedSearch.objects.get()
    assert "Lampen" in client.get(address).content.decode()
    assert "Lampen" not in stranger.get(address).content.decode()
    change = reverse("search:saved_change", args=[row.pk])
    assert stranger.post(change, {"remove": "1"}).status_code == 404
    client.post(change, {"name": "Licht"})
    row.refresh_from_db()
    assert row.name == "Licht"
    client.post(change, {"remove": "1"})
    assert not SavedSearch.objects.exists()
