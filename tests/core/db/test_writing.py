"""The short way to insert leaves exactly what Django's own leaves."""

from __future__ import annotations

import uuid

import pytest
from django.db import IntegrityError, connection, transaction
from django.forms.models import model_to_dict
from django.test.utils import CaptureQueriesContext
from tests.factories.communities import make_community, make_member
from tests.factories.dialogue import make_comment, make_contribution
from tests.factories.people import actor_of

from gilde.attention.notifications.enums import Reason
from gilde.attention.notifications.models import Notice
from gilde.attention.search.models import SearchEntry
from gilde.core.clock import now
from gilde.core.db.rows import fetch, moment_parameter
from gilde.core.db.writing import execute, execute_soon, insert, insert_rows, insert_soon, numbers_for
from gilde.core.models import Activity, Limit
from gilde.dialogue.models import Comment

pytestmark = pytest.mark.django_db


def test_a_row_inserted_the_short_way_equals_one_that_was_saved() -> None:
    values = {
        "at": now(), "verb": "test.done", "actor_id": None, "target_kind": "x.y", "target_id": 7,
        "data": {"plain": ["ë", 1, None, True], "nested": {"a": "b"}},
    }  # fmt: skip
    saved = Activity.objects.create(**values)
    short = Activity(**values)
    insert(short)
    assert short.pk == saved.pk + 1
    assert not short._state.adding
    assert model_to_dict(Activity.objects.get(pk=short.pk), exclude=["id"]) == model_to_dict(
        Activity.objects.get(pk=saved.pk), exclude=["id"]
    )


def test_a_constraint_speaks_as_it_does_with_save() -> None:
    place = make_community()
    noor = actor_of(make_member(place))
    first = make_comment(noor, make_contribution(noor, place))
    again = Comment.objects.get(pk=first.pk)
    again.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(again)
    again.client_id = uuid.uuid4()
    insert(again)
    assert Comment.objects.get(pk=again.pk).body == first.body


def test_a_row_that_has_its_number_goes_with_what_is_asked_next():
    place = make_community()
    noor = actor_of(make_member(place))
    first = make_comment(noor, make_contribution(noor, place))
    number, other = numbers_for(Comment, Activity)
    again = Comment.objects.get(pk=first.pk)
    again.pk, again.client_id = number, uuid.uuid4()
    insert(again)
    assert Comment.objects.get(client_id=again.client_id).pk == again.pk
    if connection.vendor == "postgresql":
        assert isinstance(other, int)
        assert numbers_for(Activity, Comment) == (other + 1, again.pk + 1)
    else:
        assert (number, other) == (None, None)


@pytest.mark.django_db(transaction=True)
def test_what_a_row_with_a_number_is_refused_for_is_raised_at_the_end_at_the_latest():
    place = make_community()
    noor = actor_of(make_member(place))
    first = make_comment(noor, make_contribution(noor, place))
    again = Comment.objects.get(pk=first.pk)
    [again.pk] = numbers_for(Comment)
    with pytest.raises(IntegrityError), transaction.atomic():  # the same key, and the author has one
        insert(again)
    assert Comment.objects.get().pk == first.pk


OFTEN = range(4)  # until a statement is ready on a server
MORE = "UPDATE core_limit SET count = count + %s"


def limit(key: str, window_start: int = 1) -> Limit:
    return Limit(key=key, window_start=window_start, count=1, expires_at=1)


def activity(number: int) -> Activity:
    return Activity(at=now(), verb="test.done", actor_id=None, target_kind="x.y", target_id=number, data={})


@pytest.mark.django_db(transaction=True)
def test_what_waits_is_written_before_whatever_is_asked_next_and_in_order() -> None:
    for _ in OFTEN:
        Limit.objects.all().delete()
        with transaction.atomic():
            Limit.objects.bulk_create([limit("a")])
            execute_soon(MORE, [2])
            execute_soon("UPDATE core_limit SET count = count * %s", [10])
            assert fetch("SELECT count FROM core_limit") == [(30,)]
            execute_soon(MORE, [1])
            assert Limit.objects.get().count == 31  # Django's own too
            execute_soon(MORE, [1])
            assert execute(MORE, [1]) == 1
            execute_soon(MORE, [1])
        assert fetch("SELECT count FROM core_limit") == [(34,)]


