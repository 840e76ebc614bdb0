"""Going for good after some days: asked, undone, reminded, done once, and done again after an old backup."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from tests.factories.people import PASSWORD, actor_of, log_in, make_account, make_person

from gilde.core import activity
from gilde.core.actor import VISITOR
from gilde.core.clock import now
from gilde.core.models import Activity
from gilde.core.rules import Refusal
from gilde.people.actions import erasure as actions
from gilde.people.actions.erasure import ask_erasure, erase_again, erase_those_due, remind_of_erasure
from gilde.people.actions.leaving import reactivate
from gilde.people.enums import PersonState, Verb
from gilde.people.mails import write_erasure_mail
from gilde.people.models import Account, Erasure, Person
from gilde.people.queries.erasure import erasure_behind, stay_address
from gilde.people.tasks import deliver_mail, erase_people


@pytest.fixture
def anna():
    return make_person("Anna", handle="anna", account=make_account("anna@example.org", password=PASSWORD))


@pytest.fixture
def clock(monkeypatch):
    """Moves the time of these actions ahead."""

    def ahead(**much):
        monkeypatch.setattr(actions, "now", lambda: now() + timedelta(**much))

    return ahead


@pytest.fixture
def mails(monkeypatch):
    """What was handed to the task that sends."""
    found = []
    monkeypatch.setattr(
        type(deliver_mail), "enqueue", lambda _task, *given, **_more: found.append(given) if len(given) == 5 else None
    )
    return found


def test_asking_hides_logs_out_and_sets_the_day(anna, settings):
    client = log_in(anna)
    row = ask_erasure(actor=actor_of(anna))
    anna.refresh_from_db()
    assert anna.state == PersonState.DEACTIVATED
    assert anna.name == "Anna"
    assert row.erase_at - row.asked_at == timedelta(days=settings.ERASURE_DAYS) == timedelta(days=14)
    assert client.get("/me/").status_code == 302
    assert log_in(make_person()).get("/@anna/").status_code == 404


def test_asking_twice_is_once_and_moves_no_day(anna):
    first = ask_erasure(actor=actor_of(anna))
    assert ask_erasure(actor=actor_of(anna)) == first
    assert Activity.objects.filter(verb=Verb.ERASURE_ASKED).count() == 1


def test_a_visitor_and_the_only_operator_cannot_ask():
    boss = make_person(account=make_account(is_superuser=True))
    for actor in (VISITOR, actor_of(boss)):
        with pytest.raises(Refusal):
            ask_erasure(actor=actor)
    assert not Erasure.objects.exists()


def test_the_operator_chooses_how_many_days(anna, settings):
    settings.ERASURE_DAYS = 3
    row = ask_erasure(actor=actor_of(anna))
    assert row.erase_at - row.asked_at == timedelta(days=3)


def test_nobody_is_erased_before_the_day_and_on_it_once(anna, clock):
    ask_erasure(actor=actor_of(anna))
    clock(days=13, hours=23)
    assert erase_those_due() == 0
    assert Account.objects.filter(pk=anna.account_id).exists()
    clock(days=14, minutes=1)
    assert erase_those_due() == 1
    assert erase_those_due() == 0
    row = Person.objects.values().get(pk=anna.pk)
    assert row["state"] == PersonState.ERASED
    assert "anna" not in str(row).lower()
    assert not Account.objects.exists()
    assert not Erasure.objects.exists()
    assert Activity.objects.filter(verb=Verb.ERASED).count() == 1


def test_who_comes_back_stays(anna, clock):
    ask_erasure(actor=actor_of(anna))
    for _ in range(2):
        reactivate(account=anna.account)
    assert Activity.objects.filter(verb=Verb.ERASURE_WITHDRAWN).count() == 1
    clock(days=40)
    assert erase_those_due() == 0
    assert remind_of_erasure() == 0
    anna.refresh_from_db()
    assert anna.state == PersonState.ACTIVE


def test_logging_in_shows_the_day_and_the_way_back(anna, client):
    ask_erasure(actor=actor_of(anna))
    client.post("/account/login/", {"login": "anna@example.org", "password": PASSWORD}, HTTP_ACCEPT_LANGUAGE="en")
    assert "everything about you is deleted, unless you come back" in client.get("/welcome/").content.decode()
    client.post("/welcome/back/")
    anna.refresh_from_db()
    assert anna.state == PersonState.ACTIVE
    assert not Erasure.objects.exists()


def test_one_button_from_the_mail_undoes_it_and_reading_the_link_does_not(anna, client):
    row = ask_erasure(actor=actor_of(anna))
    message = write_erasure_mail(row)
    assert message.to == ["anna@example.org"]
    path = re.search(r"https?://[^/\s]+(/welcome/stay/\S+)", message.body)[1]
    assert path in message.alternatives[0][0]
    for _ in range(2):
        assert "everything about you is deleted" in client.get(path, HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert Erasure.objects.exists()
    assert client.post(path)["Location"] == "/"
    anna.refresh_from_db()
    assert anna.state == PersonState.ACTIVE
    again = client.get(path, HTTP_ACCEPT_LANGUAGE="en")
    assert again.status_code == 404
    assert "This link has done its work" in again.content.decode()  # pressed twice, nobody is left in doubt
    assert client.post(path).status_code == 404


def test_a_link_of_an_earlier_time_and_a_made_up_one_undo_nothing(anna):
    old = stay_address(ask_erasure(actor=actor_of(anna))).rpartition("/stay/")[2].strip("/")
    reactivate(account=anna.account)
    ask_erasure(actor=actor_of(Person.objects.get(pk=anna.pk)))
    for token in (old, "x", "", f"{old}x"):
        assert erasure_behind(token) is None
    assert Client().post("/welcome/stay/made-up/").status_code == 404


def test_the_mails_are_the_confirmation_and_one_reminder_in_the_readers_language(anna, clock, mails):
    Account.objects.update(language="nl")
    ask_erasure(actor=actor_of(anna))
    assert [given[0] for given in mails] == ["Je vroeg om voorgoed te vertrekken"]
    clock(days=12)
    assert remind_of_erasure() == 0
    clock(days=13, hours=1)
    assert remind_of_erasure() == 1
    assert remind_of_erasure() == 0
    assert [given[0] for given in mails][1:] == ["Morgen wordt alles over jou verwijderd"]


def test_with_one_day_to_think_there_is_no_reminder(anna, clock, settings):
    settings.ERASURE_DAYS = 1
    ask_erasure(actor=actor_of(anna))
    clock(hours=20)
    assert remind_of_erasure() == 0


def test_one_who_cannot_go_keeps_nobody_else(anna, clock, monkeypatch):
    bob = make_person("Bob", with_account=True)
    for person in (anna, bob):
        ask_erasure(actor=actor_of(person))

    def refuse(row):
        if row.target_id == anna.pk:
            raise Refusal("Not yet.")

    monkeypatch.setitem(activity._subscribers, Verb.ERASED.value, [refuse])
    clock(days=15)
    assert erase_those_due() == 1
    assert Person.objects.get(pk=bob.pk).state == PersonState.ERASED
    assert Person.objects.get(pk=anna.pk).state == PersonState.DEACTIVATED
    monkeypatch.undo()


def test_killed_in_the_middle_the_next_run_does_the_rest(anna, clock, monkeypatch):
    bob = make_person("Bob", with_account=True)
    for person in (anna, bob):
        ask_erasure(actor=actor_of(person))
    Erasure.objects.filter(person=bob).update(erase_at=anna.created_at)

    def killed(row):
        if row.target_id == anna.pk:
            raise KeyboardInterrupt

    clock(days=15)
    with monkeypatch.context() as patch:
        patch.setitem(activity._subscribers, Verb.ERASED.value, [killed])
        with pytest.raises(KeyboardInterrupt):
            erase_those_due()
    assert Person.objects.get(pk=bob.pk).state == PersonState.ERASED
    assert Person.objects.get(pk=anna.pk).name == "Anna"
    for _ in range(2):
        erase_people.func()
    assert Person.objects.get(pk=anna.pk).state == PersonState.ERASED
    assert Activity.objects.filter(verb=Verb.ERASED).count() == 2


def test_an_old_backup_does_not_bring_back_who_was_erased(
    anna, clock, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.VAR = tmp_path
    before = Person.objects.values().get(pk=anna.pk)
    ask_erasure(actor=actor_of(anna))
    clock(days=15)
    with django_capture_on_commit_callbacks(execute=True):
        assert erase_those_due() == 1
    assert "anna" not in (tmp_path / "erased").read_text()
    Person.objects.filter(pk=anna.pk).update(**{key: before[key] for key in before if key not in {"id", "account_id"}})
    other = make_person("Other")  # a number is not enough to be taken for somebody else
    with (tmp_path / "erased").open("a") as stream:
        stream.write(f"{other.pk} 2020-01-01T00:00:00+00:00\nbroken\n")
    assert erase_again() == 1
    assert erase_again() == 0
    assert Person.objects.get(pk=anna.pk).state == PersonState.ERASED
    assert Person.objects.get(pk=other.pk).name == "Other"


def test_nobody_is_mailed_after_they_are_erased(anna, clock):
    ask_erasure(actor=actor_of(anna))
    clock(days=15)
    mail.outbox.clear()
    erase_people.func()
    assert mail.outbox == []


def test_who_came_back_and_asked_again_has_two_weeks_again(anna, clock, monkeypatch):
    ask_erasure(actor=actor_of(anna))
    clock(days=15)
    monkeypatch.setattr(actions, "actor_for", lambda *_args: pytest.fail("nobody is due"))
    Erasure.objects.filter(person=anna).update(erase_at=now() + timedelta(days=29))
    assert not actions._erase(anna.pk)
    assert Person.objects.get(pk=anna.pk).name == "Anna"


def test_an_erasure_whose_note_was_lost_is_noted_by_the_next_run(anna, clock, settings, tmp_path):
    settings.VAR = tmp_path
    before = Person.objects.values().get(pk=anna.pk)
    ask_erasure(actor=actor_of(anna))
    clock(days=15)
    assert erase_those_due() == 1  # the process died after the commit: nothing was noted
    assert not (tmp_path / "erased").exists()
    assert erase_again() == 0
    assert (tmp_path / "erased").read_text().startswith(f"{anna.pk} ")
    Person.objects.filter(pk=anna.pk).update(**{key: before[key] for key in before if key not in {"id", "account_id"}})
    assert erase_again() == 1


def test_the_link_does_not_bring_back_whose_account_was_closed(anna, client):
    row = ask_erasure(actor=actor_of(anna))
    address = stay_address(row)
    Account.objects.filter(person=anna).update(is_active=False)
    assert client.post(f"/{address.split(chr(47), 3)[3]}").status_code == 404
    assert Person.objects.get(pk=anna.pk).state == PersonState.DEACTIVATED
