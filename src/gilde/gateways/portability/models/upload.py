"""An export that a host sent to have it imported into their community."""

from __future__ import annotations

from django.db import models
from django.urls import reverse

from gilde.communities.enums import CAPABILITIES, Capability, Role
from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.core.idempotency import ClientKeyed
from gilde.gateways.portability.enums import BUSY, UploadState
from gilde.gateways.portability.models.imported import ImportRun


class UploadQuerySet(models.QuerySet["ImportUpload"]):
    """Reads of uploads."""

    def visible_to(self, actor: Actor) -> UploadQuerySet:
        """Those of the communities that ``actor`` is a host of: they hold names and addresses."""
        if actor.is_system:
            return self
        hosted = [pk for pk, role in actor.roles.items() if Capability.SHAPE in CAPABILITIES[Role(role)]]
        return self.filter(community__in=hosted)


class ImportUpload(ClientKeyed):
    """One file on its way in: checked first, then imported, perhaps undone. A task works on it, slice by slice.

    Attributes:
        format: a name among :data:`~gilde.gateways.portability.readers.READERS`; empty until it was recognised.
        path: where the storage keeps the file; empty once it was removed.
        check_report, report, undo_report: where the storage keeps a row per record, as CSV.
        done, total: records of the work under way; total is an estimate.
        tries: starts since it last came further; after a few it is given up.
        trouble: why it stopped, as a code; ``detail`` what the sentence needs.
        found: what the check found: ``results`` and ``notes`` of a summary.
        language: of the page it was asked from last; remarks and reports are written in it.
        undo: how far undoing it is, and what it removed and kept.
    """

    community = models.ForeignKey("communities.Community", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=200)
    size = models.BigIntegerField(default=0, help_text="Bytes.")
    format = models.CharField(max_length=20, blank=True, default="")
    site = models.CharField(max_length=120, blank=True, default="")
    path = models.CharField(max_length=120, blank=True, default="")
    state = models.CharField(max_length=10, choices=UploadState.choices, default=UploadState.CHECKING)
    sent_at = models.DateTimeField(default=now)
    beat_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True, blank=True)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=20, blank=True, default="")
    detail = models.CharField(max_length=500, blank=True, default="")
    found = models.JSONField(default=dict)
    undo = models.JSONField(default=dict)
    language = models.CharField(max_length=10, blank=True, default="", db_default="")
    run = models.OneToOneField(ImportRun, null=True, on_delete=models.SET_NULL, related_name="upload")
    check_report = models.CharField(max_length=120, blank=True, default="")
    report = models.CharField(max_length=120, blank=True, default="")
    undo_report = models.CharField(max_length=120, blank=True, default="")

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["by", "client_id"], name="import_upload_once")]
        indexes = [models.Index(fields=["sent_at"], name="import_upload_sent")]

    def __str__(self) -> str:
        return f"{self.name}: {self.state}"

    def get_absolute_url(self) -> str:
        """Where it can be followed."""
        return reverse("portability:import", args=[self.community.slug, self.pk])

    @property
    def is_busy(self) -> bool:
        """Whether a task works on it."""
        return self.state in BUSY
