"""Every index costs every write: none is there that another one makes superfluous."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.models import TextChoices
from django.test.utils import CaptureQueriesContext

from gilde.core.clock import now
from gilde.core.db.indexes import Constant, seldom
from gilde.core.models.task import CLAIMED, QueuedTask, TaskState
from gilde.core.tasks.leases import claim
from gilde.dialogue.models import Comment


def _whole(model: type[models.Model]) -> list[tuple[str, ...]]:
    """The columns of what is indexed for all rows, as the model says it."""
    meta = model._meta
    found = [tuple(constraint.fields) for constraint in meta.constraints if _is_whole(constraint)]
    found += [
        tuple(name.removeprefix("-") for name, _order in index.fields_orders)
        for index in meta.indexes
        if index.fields and index.condition is None
    ]
    return [fields for fields in found if fields]


def _is_whole(constraint: models.BaseConstraint) -> bool:
    return isinstance(constraint, models.UniqueConstraint) and constraint.condition is None


# Small tables that hardly anybody writes to may keep theirs; what every act writes may not.
BUSY = {
    "dialogue.contribution",
    "dialogue.comment",
    "dialogue.answer",
    "dialogue.appreciation",
    "dialogue.readmark",
    "dialogue.readfloor",
    "notifications.notice",
    "notifications.choice",
    "people.follow",
    "communities.membership",
}


@pytest.mark.parametrize("label", sorted(BUSY))
def test_no_foreign_key_has_an_index_with_which_another_begins(label):
    model = apps.get_model(label)
    own = [field for field in model._meta.concrete_fields if field.is_relation and field.db_index]
    begun = {fields[0] for fields in _whole(model) if len(fields) > 1}
    assert [field.name for field in own if field.name in begun] == []


@pytest.mark.django_db
def test_the_database_has_no_such_index_either():
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, "dialogue_comment")
    of_one = [
        row["columns"] for row in found.values() if row["index"] and not row["unique"] and len(row["columns"]) == 1
    ]
    assert ["author_id"] not in of_one
    assert ["contribution_id"] not in of_one
    assert sorted(of_one) == [["answer_id"], ["community_id"], ["deleted_by_id"], ["quotes_id"]]


def test_what_is_nearly_always_empty_is_indexed_where_it_is_not():
    (index,) = seldom("comment", "quotes")
    assert index.name == "comment_quotes"
    assert index in Comment._meta.indexes
    assert str(index.condition) == "(AND: ('quotes__isnull', False))"


@pytest.mark.django_db
def test_a_statement_says_itself_which_state_it_wants_so_that_the_index_of_that_state_serves_it() -> None:
    rows = QueuedTask.objects.filter(state=CLAIMED, lease_until__lt=now())
    sql, values = rows.query.sql_with_params()
    assert "\"state\" = ('claimed')" in sql or "\"state\" = 'claimed'" in sql
    assert TaskState.CLAIMED not in values
    with CaptureQueriesContext(connection) as asked:
        assert claim("somebody", limit=5, lease=timedelta(seconds=1)) == []
    assert len(asked) == 2
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL plan_cache_mode = force_generic_plan")
            for _time in range(3):
                plan = rows.explain()
        assert "task_claimed" in plan


class Odd(TextChoices):
    QUOTED = "it's"


def test_only_plain_words_stand_in_a_statement() -> None:
    with pytest.raises(ValueError, match="cannot stand in a statement"):
        Constant(Odd.QUOTED)
