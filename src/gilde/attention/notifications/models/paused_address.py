"""PausedAddress: an address that a mail server says does not exist."""

from __future__ import annotations

from django.db import models

from gilde.core.clock import now


class PausedAddress(models.Model):
    """No letters go to ``email``, the main address of ``account``, until its owner says that it works again.

    With another main address the pause is over by itself.
    """

    account = models.OneToOneField("people.Account", on_delete=models.CASCADE, primary_key=True, related_name="+")
    email = models.EmailField(max_length=254)
    reason = models.CharField(max_length=200, blank=True, default="")  # what the mail server said, for the operator
    since = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return self.email
