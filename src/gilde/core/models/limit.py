"""Counters and short-lived values that all processes share."""

from __future__ import annotations

from django.db import models


class Limit(models.Model):
    """How often something happened within one window of time. See :mod:`gilde.core.limits`."""

    key = models.CharField(max_length=64, help_text="Hash of what is limited, for whom and how.")
    window_start = models.BigIntegerField(help_text="Seconds since 1970.")
    count = models.IntegerField(default=0)
    expires_at = models.BigIntegerField(db_index=True, help_text="Seconds since 1970; the row is useless after it.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "window_start"], name="limit_window")]

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.count}"


class CachedValue(models.Model):
    """The table behind the shared cache (Django's ``DatabaseCache``), which holds the login limits of allauth."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "core_cache"

    def __str__(self) -> str:
        return self.cache_key
