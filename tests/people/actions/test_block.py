"""Blocking: nothing passes between the two, and the blocked one is told nothing."""

from __future__ import annotations

import pytest
from tests.factories.people import actor_of, log_in, make_person

from gilde.core.models import Activity
from gilde.core.rules import Refusal
from gilde.people.actions.block import block, unblock
from gilde.people.actions.follow import follow
from gilde.people.actions.leaving import erase
from gilde.people.enums import Verb
from gilde.people.models import Block, Follow, Person
from gilde.people.queries.block import apart_from
from gilde.people.queries.mention import suggestions


@pytest.fixture
def anna():
    return make_person("Anna Blocker", with_account=True)


@pytest.fixture
def bob():
    return make_person("Bob Barred", with_account=True)


def test_blocking_twice_is_blocking_once(anna, bob):
    first = block(actor=actor_of(anna), person=bob)
    assert block(actor=actor_of(anna), person=bob) == first
    assert Activity.objects.filter(verb=Verb.BLOCKED).count() == 1


def test_neither_follows_the_other_any_more_and_the_counts_are_right(anna, bob):
    follow(actor=actor_of(anna), person=bob)
    follow(actor=actor_of(bob), person=anna)
    block(actor=actor_of(anna), person=bob)
    assert not Follow.objects.exists()
    assert set(Person.objects.values_list("follower_count", flat=True)) == {0}


def test_neither_can_follow_the_other_and_only_the_blocker_reads_why(anna, bob):
    block(actor=actor_of(anna), person=bob)
    with pytest.raises(Refusal, match="You blocked this person"):
        follow(actor=actor_of(anna), person=bob)
    with pytest.raises(Refusal) as refusal:
        follow(actor=actor_of(bob), person=anna)
    assert "block" not in str(refusal.value)


def test_neither_is_suggested_to_the_other(anna, bob):
    assert suggestions(actor_of(bob), "anna") == [anna]
    block(actor=actor_of(anna), person=bob)
    assert suggestions(actor_of(bob), "anna") == []
    assert suggestions(actor_of(anna), "bob") == []
    assert apart_from(bob.pk) == {anna.pk}
    assert apart_from(anna.pk) == {bob.pk}


def test_the_log_never_says_who_was_blocked(anna, bob):
    block(actor=actor_of(anna), person=bob)
    unblock(actor=actor_of(anna), person=bob)
    rows = Activity.objects.filter(verb__in=[Verb.BLOCKED, Verb.UNBLOCKED])
    assert {(row.target_id, tuple(row.data)) for row in rows} == {(anna.pk, ())}


def test_unblocking_lets_them_follow_again(anna, bob):
    block(actor=actor_of(anna), person=bob)
    unblock(actor=actor_of(anna), person=bob)
    unblock(actor=actor_of(anna), person=bob)
    assert follow(actor=actor_of(bob), person=anna)
    assert Activity.objects.filter(verb=Verb.UNBLOCKED).count() == 1


def test_nobody_blocks_themselves(anna):
    with pytest.raises(Refusal, match="This is you"):
        block(actor=actor_of(anna), person=anna)


def test_who_goes_for_good_leaves_no_blocks(anna, bob):
    block(actor=actor_of(anna), person=bob)
    erase(actor=actor_of(anna))
    assert not Block.objects.exists()


def test_the_list_is_the_blockers_own_and_undoes(anna, bob):
    client = log_in(anna)
    client.post(f"/@{bob.handle}/block/")
    assert "Bob Barred" in client.get("/me/blocked/").content.decode()
    assert "Anna Blocker" not in log_in(bob).get("/me/blocked/").content.decode()
    client.post(f"/@{bob.handle}/block/", {"stop": "1", "from": "list"})
    assert "Bob Barred" not in client.get("/me/blocked/").content.decode().split("</main>")[0].split("<h1")[1]
    assert not Block.objects.exists()


def test_somebody_who_cannot_be_found_any_more_can_still_be_unblocked(anna, bob):
    client = log_in(anna)
    client.post(f"/@{bob.handle}/block/")
    Person.objects.filter(pk=bob.pk).update(audience=40)
    assert client.get(f"/@{bob.handle}/").status_code == 404
    assert client.get(f"/@{bob.handle}/block/").status_code == 200
    assert client.post(f"/@{bob.handle}/block/", {"stop": "1"}).status_code == 302
    assert not Block.objects.exists()


def test_blocking_oneself_and_nobody_is_not_found_and_visitors_log_in(anna, bob, client):
    assert client.get(f"/@{bob.handle}/block/").status_code == 302
    assert log_in(anna).get(f"/@{anna.handle}/block/").status_code == 404
    assert log_in(anna).post("/@nobody-here/block/").status_code == 404


def test_the_profile_of_the_blocker_says_nothing_to_the_blocked_one(anna, bob):
    block(actor=actor_of(anna), person=bob)
    after = log_in(bob).get(f"/@{anna.handle}/").content.decode()
    assert "blocked" not in after.lower().replace("/me/blocked/", "").replace("people i blocked", "")
    assert "You blocked Bob" in log_in(anna).get(f"/@{bob.handle}/").content.decode()
