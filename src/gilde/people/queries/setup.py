"""Whether somebody runs this installation."""

from __future__ import annotations

from gilde.people.models import Account


def has_operator() -> bool:
    """Whether an active operator exists."""
    return Account.objects.filter(is_superuser=True, is_active=True).exists()
