"""Many tables at once: as Django's own operations would make them one after the other, and unmade again."""

from __future__ import annotations

import pytest
from django.db import connection, models
from django.db.migrations.operations import AddField, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from gilde.core.db.tables import CreateModels

KEY = ("id", models.BigAutoField(primary_key=True))


def points_at(model: str, **options: object) -> models.ForeignKey:
    return models.ForeignKey(f"shelf.{model}", models.CASCADE, related_name="+", **options)


def book(*more: tuple[str, models.Field]) -> CreateModel:
    by_title = models.Index(fields=["title"], name="book_by_title")
    fields = [KEY, ("title", models.CharField(max_length=20, unique=True)), *more]
    return CreateModel("Book", fields, {"indexes": [by_title]})


def page() -> CreateModel:
    once = models.UniqueConstraint(fields=["book", "number"], name="page_once")
    return CreateModel(
        "Page", [KEY, ("number", models.IntegerField()), ("book", points_at("book"))], {"constraints": [once]}
    )


def made(*operations: Operation) -> tuple[dict[str, object], ProjectState]:
    """What the database says of the two tables, which are gone again afterwards; and the state after them."""
    states = [ProjectState()]
    assert states[0].apps  # as it is when a migration begins
    with connection.constraint_checks_disabled(), connection.schema_editor() as editor:
        for operation in operations:
            states.append(states[-1].clone())
            operation.state_forwards("shelf", states[-1])
            operation.database_forwards("shelf", editor, states[-2], states[-1])
    try:
        with connection.cursor() as cursor:
            seen = {
                table: (
                    [(column.name, column.type_code) for column in columns(cursor, table)],
                    connection.introspection.get_constraints(cursor, table),
                )
                for table in ("shelf_book", "shelf_page")
            }
    finally:
        with connection.constraint_checks_disabled(), connection.schema_editor() as editor:
            for number, operation in reversed(list(enumerate(operations))):
                operation.database_backwards("shelf", editor, states[number + 1], states[number])
    return seen, states[-1]


def columns(cursor: object, table: str) -> list:
    return connection.introspection.get_table_description(cursor, table)


@pytest.mark.django_db(transaction=True)
def test_tables_that_point_at_each_other_are_made_at_once_as_they_are_one_by_one_and_go_again():
    at_once, state = made(CreateModels([book(("cover", points_at("page", null=True))), page()]))
    one_by_one, other = made(book(), page(), AddField("book", "cover", points_at("page", null=True)))
    assert at_once == one_by_one
    assert state.models == other.models
    assert state.apps.get_model("shelf", "book")._meta.get_field("cover").related_model._meta.label == "shelf.Page"
    with connection.cursor() as cursor:
        assert not [name for name in connection.introspection.table_names(cursor) if name.startswith("shelf_")]


def test_what_it_does_is_said_and_written_out_as_it_was_given():
    operation = CreateModels([book(), page()])
    assert operation.describe() == "Create models Book, Page"
    name, words, more = operation.deconstruct()
    assert name == "CreateModels"
    assert CreateModels(*words, **more).models == operation.models
