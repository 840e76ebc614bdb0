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
