"""An important change of the terms or the privacy page is mailed: everybody once, in their own language."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, transaction
from tests.factories.people import actor_of, log_in, make_account, make_person, make_placeholder

from gilde.core.clock import now
from gilde.core.exports import Records
from gilde.core.models import QueuedTask
from gilde.people.actions.leaving import deactivate, erase
from gilde.people.actions.policy import agree, change
from gilde.people.actions.policy_letter import begin_letters, send_letter
from gilde.people.enums import PolicyKind
from gilde.people.exports import export
from gilde.people.models import Account, Policy, PolicyLetter
from gilde.people.tasks import plan_policy_letters, send_forgotten_policy_letters, send_policy_letter


@pytest.fixture
def boss():
    return make_person("Boss", account=make_account("boss@example.org", is_superuser=True, is_staff=True))


@pytest.fixture
def anna():
    return make_person("Anna", account=make_account("anna@example.org", language="nl", time_zone="Europe/Amsterdam"))


@pytest.fixture
def bob():
    return make_person("Bob", account=make_account("bob@example.org", language="en"))


def says(boss, kind=PolicyKind.TERMS, words="New rules.", important=True, **changed):
    changed = changed or {"en": "We may now sing.", "nl": "We mogen nu zingen."}
    return change(actor=actor_of(boss), kind=kind, texts={"en": words}, changed=changed, important=important)


def waiting(name):
    return list(QueuedTask.objects.filter(function=f"gilde.people.tasks.{name}", state="ready").order_by("pk"))


def run_all():
    """What a worker does: plan, then send each."""
    for row in waiting("plan_policy_letters"):
        plan_policy_letters.func(*row.args)
    for row in waiting("send_policy_letter"):
        send_policy_letter.func(*row.args)
    return mail.outbox


def test_everybody_who_is_asked_gets_one_mail_in_their_language(boss, anna, bob):
    row = says(boss)
    sent = {message.to[0]: message for message in run_all()}
    assert set(sent) == {"anna@example.org", "bob@example.org"}
    assert "We mogen nu zingen." in sent["anna@example.org"].body
    assert "voorwaarden" in sent["anna@example.org"].subject.lower()
    english = sent["bob@example.org"]
    assert "The terms of" in english.subject
    for text in (english.body, str(english.alternatives[0][0])):
        assert "We may now sing." in text
        assert f"/terms/versions/{row.pk}/" in text
        assert "/terms/agree/" in text
        assert "%(" not in text
    assert len(run_all()) == 2
    assert PolicyLetter.objects.exclude(sent_at=None).count() == 2


def test_the_time_is_that_of_the_reader(boss, anna):
    row = says(boss)
    Policy.objects.filter(pk=row.pk).update(saved_at=row.saved_at.replace(month=1, day=5, hour=23, minute=30))
    assert "6 januari" in run_all()[0].body


def test_it_offers_no_way_to_end_it_and_is_the_same_message_when_sent_again(boss, anna):
    says(boss)
    (message,) = run_all()
    assert "List-Unsubscribe" not in message.extra_headers
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    PolicyLetter.objects.update(sent_at=None, held_until=None)  # as after a crash between sending and writing it down
    send_letter(PolicyLetter.objects.get().pk)
    again = mail.outbox[1]
    assert again.extra_headers["Message-ID"] == message.extra_headers["Message-ID"]
    assert again.extra_headers["Message-ID"].startswith("<policy.")


def test_a_small_change_is_not_mailed(boss, anna):
    row = says(boss, important=False)
    assert run_all() == []
    assert begin_letters(row.pk) == []
    assert begin_letters(99999) == []


def test_who_left_is_away_was_never_here_or_cannot_log_in_gets_none(boss):
    gone, away, closed = (make_person(name, with_account=True) for name in ("Gone", "Away", "Closed"))
    make_placeholder("Invited", invited_email="invited@example.org")
    make_person("Nobody's login")
    erase(actor=actor_of(gone))
    deactivate(actor=actor_of(away))
    Account.objects.filter(pk=closed.account_id).update(is_active=False)
    says(boss)
    assert run_all() == []
    assert not PolicyLetter.objects.exists()


def test_who_leaves_or_agrees_before_the_mail_leaves_gets_none(boss, anna, bob):
    row = says(boss)
    begin_letters(row.pk)
    agree(actor=actor_of(anna))
    deactivate(actor=actor_of(bob))
    for letter in PolicyLetter.objects.all():
        assert not send_letter(letter.pk)
    assert mail.outbox == []
    assert set(PolicyLetter.objects.values_list("refused", flat=True)) == {"agreed already", "not here any more"}


def test_a_newer_important_version_takes_the_place_of_one_that_was_not_mailed_yet(boss, anna):
    says(boss)
    plan_policy_letters.func(Policy.objects.get().pk)
    says(boss, words="Newest.", en="We may now dance.")
    run_all()
    assert ["dance" in message.body for message in mail.outbox] == [True]
    says(boss, kind=PolicyKind.PRIVACY, en="Kept for a year.")
    run_all()
    assert "/privacy/versions/" in mail.outbox[1].body


def test_killed_between_two_parts_the_next_run_makes_the_rest(boss, monkeypatch):
    monkeypatch.setattr("gilde.people.actions.policy_letter.PART", 2)
    for number in range(5):
        make_person(f"Person {number}", with_account=True)
    row = says(boss)
    begin_letters(row.pk)  # and then the worker died, before it asked for any of them to be sent
    assert PolicyLetter.objects.count() == 2
    for _ in range(2):
        plan_policy_letters.func(row.pk)
        send_forgotten_policy_letters.func()
    assert PolicyLetter.objects.count() == 5
    assert len(run_all()) == 5
    assert len({message.to[0] for message in mail.outbox}) == 5
    assert len(run_all()) == 5


def test_two_processes_at_the_same_letter_send_it_once_and_a_dead_one_is_taken_over(boss, anna):
    row = says(boss)
    (number,) = begin_letters(row.pk)
    PolicyLetter.objects.update(held_until=now() + timedelta(minutes=1))
    assert not send_letter(number)
    PolicyLetter.objects.update(held_until=now() - timedelta(minutes=1))
    assert send_letter(number)
    assert not send_letter(number)
    with pytest.raises(IntegrityError), transaction.atomic():
        PolicyLetter.objects.create(person=anna, policy=row)


def test_a_mail_server_that_is_away_is_tried_again(boss, anna, monkeypatch):
    row = says(boss)
    (number,) = begin_letters(row.pk)

    def away(_self, _messages):
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", away)
        with pytest.raises(ConnectionRefusedError):
            send_letter(number)
    send_forgotten_policy_letters.func()
    assert len(run_all()) == 1


def test_the_operator_reads_the_number_before_saving_and_the_progress_after(boss, anna, bob):
    client = log_in(boss)
    page = client.get("/terms/edit/").content.decode()
    assert "2 people get an email about it now" in page
    assert not PolicyLetter.objects.exists()
    said = {"en": "New.", "changed_en": "We may now sing.", "important": "on"}
    answer = client.post("/terms/edit/", said, follow=True)
    assert "Saved. 2 people get an email about it." in answer.content.decode()
    plan_policy_letters.func(Policy.objects.get().pk)
    send_letter(PolicyLetter.objects.get(person=bob).pk)
    assert "1 of 2 sent" in client.get("/terms/versions/").content.decode()
    agree(actor=actor_of(anna))
    assert "of 2 sent" not in log_in(anna).get("/terms/versions/").content.decode()


def test_it_is_in_the_download_and_goes_with_the_person(boss, anna):
    says(boss)
    run_all()
    parts = {part.name: list(part.rows) for part in export(anna.pk) if isinstance(part, Records)}
    assert [row["what"] for row in parts["terms-letters"]] == ["Terms"]
    erase(actor=actor_of(anna))
    assert not PolicyLetter.objects.exists()
