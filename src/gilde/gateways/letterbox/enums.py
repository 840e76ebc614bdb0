"""Choices of the letterbox."""

from __future__ import annotations

from django.db.models import TextChoices


class State(TextChoices):
    """What became of a mail."""

    WAITING = "waiting"
    PLACED = "placed"
    REFUSED = "refused"  # its sender is told why
    DROPPED = "dropped"  # nobody is told: an automatic reply, a forgery, a mail that was not for us
    BOUNCE = "bounce"
