"""Indexes that cost a write less, and how they are found.

A foreign key has an index of its own in Django. Where another index begins with the same column, or the column is
nearly always empty, that one costs every write and helps no read.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Any

from django.db import models
from django.db.models import Q, Value
from django.db.models.enums import TextChoices


def seldom(prefix: str, *fields: str) -> list[models.Index]:
    """An index for each of these columns that are nearly always empty, of the rows where they are not.

    Whoever looks for a value finds it by them, and so does the database when a row that is pointed at goes.
    """
    return [
        models.Index(fields=[field], condition=Q(**{f"{field}__isnull": False}), name=f"{prefix}_{field}")
        for field in fields
    ]


class Constant(Value):
    """A word that stands in the statement itself: ``filter(state=Constant(TaskState.READY))``.

    An index of only some rows (``condition=Q(state=…)``) serves a prepared statement only when the statement says which
    rows it wants. With a value that is sent along, PostgreSQL cannot know it once it has one plan for all values, and
    may read the whole table.

    Raises:
        ValueError: the word is not made of small letters and ``_``; it is never anything that somebody typed.
    """

    def __init__(self, word: TextChoices | StrEnum) -> None:
        if not re.fullmatch(r"[a-z_]+", word.value):
            raise ValueError(f"{word.value!r} cannot stand in a statement.")
        super().__init__(word.value)

    def as_sql(self, _compiler: Any, _connection: Any) -> tuple[str, tuple[str | int, ...]]:
        """The word between quotes."""
        return f"'{self.value}'", ()
