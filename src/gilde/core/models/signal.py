"""Signal: that something changed, for whoever is looking at it at this moment."""

from __future__ import annotations

from django.db import models

from gilde.core.clock import now


class Signal(models.Model):
    """Something changed at ``topics`` (``person:12``, ``contribution:5``). See :mod:`gilde.core.live`.

    It says that, never what: whoever hears it asks for the page, which decides what they may see. Kept for an hour, so
    that a stream that broke can go on where it was.
    """

    at = models.DateTimeField(default=now)
    kind = models.CharField(max_length=24)
    topics = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["at"], name="signal_at")]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"
