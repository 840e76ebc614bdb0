"""Who is told of an act: whom it concerns, who may read it and did not ask for silence."""

from __future__ import annotations

import pytest
from tests.factories.dialogue import (
    joined,
    make_answer,
    make_comment,
    make_compliment,
    make_contribution,
    make_place,
    make_question,
    member,
    person_of,
)
from tests.factories.people import make_person

from gilde.attention.notifications.actions.notice import spread
from gilde.attention.notifications.enums import Level, Reason, Subject
from gilde.attention.notifications.models import Choice, Notice
from gilde.communities.enums import Role
from gilde.communities.models import Membership
from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.core.models import Activity
from gilde.dialogue.actions.answer import accept
from gilde.dialogue.actions.appreciation import appreciate
from gilde.dialogue.actions.comment import delete_comment
from gilde.dialogue.enums import AppreciationKind, ContributionKind
from gilde.people.actions.follow import follow
from gilde.people.enums import PersonState
from gilde.people.models import Person

pytestmark = pytest.mark.django_db


def told(actor: Actor) -> list[tuple[str, int | None]]:
    """What ``actor`` was told of by the last act, as (reason, contribution)."""
    for activity in Activity.objects.order_by("pk"):
        spread(activity)
    rows = Notice.objects.filter(person_id=actor.person_id).order_by("pk")
    return list(rows.values_list("reason", "contribution_id"))


def choose(actor: Actor, subject: Subject, number: int, level: Level) -> None:
    Choice.objects.create(person_id=actor.person_id, subject=subject, number=number, level=level)


def test_who_wrote_it_hears_of_a_comment_and_who_commented_does_not():
    place = make_place()
    author, other, silent = member(place), member(place), member(place)
    contribution = make_contribution(author, place)
    make_comment(other, contribution)
    assert told(author) == [(Reason.REPLY, contribution.pk)]
    assert told(other) == []
    assert told(silent) == []


def test_who_took_part_hears_of_the_next_comment():
    place = make_place()
    author, first, second = member(place), member(place), member(place)
    contribution = make_contribution(author, place)
    make_comment(first, contribution)
    make_comment(second, contribution)
    assert told(first) == [(Reason.TOOK_PART, contribution.pk)]


def test_who_is_named_is_told_that_and_not_also_that_there_is_a_comment():
    place = make_place()
    author, other = member(place), member(place)
    contribution = make_contribution(author, place)
    make_comment(other, contribution, f"What do you think, @{person_of(author).handle}?")
    assert told(author) == [(Reason.MENTION, contribution.pk)]


def test_who_has_the_question_too_hears_of_the_answer():
    place = make_place()
    asker, too, helper = member(place), member(place), member(place)
    question = make_question(asker, place)
    appreciate(actor=too, target=question, kind=AppreciationKind.ME_TOO, on=True)
    make_answer(helper, question)
    assert told(asker) == [(Reason.ANSWER, question.pk)]
    assert told(too) == [(Reason.ANSWER, question.pk)]


def test_whose_answer_helped_is_told():
    place = make_place()
    asker, helper = member(place), member(place)
    question = make_question(asker, place)
    accept(actor=asker, answer=make_answer(helper, question))
    assert (Reason.ACCEPTED, question.pk) in told(helper)


def test_thanks_reach_who_wrote_it():
    place = make_place()
    author, reader = member(place), member(place)
    contribution = make_contribution(author, place)
    for on in (True, False, True):
        appreciate(actor=reader, target=contribution, kind=AppreciationKind.LEARNED, on=on)
        assert told(author) == [(Reason.THANKS, contribution.pk)]


def test_thanks_taken_back_before_anybody_was_told_are_told_to_nobody():
    place = make_place()
    author, reader = member(place), member(place)
    contribution = make_contribution(author, place)
    for on in (True, False):
        appreciate(actor=reader, target=contribution, kind=AppreciationKind.LEARNED, on=on)
    assert told(author) == []


def test_a_compliment_reaches_its_receiver_alone():
    place = make_place()
    giver, receiver, other = member(place), member(place), member(place)
    make_compliment(giver, person_of(receiver))
    assert [reason for reason, _where in told(receiver)] == [Reason.COMPLIMENT]
    assert told(other) == []


