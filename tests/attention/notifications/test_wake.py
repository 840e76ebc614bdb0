"""A question wakes the few people who may know: by what they did, when they want that, and never too often."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from tests.factories.communities import make_member
from tests.factories.dialogue import (
    client_of,
    make_answer,
    make_comment,
    make_contribution,
    make_place,
    make_question,
    person_of,
)
from tests.factories.people import actor_of, make_person
from tests.factories.search import index_everything

from gilde.attention.notifications.actions.notice import spread
from gilde.attention.notifications.actions.wake import PER_ROUND, ROUNDS, choose_helping, wake
from gilde.attention.notifications.enums import Level, Reason, Subject, Verb, Why
from gilde.attention.notifications.models import Choice, Notice, Wake
from gilde.attention.notifications.queries.bell import bell
from gilde.attention.notifications.queries.helper import MOST_A_DAY, likely_helpers
from gilde.attention.notifications.sentences import plain, summary
from gilde.attention.notifications.tasks import mail_at_once, send_letter, wake_helpers
from gilde.communities.models import Community, Membership
from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.core.models import Activity
from gilde.core.models.task import QueuedTask
from gilde.core.tasks.leases import claim
from gilde.dialogue.actions.answer import accept
from gilde.dialogue.actions.appreciation import appreciate
from gilde.dialogue.actions.curation import close
from gilde.dialogue.enums import AppreciationKind, ContributionKind
from gilde.dialogue.models import Contribution
from gilde.people.actions.block import block
from gilde.people.actions.follow import follow
from gilde.people.enums import LabelKind, PersonState
from gilde.people.models import Label, Person, PersonLabel

pytestmark = pytest.mark.django_db


def member(place: Community) -> Actor:
    """Somebody who belongs to ``place`` and can log in."""
    return actor_of(make_member(place, person=make_person(with_account=True)))


def helper(place: Community, *, willing: bool = True, tag: str = "feedback") -> Actor:
    """Somebody who answered a question with this tag."""
    actor = member(place)
    make_answer(actor, make_question(member(place), place, "Who starts?", tags=[tag]))
    if willing:
        choose_helping(actor=actor, willing=True)
    return actor


def ask(place: Community, *, tag: str = "feedback", title: str = "How do you begin?") -> Contribution:
    return make_question(member(place), place, title, tags=[tag])


def asked(question: Contribution) -> set[int]:
    return set(Wake.objects.filter(question=question).values_list("person_id", flat=True))


def tell_all() -> None:
    for activity in Activity.objects.order_by("pk"):
        spread(activity)


def lines(actor: Actor) -> list[str]:
    return [plain(line) for line in bell(actor).lines if line.kind == Reason.HELP]


def test_who_answered_something_with_the_same_tag_is_asked_and_reads_why():
    place = make_place()
    knows = helper(place)
    question = ask(place)
    assert wake(question_id=question.pk, number=1) == 1
    tell_all()
    assert asked(question) == {knows.person_id}
    assert lines(knows) == ["Can you help with “How do you begin”? You answered a question about feedback."]


def test_what_one_wrote_used_or_named_as_specialism_counts_too():
    place = make_place()
    wrote, used, knows = member(place), member(place), member(place)
    practice = make_contribution(wrote, place, "A round of praise", kind=ContributionKind.PRACTICE, tags=["feedback"])
    appreciate(actor=used, target=practice, kind=AppreciationKind.USED, on=True)
    label = Label.objects.create(kind=LabelKind.SPECIALISM, slug="feedback", name="Feedback")
    PersonLabel.objects.create(person_id=knows.person_id, label=label)
    for actor in (wrote, used, knows):
        choose_helping(actor=actor, willing=True)
    question = ask(place)
    wake(question_id=question.pk, number=1)
    found = dict(Wake.objects.filter(question=question).values_list("person_id", "why"))
    assert found == {wrote.person_id: Why.WROTE, used.person_id: Why.USED, knows.person_id: Why.KNOWS}


def test_an_interest_counts_for_who_said_yes_and_less_than_a_specialism():
    place = make_place()
    knows, curious, silent = member(place), member(place), member(place)
    for actor, kind in ((curious, "interest"), (silent, "interest"), (knows, "specialism")):
        label, _made = Label.objects.get_or_create(kind=LabelKind(kind), slug="feedback", name="Feedback")
        PersonLabel.objects.create(person_id=actor.person_id, label=label)
    for actor in (curious, knows):
        choose_helping(actor=actor, willing=True)
    question = ask(place)
    assert [helper.person_id for helper in likely_helpers(question)] == [knows.person_id, curious.person_id]
    assert wake(question_id=question.pk, number=1) == 2
    tell_all()
    assert lines(curious) == ["Can you help with “How do you begin”? You named Feedback as an interest."]
    assert lines(silent) == []


def test_words_in_the_title_find_who_wrote_about_them_without_any_tag():
    place = make_place()
    wrote = member(place)
    make_contribution(wrote, place, "Handover between night shift and day shift")
    choose_helping(actor=wrote, willing=True)
    index_everything()
    question = make_question(member(place), place, "How long is your handover to the night shift?")
    assert wake(question_id=question.pk, number=1) == 1
    tell_all()
    assert lines(wrote)[0].endswith("You wrote about Handover between night shift and day shift.")


def test_nobody_is_asked_who_did_not_say_yes():
    place = make_place()
    helper(place, willing=False)
    no = helper(place)
    choose_helping(actor=no, willing=False)
    assert wake(question_id=ask(place).pk, number=1) == 0


def test_who_cannot_or_should_not_be_asked_is_not():
    place = make_place()
    muted_place, muted_asker, gone, left, asleep, present = (helper(place) for _ in range(6))
    question = ask(place)
    silence = [
        (muted_place, Subject.COMMUNITY, place.pk),
        (muted_asker, Subject.PERSON, question.author_id),
    ]
    for actor, subject, number in silence:
        Choice.objects.create(person_id=actor.person_id, subject=subject, number=number, level=Level.MUTE)
    Person.objects.filter(pk=gone.person_id).update(state=PersonState.DEACTIVATED)
    Membership.objects.filter(person=left.person_id).delete()
    long_ago = now() - timedelta(days=90)
    Membership.objects.filter(person=asleep.person_id).update(since=long_ago)
    Activity.objects.filter(actor_id=asleep.person_id).update(at=long_ago)
    person_of(asleep).read_marks.update(read_at=long_ago)
    wake(question_id=question.pk, number=1)
    assert asked(question) == {present.person_id}


def test_nobody_is_asked_by_somebody_they_blocked_or_who_blocked_them():
    place = make_place()
    blocker, blocked = helper(place), helper(place)
    question = ask(place)
    asker = Person.objects.get(pk=question.author_id)
    block(actor=blocker, person=asker)
    block(actor=actor_of(asker), person=person_of(blocked))
    assert wake(question_id=question.pk, number=1) == 0


def test_nobody_is_asked_about_their_own_question():
    place = make_place()
    mine = helper(place)
    question = make_question(mine, place, tags=["feedback"])
    assert wake(question_id=question.pk, number=1) == 0


def test_at_most_four_at_a_time_and_the_next_few_later():
    place = make_place()
    people = {helper(place).person_id for _ in range(PER_ROUND + 2)}
    question = ask(place)
    assert wake(question_id=question.pk, number=1) == PER_ROUND
    first = asked(question)
    assert wake(question_id=question.pk, number=2) == 2
    assert asked(question) == people
    assert first < people
    assert wake(question_id=question.pk, number=3) == 0


def test_a_second_run_of_the_same_round_asks_nobody():
    place = make_place()
    for _ in range(PER_ROUND + 2):
        helper(place)
    question = ask(place)
    wake_helpers.func(question.pk, 1)
    wake_helpers.func(question.pk, 1)
    assert len(asked(question)) == PER_ROUND
    assert Activity.objects.filter(verb=Verb.HELPERS_ASKED).count() == 1


def test_an_answer_a_comment_or_closing_ends_it():
    place = make_place()
    helper(place)
    answered, commented, closed = ask(place), ask(place), ask(place)
    make_answer(member(place), answered)
    make_comment(member(place), commented)
    close(actor=Actor(person_id=closed.author_id, roles={place.pk: "member"}), contribution=closed, reason="Solved.")
    assert [wake(question_id=row.pk, number=1) for row in (answered, commented, closed)] == [0, 0, 0]


def test_nobody_is_asked_more_than_twice_a_day():
    place = make_place()
    knows = helper(place)
    results = [wake(question_id=ask(place).pk, number=1) for _ in range(MOST_A_DAY + 1)]
    assert results == [1] * MOST_A_DAY + [0]
    Wake.objects.update(at=now() - timedelta(hours=25))
    assert wake(question_id=ask(place).pk, number=1) == 1
    assert Wake.objects.filter(person=knows.person_id).count() == MOST_A_DAY + 1


def test_a_question_plans_its_first_round_in_minutes_and_that_one_the_next():
    place = make_place()
    question = ask(place)
    name = wake_helpers.module_path
    row = QueuedTask.objects.get(function=name)
    assert row.args == [question.pk, 1]
    assert timedelta(0) < row.run_at - question.created_at <= timedelta(minutes=5)
    row.delete()
    wake_helpers.func(question.pk, 1)
    wake_helpers.func(question.pk, 1)
    row = QueuedTask.objects.get(function=name)
    assert (row.args, row.run_at) == ([question.pk, 2], question.created_at + ROUNDS[1])
    row.delete()
    wake_helpers.func(question.pk, len(ROUNDS))
    assert not QueuedTask.objects.filter(function=name).exists()
    make_contribution(member(place), place)
    assert not QueuedTask.objects.filter(function=name).exists()


def test_who_may_not_read_it_any_more_is_told_nothing():
    place = make_place()
    knows = helper(place)
    question = ask(place)
    wake(question_id=question.pk, number=1)
    Membership.objects.filter(person=knows.person_id).delete()
    tell_all()
    assert not Notice.objects.filter(person=knows.person_id, reason=Reason.HELP).exists()


def test_the_reason_names_nothing_that_moved_out_of_sight():
    place, closed = make_place(), make_place()
    wrote = member(place)
    source = make_contribution(member(place), place, "Handover of the night shift")
    make_comment(wrote, source, "We write the handover of the night shift on paper.")
    choose_helping(actor=wrote, willing=True)
    index_everything()
    question = make_question(member(place), place, "Handover night shift: who knows?")
    assert wake(question_id=question.pk, number=1) == 1
    Contribution.objects.filter(pk=source.pk).update(community=closed)
    tell_all()
    assert lines(wrote) == ["Can you help with “Handover night shift: who knows”?"]


def test_who_asked_reads_how_many_and_nobody_else_does():
    place = make_place()
    knows = helper(place)
    question = ask(place)
    wake(question_id=question.pk, number=1)
    asker = Actor(person_id=question.author_id, roles={place.pk: "member"})
    page = client_of(asker).get(question.get_absolute_url()).text
    assert "We asked 1 person who knows about this." in page
    assert person_of(knows).name not in page
    for other in (client_of(knows), client_of(member(place))):
        assert "We asked" not in other.get(question.get_absolute_url()).text


def test_who_answered_is_offered_it_once_and_goes_back_to_the_conversation():
    place = make_place()
    asker, knows = member(place), member(place)
    question = make_question(asker, place)
    make_answer(knows, question)
    client = client_of(knows)
    assert "You know about this" in client.get(question.get_absolute_url()).text
    assert "You know about this" not in client_of(asker).get(question.get_absolute_url()).text
    done = client.post("/me/questions/", {"willing": "yes", "from": question.pk})
    assert done.headers["Location"] == question.get_absolute_url()
    assert "You know about this" not in client.get(question.get_absolute_url()).text


def test_the_settings_say_that_nothing_comes_before_a_yes():
    actor = member(make_place())
    client = client_of(actor)
    assert "You have not chosen yet" in client.get("/me/questions/").text
    assert client.post("/me/questions/", {"willing": "perhaps"}).status_code == 422
    client.post("/me/questions/", {"willing": "no"})
    assert "You have not chosen yet" not in client.get("/me/questions/").text
    assert Client().get("/me/questions/").status_code == 302


@pytest.mark.parametrize("known", [1, 30])
def test_choosing_helpers_takes_a_fixed_number_of_statements(known: int, django_assert_max_num_queries: Any):
    place = make_place()
    for _ in range(known):
        helper(place)
    index_everything()
    question = ask(place, title="Who starts the round of feedback?")
    with django_assert_max_num_queries(45):
        wake(question_id=question.pk, number=1)


def test_an_accepted_answer_weighs_more_and_following_changes_nothing():
    place = make_place()
    plain_answer, accepted = helper(place), member(place)
    choose_helping(actor=accepted, willing=True)
    asker = member(place)
    solved = make_question(asker, place, tags=["feedback"])
    accept(actor=asker, answer=make_answer(accepted, solved))
    follow(actor=plain_answer, person=make_person())
    question = ask(place)
    wake(question_id=question.pk, number=1)
    rows = list(Wake.objects.filter(question=question).order_by("pk").values_list("person_id", flat=True))
    assert rows == [accepted.person_id, plain_answer.person_id]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_the_same_instant_ask_each_person_once():
    place = make_place()
    for _ in range(PER_ROUND + 3):
        helper(place)
    question = ask(place)
    barrier = threading.Barrier(2)
    results: list[int] = []

    def work() -> None:
        barrier.wait()
        try:
            results.append(wake(question_id=question.pk, number=1))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [0, PER_ROUND]
    assert len(asked(question)) == PER_ROUND


def test_hundreds_that_are_due_at_once_let_mail_pass() -> None:
    for number in range(600):
        wake_helpers.enqueue(number, 1)
    mail_at_once.enqueue(1)
    send_letter.enqueue(2)
    claimed = claim("a worker", limit=50, lease=timedelta(seconds=60))
    first = QueuedTask.objects.filter(pk__in=claimed[:2]).values_list("function", flat=True)
    assert set(first) == {mail_at_once.module_path, send_letter.module_path}


def test_a_reason_that_ends_a_sentence_goes_on_with_how_much_else_there_is():
    place = make_place()
    knows = helper(place)
    make_answer(knows, make_question(member(place), place, "Feedback?", tags=["feedback"]))
    wake(question_id=ask(place).pk, number=1)
    tell_all()
    said = [line for line in bell(knows).lines if line.kind == Reason.HELP]
    assert summary(said) == "Can you help with “How do you begin”? You answered a question about feedback."
    assert summary(said, 2).endswith(", and 2 more")
    assert ".," not in summary(said, 2)
