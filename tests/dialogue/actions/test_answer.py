from __future__ import annotations

import threading
import uuid

import pytest
from django.db import connection, connections
from tests.factories.dialogue import make_answer, make_comment, make_contribution, make_place, make_question, member

from gilde.communities.models import Community
from gilde.core.actor import Actor
from gilde.core.models import Activity
from gilde.core.rules import Refusal
from gilde.dialogue.actions.answer import accept, add_answer, delete_answer, edit_answer, take_back
from gilde.dialogue.actions.comment import delete_comment
from gilde.dialogue.actions.curation import close
from gilde.dialogue.enums import Verb
from gilde.dialogue.models import Answer, Contribution, Revision


def test_an_answer_is_counted_and_brings_the_question_up(place: Community, anna: Actor, bo: Actor) -> None:
    question = make_question(anna, place)
    before = question.last_activity_at
    row = make_answer(bo, question, "Like **this**.")
    question.refresh_from_db()
    assert question.answer_count == 1
    assert question.last_activity_at == row.created_at > before
    assert row.body_html == "<p>Like <strong>this</strong>.</p>\n"
    assert Activity.objects.filter(verb=Verb.ANSWERED, target_id=row.pk, community_id=place.pk).count() == 1


def test_the_same_client_id_gives_the_first_answer(place: Community, anna: Actor, bo: Actor) -> None:
    question = make_question(anna, place)
    key = uuid.uuid4()
    first = add_answer(actor=bo, contribution=question, body="One.", client_id=key)
    second = add_answer(actor=bo, contribution=question, body="Two.", client_id=key)
    assert second == first
    assert Contribution.objects.get(pk=question.pk).answer_count == 1


def test_only_a_question_takes_answers(place: Community, anna: Actor, bo: Actor) -> None:
    talk = make_contribution(anna, place)
    with pytest.raises(Refusal, match="Only questions can have answers"):
        make_answer(bo, talk)


def test_a_closed_question_takes_no_answers(place: Community, anna: Actor, bo: Actor) -> None:
    question = make_question(anna, place)
    close(actor=anna, contribution=question, reason="Solved by phone.")
    with pytest.raises(Refusal, match="closed"):
        make_answer(bo, question)


def test_a_stranger_cannot_answer(place: Community, anna: Actor) -> None:
    stranger = member(make_place())
    with pytest.raises(Refusal, match="Join this community"):
        make_answer(stranger, make_question(anna, place))


def test_an_edit_keeps_what_was_there_and_leaves_the_stream_alone(place: Community, anna: Actor, bo: Actor) -> None:
    question = make_question(anna, place)
    row = make_answer(bo, question, "First.")
    question.refresh_from_db()
    edit_answer(actor=bo, answer=row, body="Second.")
    row.refresh_from_db()
    assert (row.body, row.edited_at is not None) == ("Second.", True)
    assert Revision.objects.get(answer=row).body == "First."
    assert Contribution.objects.get(pk=question.pk).last_activity_at == question.last_activity_at


def test_nobody_edits_the_answer_of_another(place: Community, anna: Actor, bo: Actor, host: Actor) -> None:
    row = make_answer(bo, make_question(anna, place))
    for other in (anna, host):
        with pytest.raises(Refusal, match="Only the person who wrote this"):
            edit_answer(actor=other, answer=row, body="Changed.")
    row.refresh_from_db()
    assert row.body == "Like this."


def test_a_deleted_answer_takes_its_comments_out_of_the_count(place: Community, anna: Actor, bo: Actor) -> None:
    question = make_question(anna, place)
    row = make_answer(bo, question)
    under = make_comment(anna, question, answer=row)
    make_comment(bo, question)
    accept(actor=anna, answer=row)
    delete_answer(actor=bo, answer=row)
    delete_answer(actor=bo, answer=row)
    question.refresh_from_db()
    assert (question.answer_count, question.comment_count, question.has_accepted) == (0, 1, False)
    delete_comment(actor=anna, comment=under)
    question.refresh_from_db()
    assert question.comment_count == 1


def test_nothing_can_be_added_to_a_deleted_answer(place: Community, anna: Actor, bo: Actor) -> None:
    question = make_question(anna, place)
    row = make_answer(bo, question)
    delete_answer(actor=bo, answer=row)
    with pytest.raises(Refusal, match="deleted in the meantime"):
        make_comment(anna, question, answer=row)


def test_who_asked_accepts_one_answer_and_another_takes_its_place(place: Community, anna: Actor, bo: Actor) -> None:
    question = make_question(anna, place)
    one, two = make_answer(bo, question), make_answer(bo, question)
    accept(actor=anna, answer=one)
    accept(actor=anna, answer=two)
    accept(actor=anna, answer=two)
    assert list(Answer.objects.filter(accepted_at__isnull=False)) == [two]
    assert Contribution.objects.get(pk=question.pk).has_accepted
    verbs = list(
        Activity.objects.filter(verb__startswith="dialogue.answer_").order_by("id").values_list("verb", flat=True)
    )
    assert verbs == [Verb.ANSWER_ACCEPTED, Verb.ANSWER_UNACCEPTED, Verb.ANSWER_ACCEPTED]


def test_an_accepted_answer_can_be_taken_back(place: Community, anna: Actor, bo: Actor) -> None:
    question = make_question(anna, place)
    row = accept(actor=anna, answer=make_answer(bo, question))
    take_back(actor=anna, answer=row)
    take_back(actor=anna, answer=row)
    assert not Contribution.objects.get(pk=question.pk).has_accepted
    assert not Answer.objects.filter(accepted_at__isnull=False).exists()


def test_only_who_asked_accepts(place: Community, anna: Actor, bo: Actor, host: Actor) -> None:
    row = make_answer(bo, make_question(anna, place))
    for other in (bo, host):
        with pytest.raises(Refusal, match="Only the person who asked"):
            accept(actor=other, answer=row)


def test_a_host_accepts_for_somebody_who_is_not_here_yet(place: Community, anna: Actor, bo: Actor, host: Actor) -> None:
    question = make_question(anna, place)
    question.author.state = "placeholder"
    question.author.save(update_fields=["state"])
    accept(actor=host, answer=make_answer(bo, question))
    assert Contribution.objects.get(pk=question.pk).has_accepted


@pytest.mark.django_db(transaction=True)
def test_of_many_answers_accepted_at_once_one_is_left() -> None:
    place = make_place()
    anna, bo = member(place), member(place)
    question = make_question(anna, place)
    rows = [make_answer(bo, question) for _ in range(6)]
    failures: list[BaseException] = []

    def run(row: Answer) -> None:
        try:
            accept(actor=anna, answer=row)
        except BaseException as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(row,)) for row in rows]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert Answer.objects.filter(accepted_at__isnull=False).count() == 1
    assert Contribution.objects.get(pk=question.pk).has_accepted
    connection.close()
