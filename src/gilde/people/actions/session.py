"""Ending the sessions of an account."""

from __future__ import annotations

from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction

from gilde.people.models import Account


@transaction.atomic
def end_sessions(account: Account, *, besides: str | None = None) -> int:
    """Log ``account`` out everywhere, except in the session whose key is ``besides``; answers how many ended."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    rows = UserSession.objects.filter(user_id=account.pk)
    if besides is not None:
        rows = rows.exclude(session_key=besides)
    keys = list(rows.values_list("session_key", flat=True))
    for key in keys:
        store.delete(key)
    rows.delete()
    return len(keys)


@transaction.atomic
def end_session(account: Account, number: int, *, besides: str | None = None) -> bool:
    """Log ``account`` out in one place; answers whether it was logged in there.

    Args:
        account: whose session it is; a number of somebody else's finds nothing.
        number: of the :class:`UserSession`.
        besides: key of a session that stays, the one this is asked from: leaving that one is logging out.
    """
    row = UserSession.objects.filter(user_id=account.pk, pk=number).exclude(session_key=besides or "").first()
    if row is None:
        return False
    import_module(settings.SESSION_ENGINE).SessionStore().delete(row.session_key)
    row.delete()
    return True
