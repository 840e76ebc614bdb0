"""How long a question waits for its first answer: kept when it comes, measured per community, said in one line."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.factories.dialogue import (
    client_of,
    joined,
    make_answer,
    make_comment,
    make_contribution,
    make_place,
    make_question,
    member,
)

from gilde.attention.insights.actions.first_reply import note_first_reply
from gilde.attention.insights.models import FirstReply, Pulse
from gilde.attention.insights.queries.first_answer import in_words, median_wait
from gilde.attention.insights.tasks import look_around, measure, measure_all
from gilde.communities.models import Community
from gilde.core import clock
from gilde.core.clock import now
from gilde.core.models.task import QueuedTask
from gilde.core.tasks.worker import run_due
from gilde.dialogue.actions.answer import delete_answer
from gilde.dialogue.actions.comment import delete_comment
from gilde.dialogue.actions.curation import move
from gilde.dialogue.models import Contribution

pytestmark = pytest.mark.django_db


def answered(place: Community, hours: float, *, days_ago: int = 10) -> Contribution:
    """A question of so many days ago that got its first answer after so many hours."""
    asked_at = now() - timedelta(days=days_ago)
    asker, other = member(place), member(place)
    with clock.at(asked_at):
        question = make_question(asker, place)
    with clock.at(asked_at + timedelta(hours=hours)):
        make_answer(other, question)
    run_due()
    return question


def test_the_first_word_of_somebody_else_is_kept_and_the_second_changes_nothing():
    place = make_place()
    asker, other = member(place), member(place)
    question = make_question(asker, place)
    make_comment(asker, question, "I meant on Tuesday.")
    run_due()
    assert not FirstReply.objects.exists()
    make_comment(other, question)
    run_due()
    kept = FirstReply.objects.get()
    make_answer(member(place), question)
    run_due()
    assert FirstReply.objects.get().replied_at == kept.replied_at
    assert (kept.contribution_id, kept.community_id, kept.is_question) == (question.pk, place.pk, True)


def test_when_the_first_is_deleted_the_next_one_is_the_first_and_then_none():
    place = make_place()
    question = make_question(member(place), place)
    first, second = member(place), member(place)
    answer, comment = make_answer(first, question), make_comment(second, question)
    delete_answer(actor=first, answer=answer)
    assert FirstReply.objects.get().replied_at == comment.created_at
    delete_comment(actor=second, comment=comment)
    assert not FirstReply.objects.exists()


def test_a_comment_under_a_deleted_answer_does_not_count():
    place = make_place()
    question = make_question(member(place), place)
    other = member(place)
    answer = make_answer(other, question)
    make_comment(member(place), question, answer=answer)
    delete_answer(actor=other, answer=answer)
    run_due()
    assert not FirstReply.objects.exists()


def test_what_was_imported_is_left_out():
    place = make_place()
    question = make_question(member(place), place)
    Contribution.objects.filter(pk=question.pk).update(origin="slack")
    make_answer(member(place), question)
    run_due()
    assert not FirstReply.objects.exists()


def test_the_median_is_of_answered_questions_of_the_last_ninety_days():
    place = make_place()
    answered(place, 1)
    answered(place, 2)
    assert median_wait(place.pk) is None
    answered(place, 50)
    answered(place, 500, days_ago=95)
    answered(make_place(), 9)
    assert median_wait(place.pk) == 2 * 3600
    answered(place, 4)
    assert median_wait(place.pk) == 3 * 3600


def test_a_discussion_does_not_count_as_a_question():
    place = make_place()
    for _ in range(3):
        make_comment(member(place), make_contribution(member(place), place))
    run_due()
    assert FirstReply.objects.count() == 3
    assert median_wait(place.pk) is None


def test_a_moved_question_counts_where_it_is():
    place, other = make_place(), make_place()
    asker = joined(member(place), other)
    question = make_question(asker, place)
    make_answer(joined(member(place), other), question)
    run_due()
    Contribution.objects.filter(pk=question.pk).update(answer_count=0)  # else it may not move to another audience
    move(actor=asker, contribution=Contribution.objects.select_related("community").get(pk=question.pk), to=other)
    assert FirstReply.objects.get().community_id == other.pk


def test_a_first_reply_asks_for_one_measurement_and_running_it_twice_is_once():
    place = make_place()
    for hours in (1, 2, 3):
        answered(place, hours)
    waiting = QueuedTask.objects.filter(function=measure.module_path, args=[place.pk])
    assert waiting.count() == 1
    measure.func(place.pk)
    measure.func(place.pk)
    assert Pulse.objects.get().first_answer_seconds == 2 * 3600
    note_first_reply(FirstReply.objects.earliest("pk").pk, again=True)
    assert waiting.count() == 1


def test_old_measurements_are_taken_again():
    place = make_place()
    measure.func(place.pk)
    QueuedTask.objects.all().delete()
    measure_all.func()
    assert not QueuedTask.objects.filter(function=look_around.module_path).exists()
    Pulse.objects.update(measured_at=now() - timedelta(days=1))
    measure_all.func()
    measure_all.func()
    assert QueuedTask.objects.filter(function=look_around.module_path).count() == 1


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (60, "within an hour."),
        (3600, "within 1 hour."),
        (3601, "within 2 hours."),
        (24 * 3600, "within 1 day."),
        (60 * 3600, "within 3 days."),
    ],
)
def test_the_wait_is_said_in_whole_hours_or_days(seconds: int, words: str):
    assert in_words(seconds).endswith(words)


def test_about_says_it_to_who_may_read_the_place_and_to_nobody_else():
    place = make_place()
    for hours in (1, 2, 3):
        answered(place, hours)
    measure.func(place.pk)
    about = f"/c/{place.slug}/about/"
    words = "A question here usually gets its first answer within 2 hours."
    assert words in client_of(member(place)).get(about).text
    assert words not in client_of(member(make_place())).get(about).text
