"""The operator lets somebody who asked to be erased wait less: with a reason, told by mail, never longer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.factories.people import actor_of, log_in, make_account, make_person
from tests.people.post import deliver

from gilde.core.actor import VISITOR
from gilde.core.clock import now
from gilde.core.models import Activity, QueuedTask
from gilde.core.rules import Refusal
from gilde.people.actions import erasure as actions
from gilde.people.actions.erasure import ask_erasure, erase_those_due, remind_of_erasure, shorten_erasure
from gilde.people.actions.leaving import reactivate
from gilde.people.enums import PersonState, Verb
from gilde.people.models import Account, Erasure, Person

HOUR = timedelta(hours=1)


@pytest.fixture
def boss():
    return make_person("Boss", account=make_account("boss@example.org", is_superuser=True, is_staff=True))


@pytest.fixture
def anna():
    return make_person("Anna", handle="anna", account=make_account("anna@example.org", language="nl"))


@pytest.fixture
def row(anna):
    found = ask_erasure(actor=actor_of(anna))
    deliver()
    return found


def test_it_comes_earlier_with_a_mail_that_says_how_to_stay(boss, anna, row, monkeypatch):
    changed = shorten_erasure(actor=actor_of(boss), erasure=row, wait=HOUR, reason="Asked by phone")
    assert timedelta(minutes=59) < changed.erase_at - now() <= HOUR
    (message,) = deliver()
    assert message.to == ["anna@example.org"]
    assert "Je wacht korter" in message.subject
    assert "/welcome/stay/" in message.body
    assert "/welcome/stay/" in str(message.alternatives[0][0])
    assert QueuedTask.objects.filter(function="gilde.people.tasks.erase_people", run_at=changed.erase_at).exists()
    assert remind_of_erasure() == 0
    monkeypatch.setattr(actions, "now", lambda: now() + timedelta(minutes=61))
    assert erase_those_due() == 1
    assert Person.objects.get(pk=anna.pk).state == PersonState.ERASED
    assert not Account.objects.filter(email="anna@example.org").exists()


def test_it_is_never_longer_and_twice_is_once(boss, row):
    shorten_erasure(actor=actor_of(boss), erasure=row, wait=timedelta(days=3), reason="Letter")
    for wait in (timedelta(days=3), timedelta(days=20), timedelta(days=400)):
        shorten_erasure(actor=actor_of(boss), erasure=row, wait=wait, reason="Again")
    assert Erasure.objects.get().erase_at - now() <= timedelta(days=3)
    assert Activity.objects.filter(verb=Verb.ERASURE_SHORTENED).count() == 1
    assert len(deliver()) == 1


def test_with_more_than_a_day_left_the_reminder_still_comes(boss, row, monkeypatch):
    shorten_erasure(actor=actor_of(boss), erasure=row, wait=timedelta(days=3), reason="Letter")
    monkeypatch.setattr(actions, "now", lambda: now() + timedelta(days=2, hours=1))
    assert remind_of_erasure() == 1


def test_nobody_else_can_and_not_for_oneself(boss, anna, row):
    for actor in (VISITOR, actor_of(make_person("Bob", with_account=True))):
        with pytest.raises(Refusal):
            shorten_erasure(actor=actor, erasure=row, wait=HOUR, reason="x")
    make_person("Second", account=make_account(is_superuser=True))
    own = ask_erasure(actor=actor_of(boss))
    with pytest.raises(Refusal):
        shorten_erasure(actor=actor_of(boss), erasure=own, wait=HOUR, reason="x")
    assert not Activity.objects.filter(verb=Verb.ERASURE_SHORTENED).exists()


def test_who_came_back_meanwhile_stays(boss, anna, row):
    reactivate(account=anna.account)
    with pytest.raises(Refusal, match="came back"):
        shorten_erasure(actor=actor_of(boss), erasure=row, wait=HOUR, reason="x")


def test_the_page_asks_for_a_reason_and_the_log_keeps_it(boss, anna, row):
    client = log_in(boss)
    assert "Anna" in client.get("/leaving/").content.decode()
    address = f"/leaving/{row.pk}/"
    assert client.post(address, {"wait": "1", "reason": ""}).status_code == 422
    assert client.post(address, {"wait": "9000", "reason": "x"}).status_code == 422
    assert Erasure.objects.get().erase_at == row.erase_at
    answer = client.post(address, {"wait": "1", "reason": "Called us, we called back"}, follow=True)
    assert "Anna is deleted on" in answer.content.decode()
    assert "Shorten the wait" not in answer.content.decode()
    assert client.post(address, {"wait": "1", "reason": "Again"}).status_code == 422
    log = client.get(reverse("governance:logs")).content.decode()
    assert "shortened the wait of someone who leaves for good: “Called us, we called back”" in log


def test_for_everybody_else_the_pages_are_not_there(client, row):
    bob = log_in(make_person("Bob", with_account=True))
    for address in ("/leaving/", f"/leaving/{row.pk}/"):
        assert bob.get(address).status_code == 404
        assert bob.post(address, {"wait": "1", "reason": "x"}).status_code in {404, 405}
        assert client.get(address)["Location"].startswith("/account/login/")
    assert Erasure.objects.get().erase_at == row.erase_at


def test_a_wait_that_is_short_offers_only_what_is_shorter(boss, row):
    Erasure.objects.update(erase_at=now() + timedelta(hours=30))
    page = log_in(boss).get(f"/leaving/{row.pk}/").content.decode()
    assert "In an hour" in page
    assert "In three days" not in page
    assert log_in(boss).get("/leaving/999999/").status_code == 404
