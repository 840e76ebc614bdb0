"""Logging in, and who a session belongs to."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from gilde.people.models import Account


class Backend(AuthenticationBackend):
    """allauth's backend, which loads the person together with the account: one query less on every page."""

    def get_user(self, user_id: Any) -> Account | None:
        """The active account with its person, or None."""
        account = Account.objects.select_related("person").filter(pk=user_id, is_active=True).first()
        if account is not None and not hasattr(account, "person"):
            account.person = None  # type: ignore[assignment]  # remembers that there is none, without another query
        return account
