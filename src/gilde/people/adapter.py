"""How allauth meets the people room."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up may be closed by configuration."""

    def is_open_for_signup(self, request: object) -> bool:
        """Anyone, or only people with an invitation in their session."""
        return bool(settings.ACCOUNT_SIGNUP_OPEN)
