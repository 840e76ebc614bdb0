"""What was imported: runs, records with where they ended up, and the addresses they had before."""

from __future__ import annotations

from django.db import models

from gilde.core.clock import now


class ImportRun(models.Model):
    """One import, which can be stopped and gone on with. ``position`` records are done and committed."""

    community = models.ForeignKey("communities.Community", on_delete=models.CASCADE, related_name="+")
    reader = models.CharField(max_length=40)
    path = models.CharField(max_length=500)  # as it was given; only to recognise the same run
    started_at = models.DateTimeField(default=now)
    finished_at = models.DateTimeField(null=True, blank=True)
    position = models.PositiveBigIntegerField(default=0)
    counts = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["community", "reader", "path"], name="import_run_same")]

    def __str__(self) -> str:
        return f"{self.reader} into {self.community_id}"


class ImportedRecord(models.Model):
    """A record and the row it became. ``digest`` tells a second run whether the source changed.

    ``written`` is what the writer left in the row (an edit moment), so that an edit made here is not overwritten.
    ``details`` holds what later records need: the accepted answer of a question.
    """

    source = models.CharField(max_length=120)
    type = models.CharField(max_length=10)
    source_id = models.CharField(max_length=200)
    community = models.ForeignKey("communities.Community", on_delete=models.CASCADE, related_name="+")
    target = models.CharField(max_length=20)  # person, community, contribution, answer, comment, link, vote
    target_id = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    details = models.JSONField(default=dict)
    unresolved = models.BooleanField(default=False)  # its text links to records that had not come yet
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "type", "source_id"], name="imported_once")]
        indexes = [
            models.Index(fields=["target", "target_id"], name="imported_target"),
            models.Index(fields=["community"], condition=models.Q(unresolved=True), name="imported_unresolved"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.type} {self.source_id}"


class OldAddress(models.Model):
    """A path that imported content had on its former site, so that links from elsewhere keep working."""

    host = models.CharField(max_length=120)
    path = models.CharField(max_length=500)
    target = models.CharField(max_length=20)
    target_id = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["host", "path"], name="old_address_once")]
        indexes = [models.Index(fields=["path"], name="old_address_path")]

    def __str__(self) -> str:
        return f"{self.host}{self.path}"
