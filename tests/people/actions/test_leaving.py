"""Going away, coming back, and going for good."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import translation
from tests.factories.people import actor_of, affiliate, label, log_in, make_account, make_organisation, make_person
from tests.people.pictures import picture

from gilde.core import activity
from gilde.core.actor import VISITOR
from gilde.core.audience import Audience
from gilde.core.files.store import store_upload
from gilde.core.models import Activity, StoredFile
from gilde.core.rules import Refusal
from gilde.people.actions.follow import follow
from gilde.people.actions.leaving import deactivate, erase, reactivate
from gilde.people.actions.person import change_handle, join
from gilde.people.actions.photo import change_photo
from gilde.people.enums import PersonState, Question, Section, Verb
from gilde.people.models import Account, FormerHandle, Link, Motivation, Person
from gilde.people.queries.profile import former_address


@pytest.fixture
def anna():
    return make_person("Anna Secret", handle="anna", with_account=True, headline="Secret headline")


def test_being_away_hides_the_person_and_ends_every_session(anna):
    client = log_in(anna)
    deactivate(actor=actor_of(anna))
    anna.refresh_from_db()
    assert anna.state == PersonState.DEACTIVATED
    assert not Session.objects.exists()
    assert client.get("/me/").status_code == 302
    assert anna.account.is_active


def test_coming_back_brings_everything_back_and_twice_is_once(anna):
    deactivate(actor=actor_of(anna))
    for _ in range(2):
        assert reactivate(account=anna.account).state == PersonState.ACTIVE
    assert Activity.objects.filter(verb=Verb.REACTIVATED).count() == 1


def test_nobody_comes_back_from_being_erased(anna):
    account = anna.account
    Person.objects.filter(pk=anna.pk).update(state=PersonState.ERASED)
    with pytest.raises(Refusal):
        reactivate(account=account)


def test_erasing_leaves_nothing_that_says_who_it_was(anna):
    Person.objects.filter(pk=anna.pk).update(
        story="Secret", story_html="Secret", region="Secret", work_note="Secret", invited_email="secret@example.org",
        uri="https://secret.example/", origin="secret", audience=Audience.PUBLIC,
    )  # fmt: skip
    label(anna, "care")
    affiliate(anna, make_organisation())
    Link.objects.create(person=anna, url="https://secret.example/")
    Motivation.objects.create(person=anna, question=Question.HEART, text="Secret", html="Secret")
    change_photo(actor=actor_of(anna), file=store_upload(picture(), name="me.png", uploader_id=anna.pk))
    account = anna.account
    client = log_in(anna)

    erase(actor=actor_of(anna))

    row = Person.objects.values().get(pk=anna.pk)
    assert "secret" not in str(row).lower()
    assert row["state"] == PersonState.ERASED
    assert row["account_id"] is None
    assert {row["audience"], *(row[f"audience_{section.value}"] for section in Section)} == {Audience.ME}
    for related in (anna.labels, anna.affiliations, anna.links, anna.motivations, anna.exports):
        assert not related.exists()
    assert not StoredFile.objects.exists()
    assert not Account.objects.filter(pk=account.pk).exists()
    assert not EmailAddress.objects.filter(user_id=account.pk).exists()
    assert not UserSession.objects.exists()
    assert not Session.objects.exists()
    assert client.get("/me/").status_code == 302


def test_who_left_is_named_in_the_language_of_the_reader(anna):
    erase(actor=actor_of(anna))
    assert Person.objects.get(pk=anna.pk).name == "Former member"
    assert Person.objects.get(pk=anna.pk).url == ""
    with translation.override("nl"):
        assert Person.objects.get(pk=anna.pk).name == translation.gettext("Former member")


def test_the_handles_stay_taken_for_ever_and_say_of_nobody_that_they_were_theirs(anna):
    change_handle(actor=actor_of(anna), handle="annie")
    anna.refresh_from_db()
    erase(actor=actor_of(anna))
    assert set(FormerHandle.objects.values_list("handle", "person")) == {("anna", None), ("annie", None)}
    assert former_address(VISITOR, "annie") is None
    with pytest.raises(Refusal):
        join(account=make_account(), name="Thief", handle="annie")
    with pytest.raises(Refusal):
        change_handle(actor=actor_of(make_person("Thief", with_account=True)), handle="anna")


def test_following_ends_in_both_directions_and_the_counts_follow(anna):
    bob = make_person("Bob")
    follow(actor=actor_of(anna), person=bob)
    follow(actor=actor_of(bob), person=anna)
    erase(actor=actor_of(anna))
    bob.refresh_from_db()
    assert bob.follower_count == 0
    assert not bob.following.exists()


def test_rooms_above_wipe_in_the_same_transaction_or_refuse(anna, monkeypatch):
    def refuse(row):
        raise Refusal("You are the only host.")

    monkeypatch.setitem(activity._subscribers, Verb.ERASED.value, [refuse])
    with pytest.raises(Refusal, match="only host"):
        erase(actor=actor_of(anna))
    anna.refresh_from_db()
    assert anna.name == "Anna Secret"
    assert anna.account is not None


def test_the_only_operator_cannot_go():
    boss = make_person(account=make_account(is_superuser=True))
    for act in (deactivate, erase):
        with pytest.raises(Refusal, match="only operator"):
            act(actor=actor_of(boss))


def test_a_visitor_has_nothing_to_leave():
    for act in (deactivate, erase):
        with pytest.raises(Refusal):
            act(actor=VISITOR)
