"""Ready rules: in the name of the host who switched them on, once per person or question, and only from then on."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from tests.factories.communities import make_member
from tests.factories.dialogue import client_of, make_answer, make_comment, make_place, make_question, person_of
from tests.factories.people import actor_of, make_person

from gilde.attention.insights.actions.ready import play, switch_off, switch_on
from gilde.attention.insights.enums import Ready, Verb
from gilde.attention.insights.models import FirstReply, ReadyRule, RuleAct
from gilde.attention.insights.queries.care import waiting_questions
from gilde.attention.insights.queries.ready import last_month
from gilde.attention.insights.tasks import play_rule, play_rules
from gilde.communities.enums import Role
from gilde.communities.models import Community, Membership
from gilde.core import clock
from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.core.models import Activity
from gilde.core.models.task import QueuedTask
from gilde.core.rules import Refusal
from gilde.core.tasks.worker import run_due
from gilde.dialogue.models import Comment, Compliment, Contribution
from gilde.people.actions.block import block

pytestmark = pytest.mark.django_db
WORDS = "Good that you are here with us."


def member(place: Community, *, role: Role = Role.MEMBER, hours_ago: float = 0) -> Actor:
    actor = actor_of(make_member(place, role, person=make_person(with_account=True)))
    Membership.objects.filter(person=actor.person_id).update(since=now() - timedelta(hours=hours_ago))
    return actor


def switched_on(place: Community, kind: Ready, *, hours_ago: float = 48) -> tuple[Actor, ReadyRule]:
    """A host, and a rule that has been on for so long."""
    host = member(place, role=Role.HOST, hours_ago=900)
    with clock.at(now() - timedelta(hours=hours_ago)):
        rule = switch_on(actor=host, community=place, kind=kind, text=WORDS)
    return host, rule


def ask(actor: Actor, place: Community, *, hours_ago: float) -> Contribution:
    with clock.at(now() - timedelta(hours=hours_ago)):
        return make_question(actor, place)


def test_who_joined_an_hour_ago_gets_a_word_of_welcome_once_and_it_says_how_it_came():
    place = make_place(language="en")
    host, rule = switched_on(place, Ready.WELCOME)
    new, fresh, before = member(place, hours_ago=2), member(place), member(place, hours_ago=60)
    assert play(rule.pk) == 1
    assert play(rule.pk) == 0
    row = Compliment.objects.get()
    assert (row.giver_id, row.receiver_id) == (host.person_id, new.person_id)
    assert row.text == f"{WORDS} (Sent by itself, in my name.)"
    assert place.name in row.about
    assert {fresh.person_id, before.person_id}.isdisjoint(RuleAct.objects.values_list("person_id", flat=True))
    assert Activity.objects.filter(verb=Verb.RULE_ACTED, actor_id=host.person_id).count() == 1


def test_a_question_nobody_replied_to_gets_a_comment_that_counts_as_no_answer():
    place = make_place(language="nl")
    host, rule = switched_on(place, Ready.UNANSWERED)
    asker = member(place, hours_ago=900)
    waiting, answered, fresh = (ask(asker, place, hours_ago=hours) for hours in (30, 30, 20))
    make_answer(member(place), answered)
    run_due()
    assert play(rule.pk) == 1
    assert play(rule.pk) == 0
    comment = Comment.objects.get()
    assert (comment.contribution_id, comment.author_id) == (waiting.pk, host.person_id)
    assert "Vanzelf verstuurd" in comment.body
    assert not FirstReply.objects.filter(contribution=waiting).exists()
    assert waiting in waiting_questions(place)
    assert fresh not in waiting_questions(place)
    make_comment(member(place), waiting)
    run_due()
    assert FirstReply.objects.filter(contribution=waiting).exists()


def test_a_first_contribution_is_thanked_for_and_the_second_is_not():
    place = make_place()
    _host, rule = switched_on(place, Ready.THANKS)
    author = member(place, hours_ago=900)
    first = ask(author, place, hours_ago=5)
    ask(author, place, hours_ago=4)
    assert play(rule.pk) == 1
    assert Compliment.objects.get().contribution_id == first.pk


def test_what_was_shared_without_a_name_brings_no_thanks_and_no_word_of_its_own_host():
    place = make_place()
    _host, thanks = switched_on(place, Ready.THANKS)
    host, unanswered = switched_on(place, Ready.UNANSWERED)
    ask(member(place, hours_ago=900), place, hours_ago=30)
    unnamed = Contribution.objects.get()
    nobody = make_person("Somebody here")
    Contribution.objects.filter(pk=unnamed.pk).update(author=nobody, asker=person_of(host))
    assert play(thanks.pk) == 0
    assert play(unanswered.pk) == 0
    assert not Compliment.objects.exists()
    assert not Comment.objects.exists()


def test_the_host_themselves_and_who_they_blocked_get_nothing():
    place = make_place()
    host, rule = switched_on(place, Ready.WELCOME)
    other = member(place, hours_ago=2)
    block(actor=other, person=person_of(host))
    assert play(rule.pk) == 0
    assert play(rule.pk) == 0
    assert not Compliment.objects.exists()


def test_what_is_off_or_whose_host_is_host_no_more_does_nothing():
    place = make_place()
    host, rule = switched_on(place, Ready.WELCOME)
    member(place, hours_ago=2)
    Membership.objects.filter(person=host.person_id).update(role=Role.MEMBER)
    assert play(rule.pk) == 0
    Membership.objects.filter(person=host.person_id).update(role=Role.HOST)
    switch_off(actor=host, community=place, kind=Ready.WELCOME)
    switch_off(actor=host, community=place, kind=Ready.WELCOME)
    assert play(rule.pk) == 0
    assert Activity.objects.filter(verb=Verb.RULE_SWITCHED).count() == 2
    switch_on(actor=host, community=place, kind=Ready.WELCOME, text=WORDS)
    assert play(rule.pk) == 0  # from now on, not about what was before


def test_only_hosts_switch_rules():
    place = make_place()
    for role in (Role.FACILITATOR, Role.MEMBER, Role.GUEST):
        actor = member(place, role=role)
        with pytest.raises(Refusal):
            switch_on(actor=actor, community=place, kind=Ready.WELCOME, text=WORDS)
        assert client_of(actor).get(f"/c/{place.slug}/care/rules/").status_code == 404
    stranger = member(make_place(), role=Role.HOST)
    assert client_of(stranger).get(f"/c/{place.slug}/care/rules/").status_code == 404
    assert not ReadyRule.objects.exists()


def test_the_preview_says_what_would_have_happened_last_month_and_the_page_switches():
    place = make_place(language="en")
    host = member(place, role=Role.HOST, hours_ago=900)
    people = [member(place, hours_ago=48) for _ in range(3)]
    member(place, hours_ago=31 * 24)
    assert {case.person.pk for case in last_month(place, Ready.WELCOME, host_id=host.person_id)} == {
        actor.person_id for actor in people
    }
    client, address = client_of(host), f"/c/{place.slug}/care/rules/"
    page = client.get(address).text
    assert "Last month this would have happened 3 times." in page
    assert client.post(f"{address}welcome/", {"text": "Short"}).status_code == 422
    assert "in the name of" in client.post(f"{address}welcome/", {"text": WORDS}, follow=True).text
    assert ReadyRule.objects.get().text == WORDS
    client.post(f"{address}welcome/", {"off": "1"})
    assert ReadyRule.objects.get().on_since is None
    assert client.post(f"{address}nonsense/", {"text": WORDS}).status_code == 404


def test_each_rule_that_is_on_has_one_task_and_running_it_twice_is_once():
    place = make_place()
    _host, rule = switched_on(place, Ready.WELCOME)
    member(place, hours_ago=2)
    play_rules.func()
    play_rules.func()
    assert QueuedTask.objects.filter(function=play_rule.module_path).count() == 1
    play_rule.func(rule.pk)
    play_rule.func(rule.pk)
    assert Compliment.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_the_same_instant_say_it_once():
    place = make_place()
    _host, rule = switched_on(place, Ready.WELCOME)
    for _ in range(3):
        member(place, hours_ago=2)
    barrier = threading.Barrier(2)
    results: list[Any] = []

    def work() -> None:
        barrier.wait()
        try:
            results.append(play(rule.pk))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(results) == 3
    assert Compliment.objects.count() == 3
