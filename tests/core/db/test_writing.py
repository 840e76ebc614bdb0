"""The short way to insert leaves exactly what Django's own leaves."""

from __future__ import annotations

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.forms.models import model_to_dict
from tests.factories.communities import make_community, make_member
from tests.factories.dialogue import make_comment, make_contribution
from tests.factories.people import actor_of

from gilde.core.clock import now
from gilde.core.db.writing import insert
from gilde.core.models import Activity
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


def test_what_may_be_there_once_is_left_as_it_is_and_the_transaction_goes_on() -> None:
    place = make_community()
    noor = actor_of(make_member(place))
    first = make_comment(noor, make_contribution(noor, place))
    again = Comment.objects.get(pk=first.pk)
    again.pk, again.body = None, "Another body"
    assert insert(again, once=("author", "client_id")) is False
    assert again.pk is None
    assert Comment.objects.get(client_id=first.client_id).body == first.body
    again.client_id = uuid.uuid4()
    assert insert(again, once=("author", "client_id")) is True
    assert Comment.objects.get(pk=again.pk).body == "Another body"
