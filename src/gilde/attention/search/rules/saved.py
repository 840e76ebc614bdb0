"""Rules about saved searches."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from gilde.core.rules import Reason, rule

MOST: Final = 10  # each costs a look at the index in every digest


@rule
def save(present: int) -> Reason:
    """A few questions that one asks again and again; more would be an inbox of their own."""
    if present >= MOST:
        return _("You have ten saved searches, which is the maximum. Remove one first.")
    return None
