"""Imported answers and comments."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import Q
from tests.factories.communities import make_member
from tests.factories.dialogue import make_answer, make_comment
from tests.factories.people import actor_of
from tests.factories.portability import LONG_AGO, SITE, Source, answer, became, comment, person, thread

from gilde.communities.enums import Role
from gilde.communities.models import Community
from gilde.dialogue.actions.answer import delete_answer
from gilde.dialogue.actions.comment import delete_comment, edit_comment
from gilde.dialogue.models import Answer, Comment, Contribution, Mention


def days(number: int):
    return LONG_AGO + timedelta(days=number)


def counts_hold() -> bool:
    """Whether all stored counters of conversations are what counting gives."""
    for row in Contribution.objects.all():
        answers = row.answers.filter(deleted_at__isnull=True)
        comments = row.comments.filter(
            Q(answer__isnull=True) | Q(answer__deleted_at__isnull=True), deleted_at__isnull=True
        )
        assert row.answer_count == answers.count()
        assert row.comment_count == comments.count()
        assert row.has_accepted == answers.filter(accepted_at__isnull=False).exists()
        for each in answers:
            assert each.comment_count == each.comments.filter(deleted_at__isnull=True).count()
    return True


def test_answers_and_comments_say_where_they_came_from(source: Source, place: Community) -> None:
    records = [
        person("1", "Anna"),
        thread("5"),
        answer("6", "5", "Too *wet*.", author_id="1", created_at=days(1), edited_at=days(2)),
        comment("7", "5", "Which soil?", created_at=days(3)),
        comment("8", "5", "Thanks", parent_id="6", created_at=days(4)),
    ]
    done = source.bring(*records)
    first, above, below = (became(record) for record in records[2:])
    assert (first.author.name, first.created_at, first.edited_at) == ("Anna", days(1), days(2))
    assert "<em>wet</em>" in first.body_html
    assert first.community == above.community == below.community == place
    assert (above.answer, below.answer) == (None, first)
    for row in (first, above, below):
        assert row.uri.startswith(f"https://{SITE}/m/")
        assert (row.origin, row.licence) == (SITE, "CC BY-SA 3.0")
    question = became(thread("5"))
    assert question.last_activity_at == days(4)
    assert (question.answer_count, question.comment_count, first.comment_count) == (1, 2, 1)
    assert done.summary.counts == {"person added": 1, "thread added": 1, "answer added": 1, "comment added": 2}


def test_counters_are_exact_over_many_batches(source: Source) -> None:
    records = [thread("1", accepted_id="a7"), thread("2"), thread("3", kind="discussion")]
    records += [answer(f"a{number}", str(1 + number % 2)) for number in range(150)]
    records += [comment(f"c{number}", "1", parent_id=f"a{number - number % 2}") for number in range(150)]
    records += [comment(f"d{number}", str(1 + number % 3)) for number in range(300)]
    source.bring(*records)
    assert (Answer.objects.count(), Comment.objects.count()) == (150, 450)
    assert counts_hold()
    source.bring(*records)
    assert (Answer.objects.count(), Comment.objects.count()) == (150, 450)
    assert counts_hold()


def test_what_people_say_here_is_counted_along(source: Source, place: Community) -> None:
    source.bring(thread("5"), answer("6", "5"))
    someone = actor_of(make_member(place))
    question = became(thread("5"))
    make_answer(someone, question)
    make_comment(someone, question, answer=became(answer("6", "5")))
    latest = Contribution.objects.get().last_activity_at
    source.bring(thread("5"), answer("6", "5"), comment("7", "5", parent_id="6"), answer("8", "5"))
    assert counts_hold()
    assert Contribution.objects.get().last_activity_at == latest


def test_a_comment_on_a_comment_quotes_it_in_the_same_place(source: Source) -> None:
    source.bring(thread("5"), answer("6", "5"), comment("7", "5", parent_id="6"), comment("8", "5", parent_id="7"))
    row = became(comment("8", "5"))
    assert (row.answer, row.quotes) == (became(answer("6", "5")), became(comment("7", "5")))


def test_an_answer_to_what_is_no_question_becomes_a_comment(source: Source) -> None:
    done = source.bring(
        thread("5", kind="discussion"), answer("6", "5", "Well"), comment("7", "5", "Indeed", parent_id="6")
    )
    assert not Answer.objects.exists()
    assert became(comment("7", "5")).quotes.body == "Well"
    assert sorted(done.results("6")) == ["added", "remark"]
    assert counts_hold()


def test_a_reply_to_nothing_is_left_out_and_reported(source: Source) -> None:
    done = source.bring(thread("5"), answer("6", "404"), comment("7", "404"), comment("8", "5", parent_id="404"))
    assert (done.results("6"), done.results("7")) == (["left out"], ["left out"])
    assert sorted(done.results("8")) == ["added", "remark"]
    assert became(comment("8", "5")).answer is None
    assert counts_hold()


def test_a_comment_on_an_answer_that_was_deleted_here_is_left_out(source: Source, place: Community) -> None:
    host = actor_of(make_member(place, Role.HOST))
    source.bring(thread("5"), answer("6", "5"), comment("7", "5", parent_id="6"))
    delete_answer(actor=host, answer=became(answer("6", "5")))
    done = source.bring(
        thread("5"), answer("6", "5"), comment("7", "5", parent_id="6"), comment("8", "5", parent_id="6")
    )
    assert done.results("8") == ["left out"]
    assert counts_hold()


def test_replies_follow_their_source(source: Source) -> None:
    source.bring(thread("5"), answer("6", "5"), comment("7", "5"))
    done = source.bring(thread("5"), answer("6", "5", "Better *now*"), comment("7", "5", "Fixed"), comment("8", "5"))
    assert (done.results("6"), done.results("7"), done.results("8")) == (["updated"], ["updated"], ["added"])
    assert "<em>now</em>" in became(answer("6", "5")).body_html
    assert became(comment("7", "5")).body == "Fixed"
    assert (Answer.objects.count(), Comment.objects.count()) == (1, 2)
    assert counts_hold()


def test_what_was_edited_or_deleted_here_is_kept_so(source: Source, place: Community) -> None:
    host = actor_of(make_member(place, Role.HOST))
    source.bring(thread("5"), comment("7", "5"), comment("8", "5"))
    writer = became(comment("7", "5")).author
    make_member(place, person=writer)
    edit_comment(actor=actor_of(writer), comment=became(comment("7", "5")), body="Edited here")
    delete_comment(actor=host, comment=became(comment("8", "5")))
    done = source.bring(thread("5"), comment("7", "5", "Changed"), comment("8", "5", "Changed"))
    assert (done.results("7"), done.results("8")) == (["kept"], ["left out"])
    assert became(comment("7", "5")).body == "Edited here"
    assert counts_hold()


def test_nobody_is_mentioned_in_a_reply(source: Source, place: Community) -> None:
    known = make_member(place, name="Anna")
    source.bring(thread("5"), comment("7", "5", f"@{known.handle} thanks"))
    assert not Mention.objects.exists()


@pytest.mark.parametrize("number", [1, 30])
def test_the_number_of_queries_does_not_follow_the_number_of_replies(
    source: Source, number: int, django_assert_max_num_queries
) -> None:
    records = [thread("5"), *(answer(f"a{each}", "5") for each in range(number))]
    with django_assert_max_num_queries(70):
        source.bring(*records, *(comment(f"c{each}", "5", parent_id=f"a{each}") for each in range(number)))
