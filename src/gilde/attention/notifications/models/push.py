"""Device and push: where somebody wants to be told by their browser, and what was told there."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gilde.core.clock import now


class Device(models.Model):
    """A browser of ``person`` that may show a notification (Push API).

    It belongs to the log-in in which it was added, by the key of its session, and is silent once that has ended.
    ``endpoint`` is an address of a push service that the browser named: it is only ever asked by ``core.fetch``.
    """

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    endpoint = models.CharField(max_length=1000, unique=True)
    public_key = models.CharField(max_length=120)  # base64url, of the browser: what is sent is readable only there
    auth = models.CharField(max_length=60)
    session_key = models.CharField(max_length=40)
    name = models.CharField(max_length=100)  # "Firefox on Android"
    added_at = models.DateTimeField(default=now)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person"], name="device_of_person")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.name}"


class Push(models.Model):
    """What is told, or about to be told, on somebody's devices.

    Made together with the mark on each notice it tells of, as a letter is: a notice is in one push or one letter.
    When no device takes it, the marks go again and mail takes over.
    """

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=now)
    sent_at = models.DateTimeField(null=True)
    refused = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["made_at"], condition=Q(sent_at__isnull=True), name="push_waiting")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.made_at:%Y-%m-%d %H:%M}"
