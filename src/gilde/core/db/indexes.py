"""Indexes that cost a write less.

A foreign key has an index of its own in Django. Where another index begins with the same column, or the column is
nearly always empty, that one costs every write and helps no read.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q


def seldom(prefix: str, *fields: str) -> list[models.Index]:
    """An index for each of these columns that are nearly always empty, of the rows where they are not.

    Whoever looks for a value finds it by them, and so does the database when a row that is pointed at goes.
    """
    return [
        models.Index(fields=[field], condition=Q(**{f"{field}__isnull": False}), name=f"{prefix}_{field}")
        for field in fields
    ]