def test_an_announcement_reaches_all_members():
    place = make_place()
    host, one, two = member(place, role=Role.HOST), member(place), member(place)
    outsider = member(make_place())
    row = make_contribution(host, place, kind=ContributionKind.ANNOUNCEMENT)
    assert told(one) == told(two) == [(Reason.ANNOUNCEMENT, row.pk)]
    assert told(outsider) == told(host) == []


def test_who_follows_a_person_or_a_community_hears_of_what_is_new():
    place = make_place()
    author, fan, keen = member(place), member(place), member(place)
    follow(actor=fan, person=person_of(author))
    choose(keen, Subject.COMMUNITY, place.pk, Level.FOLLOW)
    row = make_contribution(author, place)
    assert told(fan) == told(keen) == [(Reason.FOLLOWED, row.pk)]


def test_a_follower_outside_hears_nothing_of_a_closed_place():
    place = make_place(audience=Audience.COMMUNITY)
    author, fan = member(place), member(make_place())
    follow(actor=fan, person=person_of(author))
    make_contribution(author, place)
    assert told(fan) == []


@pytest.mark.parametrize("subject", list(Subject))
def test_mute_is_silence_even_when_named(subject):
    place = make_place()
    author, other = member(place), member(place)
    contribution = make_contribution(author, place)
    number = {
        Subject.CONTRIBUTION: contribution.pk,
        Subject.COMMUNITY: place.pk,
        Subject.PERSON: other.person_id,
    }[subject]
    choose(author, subject, number, Level.MUTE)
    make_comment(other, contribution, f"@{person_of(author).handle}, look.")
    assert told(author) == []


def test_the_nearest_choice_wins():
    place = make_place()
    author, other = member(place), member(place)
    contribution = make_contribution(author, place)
    choose(author, Subject.COMMUNITY, place.pk, Level.MUTE)
    choose(author, Subject.CONTRIBUTION, contribution.pk, Level.NORMAL)
    make_comment(other, contribution)
    assert told(author) == [(Reason.REPLY, contribution.pk)]


def test_a_number_chosen_for_something_else_silences_nothing():
    place = make_place()
    author, other = member(place), member(place)
    contribution = make_contribution(author, place)
    choose(author, Subject.PERSON, contribution.pk + 10_000, Level.MUTE)
    choose(author, Subject.COMMUNITY, contribution.pk + 20_000, Level.MUTE)
    make_comment(other, contribution)
    assert told(author) == [(Reason.REPLY, contribution.pk)]


def test_who_left_the_place_is_away_or_has_no_account_hears_nothing():
    place = make_place()
    gone, away, author = member(place), member(place), member(place)
    contribution = make_contribution(author, place)
    for actor in (gone, away):
        make_comment(actor, contribution)
    Membership.objects.filter(person_id=gone.person_id).delete()
    Person.objects.filter(pk=away.person_id).update(state=PersonState.DEACTIVATED)
    Notice.objects.all().delete()
    make_comment(author, contribution)
    assert told(gone) == told(away) == []


def test_what_was_deleted_before_anybody_was_told_is_told_to_nobody():
    place = make_place()
    author, other = member(place), member(place)
    contribution = make_contribution(author, place)
    delete_comment(actor=other, comment=make_comment(other, contribution))
    assert told(author) == []


def test_telling_twice_is_telling_once():
    place = make_place()
    author, other = member(place), member(place)
    contribution = make_contribution(author, place)
    make_comment(other, contribution)
    assert told(author) == told(author) == [(Reason.REPLY, contribution.pk)]


def test_hosts_hear_of_who_asks_to_join_and_the_one_let_in_of_that():
    from tests.factories.communities import make_community

    from gilde.communities.actions.request import accept as let_in
    from gilde.communities.actions.request import ask
    from gilde.communities.enums import Joining

    place = make_community(joining=Joining.REQUEST)
    host, plain = member(place, role=Role.HOST), member(place)
    from tests.factories.people import actor_of

    newcomer = actor_of(make_person())
    request = ask(actor=newcomer, community=place, answers={})
    assert [reason for reason, _where in told(host)] == [Reason.ASKING]
    assert told(plain) == []
    let_in(actor=host, request=request)
    assert [reason for reason, _where in told(newcomer)] == [Reason.WELCOME]


def test_a_member_of_two_places_hears_of_one_act_once():
    place = make_place()
    author = joined(member(place), make_place())
    contribution = make_contribution(author, place)
    make_comment(member(place), contribution)
    assert len(told(author)) == 1
