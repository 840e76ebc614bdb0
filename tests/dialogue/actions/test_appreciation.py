from __future__ import annotations

import threading

import pytest
from django.db import connections
from tests.factories.communities import make_charter, make_member
from tests.factories.dialogue import (
    make_answer,
    make_comment,
    make_contribution,
    make_place,
    make_question,
    member,
    person_of,
)
from tests.factories.people import actor_of

from gilde.communities.models import Community
from gilde.core.actor import VISITOR, Actor
from gilde.core.models import Activity
from gilde.core.rules import Refusal
from gilde.dialogue.actions.appreciation import appreciate
from gilde.dialogue.actions.curation import close
from gilde.dialogue.enums import AppreciationKind, ContributionKind, Verb
from gilde.dialogue.models import Answer, Appreciation, Comment, Contribution

LIKE, LEARNED, USED, ME_TOO = (
    AppreciationKind.LIKE,
    AppreciationKind.LEARNED,
    AppreciationKind.USED,
    AppreciationKind.ME_TOO,
)


def test_each_sign_is_given_once_and_taken_back_once(place: Community, anna: Actor, bo: Actor) -> None:
    row = make_contribution(anna, place, kind=ContributionKind.PRACTICE)
    for kind, column in ((LIKE, "like_count"), (LEARNED, "learned_count"), (USED, "used_count")):
        assert [appreciate(actor=bo, target=row, kind=kind, on=True) for _ in range(2)] == [True, False]
        assert getattr(Contribution.objects.get(pk=row.pk), column) == 1
        assert [appreciate(actor=bo, target=row, kind=kind, on=False) for _ in range(2)] == [True, False]
        assert getattr(Contribution.objects.get(pk=row.pk), column) == 0
    assert Activity.objects.filter(verb=Verb.APPRECIATED).count() == 3
    assert Activity.objects.filter(verb=Verb.APPRECIATION_WITHDRAWN).count() == 3


def test_answers_and_comments_carry_their_own_signs(place: Community, anna: Actor, bo: Actor) -> None:
    question = make_question(anna, place)
    answer = make_answer(anna, question)
    comment = make_comment(anna, question)
    for kind in (LIKE, LEARNED, USED):
        appreciate(actor=bo, target=answer, kind=kind, on=True)
    appreciate(actor=bo, target=comment, kind=LIKE, on=True)
    answer = Answer.objects.get(pk=answer.pk)
    assert (answer.like_count, answer.learned_count, answer.used_count) == (1, 1, 1)
    assert Comment.objects.get(pk=comment.pk).like_count == 1
    assert Contribution.objects.get(pk=question.pk).like_count == 0


def test_signs_do_not_bring_a_contribution_up(place: Community, anna: Actor, bo: Actor) -> None:
    row = make_contribution(anna, place)
    appreciate(actor=bo, target=row, kind=LIKE, on=True)
    assert Contribution.objects.get(pk=row.pk).last_activity_at == row.last_activity_at


def test_nobody_appreciates_their_own_words(place: Community, anna: Actor, bo: Actor) -> None:
    question = make_question(anna, place)
    comment = make_comment(bo, question)
    with pytest.raises(Refusal, match="You wrote this yourself"):
        appreciate(actor=anna, target=question, kind=ME_TOO, on=True)
    with pytest.raises(Refusal, match="You wrote this yourself"):
        appreciate(actor=bo, target=comment, kind=LIKE, on=True)
    assert not Appreciation.objects.exists()


def test_who_made_it_together_did_not_appreciate_it_either(place: Community, anna: Actor, bo: Actor) -> None:
    row = make_contribution(anna, place, authors=[person_of(bo)])
    with pytest.raises(Refusal, match="You wrote this yourself"):
        appreciate(actor=bo, target=row, kind=LIKE, on=True)


def test_me_too_belongs_to_questions_and_comments_take_likes_only(place: Community, anna: Actor, bo: Actor) -> None:
    talk = make_contribution(anna, place)
    comment = make_comment(anna, talk)
    for target, kind in ((talk, ME_TOO), (comment, LEARNED), (make_question(anna, place), USED)):
        with pytest.raises(Refusal, match="cannot give this kind"):
            appreciate(actor=bo, target=target, kind=kind, on=True)


def test_a_closed_conversation_can_still_be_appreciated(place: Community, anna: Actor, bo: Actor) -> None:
    row = make_contribution(anna, place)
    close(actor=anna, contribution=row, reason="Done.")
    assert appreciate(actor=bo, target=row, kind=LIKE, on=True)


def test_strangers_and_visitors_are_told_to_join(place: Community, anna: Actor) -> None:
    row = make_contribution(anna, place)
    for actor in (member(make_place()), VISITOR):
        with pytest.raises(Refusal, match="oin this community first"):
            appreciate(actor=actor, target=row, kind=LIKE, on=True)


def test_agreements_come_first_but_a_sign_can_always_be_taken_back(place: Community, anna: Actor, bo: Actor) -> None:
    row = make_contribution(anna, place)
    appreciate(actor=bo, target=row, kind=LIKE, on=True)
    make_charter(place)
    row = Contribution.objects.get(pk=row.pk)
    with pytest.raises(Refusal, match="agreements"):
        appreciate(actor=bo, target=row, kind=LEARNED, on=True)
    assert appreciate(actor=bo, target=row, kind=LIKE, on=False)


@pytest.mark.django_db(transaction=True)
def test_the_counter_is_right_when_many_tap_at_once() -> None:
    place = make_place()
    row = make_contribution(member(place), place)
    actors = [actor_of(make_member(place)) for _ in range(4)]
    failures: list[BaseException] = []

    def run(actor: Actor, on: bool) -> None:
        try:
            appreciate(actor=actor, target=row, kind=LIKE, on=on)
        except BaseException as error:
            failures.append(error)
        finally:
            connections.close_all()

    def all_at_once(on: bool) -> None:
        threads = [threading.Thread(target=run, args=(actor, on)) for actor in actors for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    all_at_once(True)
    assert failures == []
    assert Contribution.objects.get(pk=row.pk).like_count == 4 == Appreciation.objects.count()
    all_at_once(False)
    assert failures == []
    assert Contribution.objects.get(pk=row.pk).like_count == 0 == Appreciation.objects.count()