@pytest.mark.django_db(transaction=True)
def test_a_transaction_of_nothing_but_what_waits_is_committed_whole() -> None:
    for number in OFTEN:
        with transaction.atomic():
            row = activity(number)
            insert_soon(row)
            assert row.pk is None
    assert list(Activity.objects.order_by("pk").values_list("target_id", flat=True)) == list(OFTEN)


@pytest.mark.django_db(transaction=True)
def test_what_waits_in_a_transaction_that_ends_badly_is_not_written_and_not_remembered() -> None:
    for number in OFTEN:
        with transaction.atomic():
            insert_soon(activity(number))
            transaction.set_rollback(True)
        with transaction.atomic():
            insert_soon(activity(100 + number))
            try:
                with transaction.atomic():
                    insert_soon(activity(200 + number))
                    raise KeyError
            except KeyError:
                pass
            insert_soon(activity(300 + number))
    found = sorted(Activity.objects.values_list("target_id", flat=True))
    assert found == [*(100 + number for number in OFTEN), *(300 + number for number in OFTEN)]


def _twice(number: int) -> None:
    with transaction.atomic():
        insert(activity(number))
        execute_soon("INSERT INTO core_limit (key, window_start, count, expires_at) VALUES (%s, 1, 1, 1)", ["twice"])


@pytest.mark.django_db(transaction=True)
def test_what_is_refused_at_the_end_takes_the_whole_transaction_along() -> None:
    for number in OFTEN:
        Limit.objects.all().delete()
        _twice(number)
        with pytest.raises(IntegrityError):
            _twice(100 + number)
    assert sorted(Activity.objects.values_list("target_id", flat=True)) == list(OFTEN)
    with transaction.atomic():  # and the connection goes on
        insert_soon(activity(7))
    assert Activity.objects.count() == 5


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_and_for_who_counts_statements_nothing_waits() -> None:
    Limit.objects.bulk_create([limit("a")])
    for _ in OFTEN:
        execute_soon(MORE, [1])
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        execute_soon(MORE, [1])
        assert len(queries) == 1
    assert Limit.objects.get().count == 6


def test_many_rows_at_once_are_what_each_of_them_would_have_been() -> None:
    place = make_community()
    people = [actor_of(make_member(place)) for _ in range(3)]
    talk = make_contribution(people[0], place)
    act, at = Activity.objects.get(verb="dialogue.contributed", target_id=talk.pk), now()
    Notice.objects.all().delete()
    columns = ("person_id", "activity_id", "reason", "by_id", "contribution_id", "community_id", "at")
    rows = [
        (each.person_id, act.pk, Reason.FOLLOWED.value, by, talk.pk, None, moment_parameter(at))
        for each, by in zip(people, (None, people[0].person_id, None), strict=True)
    ]
    insert_rows(Notice, columns, rows[:1], once=("person", "activity"))
    insert_rows(Notice, columns, rows, once=("person", "activity"))
    insert_rows(Notice, columns, [], once=("person", "activity"))
    kept = Notice.objects.order_by("person_id")
    assert [(row.person_id, row.by_id, row.reason, row.at, row.read_at, row.letter_id) for row in kept] == sorted(
        (each.person_id, by, Reason.FOLLOWED, at, None, None)
        for each, by in zip(people, (None, people[0].person_id, None), strict=True)
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows(Notice, columns, rows)
    assert kept.count() == 3


def test_numbers_and_texts_of_every_size_stand_in_many_rows_as_they_were_given() -> None:
    columns = ("id", "kind", "owner_id", "facet", "community_id", "title", "text", "bag", "part", "generation")
    texts = ["", "ë “quoted” {1,2} \\ NULL, 'x'", "a\nb\t" * 2_000]
    rows = [
        (2**40 + at, "test.kind", 2**62 - at, "x", None if at else 7, text[:300], text, "a b", at, 1)
        for at, text in enumerate(texts)
    ]
    insert_rows(SearchEntry, (*columns, "language"), [(*row, "nl") for row in rows])
    kept = SearchEntry.objects.filter(kind="test.kind").order_by("pk").values_list(*columns)
    assert list(kept) == rows
