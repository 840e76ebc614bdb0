"""Links and their proof."""

from __future__ import annotations

import pytest
from tests.factories.people import actor_of, make_person

from gilde.core.actor import SYSTEM
from gilde.core.models import Activity, QueuedTask
from gilde.core.rules import Refusal
from gilde.people.actions import link
from gilde.people.enums import Finding, Verb
from gilde.people.models import Link


def test_a_new_link_is_looked_at_right_away():
    row = link.add(actor=actor_of(make_person()), url="https://anna.example/", label="Home")
    assert QueuedTask.objects.get(function="gilde.people.tasks.prove_link").args == [row.pk]
    assert row.finding == Finding.UNKNOWN


def test_the_same_address_twice_is_one_link():
    actor = actor_of(make_person())
    assert link.add(actor=actor, url="https://x.example/") == link.add(actor=actor, url="https://x.example/")
    assert Activity.objects.filter(verb=Verb.LINK_ADDED).count() == 1


@pytest.mark.parametrize(
    ("address", "label", "title"),
    [
        ("https://www.example.org/anna/?ref=x", "", "example.org/anna"),
        ("https://example.org/", "", "example.org"),
        ("https://example.org/anna", "My wall", "My wall"),
    ],
)
def test_two_pages_of_one_site_can_be_told_apart(address, label, title):
    assert link.add(actor=actor_of(make_person()), url=address, label=label).title == title


def test_a_profile_holds_at_most_twenty():
    anna = make_person()
    for number in range(20):
        Link.objects.create(person=anna, url=f"https://x.example/{number}")
    with pytest.raises(Refusal, match="room for 20"):
        link.add(actor=actor_of(anna), url="https://y.example/")


def test_nobody_removes_the_link_of_another_and_removing_twice_is_fine():
    anna = make_person()
    row = Link.objects.create(person=anna, url="https://x.example/")
    with pytest.raises(Refusal):
        link.remove(actor=actor_of(make_person()), link=row)
    for _ in range(2):
        link.remove(actor=actor_of(anna), link=row)
    assert not Link.objects.exists()


def test_the_first_proof_is_recorded_and_a_second_look_only_moves_the_time():
    row = Link.objects.create(person=make_person(), url="https://x.example/")
    first = link.keep_finding(link=row, finding=Finding.PROVEN)
    second = link.keep_finding(link=row, finding=Finding.PROVEN)
    assert first.is_proven
    assert second.proven_at >= first.proven_at
    proof = Activity.objects.get(verb=Verb.LINK_PROVEN)
    assert proof.actor_id == SYSTEM.person_id


def test_a_page_that_is_away_keeps_its_proof_but_one_that_lost_the_link_does_not():
    row = Link.objects.create(person=make_person(), url="https://x.example/")
    link.keep_finding(link=row, finding=Finding.PROVEN)
    assert link.keep_finding(link=row, finding=Finding.UNREACHABLE).is_proven
    assert not link.keep_finding(link=row, finding=Finding.NO_LINK_BACK).is_proven
