"""What was imported: runs, records with what they became, and the addresses they had before."""

from __future__ import annotations

from django.db import models

from gilde.core.clock import now


class ImportRun(models.Model):
    """One import, which can be stopped and gone on with. ``position`` records are done and committed.

    ``stamp`` tells whether the files are still the ones it began with; ``report`` and ``report_size`` (bytes) where
    the rows of those records stand.
    """

    community = models.ForeignKey("communities.Community", on_delete=models.CASCADE, related_name="+")
    reader = models.CharField(max_length=40)
    path = models.CharField(max_length=500)  # complete; only to recognise the same run
    source = models.CharField(max_length=120, blank=True, default="")  # of its first record
    stamp = models.CharField(max_length=64)
    started_at = models.DateTimeField(default=now)
    finished_at = models.DateTimeField(null=True, blank=True)
    position = models.PositiveBigIntegerField(default=0)
    counts = models.JSONField(default=dict)
    report = models.CharField(max_length=500, blank=True, default="")
    report_size = models.PositiveBigIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["community", "reader", "path"], name="import_run_same")]

    def __str__(self) -> str:
        return f"{self.reader} into {self.community_id}"


class ImportedRecord(models.Model):
    """A record and the row it became; kept when that row goes, so that a later run does not bring it back.

    ``digest`` is of the record, so that a second run sees whether the source changed. ``details`` holds what later
    records and runs need: ``left``, a mark of the row as the import left it, so that a change made here is kept; the
    communities somebody was brought into; the contribution and answer a reply hangs on; the accepted answer.
    """

    source = models.CharField(max_length=120)
    type = models.CharField(max_length=10)  # of the record, or "signature" for an author who is only named
    source_id = models.CharField(max_length=200)
    community = models.ForeignKey("communities.Community", on_delete=models.CASCADE, related_name="+")
    target = models.CharField(max_length=20)  # person, community, contribution, answer, comment, attachment, vote, link
    target_id = models.BigIntegerField()
    digest = models.CharField(max_length=64, blank=True, default="")
    details = models.JSONField(default=dict)
    unresolved = models.BooleanField(default=False)  # its text links to records that have not come yet
    at = models.DateTimeField(default=now)
    run = models.ForeignKey(ImportRun, null=True, on_delete=models.SET_NULL, related_name="records")  # that made it

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "type", "source_id"], name="imported_once")]
        indexes = [
            models.Index(fields=["target", "target_id"], name="imported_target"),
            models.Index(fields=["community", "id"], condition=models.Q(unresolved=True), name="imported_unresolved"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.type} {self.source_id}"


class OldAddress(models.Model):
    """A path that imported content had on its former site, so that links from elsewhere keep working."""

    host = models.CharField(max_length=120)
    path = models.CharField(max_length=500)
    target = models.CharField(max_length=20)  # person, community, contribution, answer, comment
    target_id = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["host", "path"], name="old_address_once")]
        indexes = [models.Index(fields=["path"], name="old_address_path")]

    def __str__(self) -> str:
        return f"{self.host}{self.path}"
