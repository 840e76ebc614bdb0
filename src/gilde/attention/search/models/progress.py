"""SearchProgress: how far the index is, per kind of thing."""

from __future__ import annotations

from django.db import models


class SearchProgress(models.Model):
    """One kind: the highest number indexed ever, and where a rebuild that is under way stands.

    ``generation`` is that of the last rebuild that was begun; entries of an older one are cleared when it ends.
    """

    kind = models.CharField(max_length=60, unique=True)
    highest = models.BigIntegerField(default=0)
    generation = models.PositiveIntegerField(default=0)
    cursor = models.BigIntegerField(null=True)  # set while a rebuild is under way
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.done}/{self.total}"


class SearchWord(models.Model):
    """A word that this installation uses, so that longer ones made of it can be split."""

    word = models.CharField(max_length=40, unique=True)
    stem = models.CharField(max_length=60)
    uses = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.word
