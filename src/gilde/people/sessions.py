"""Sessions in the database that arrive together with whom they belong to.

Django reads a session, then its account, and Gilde then who acts: three round trips on every page. Here the session of
somebody who logged in comes with all of it in one statement, through allauth's list of sessions, which says whose each
one is. Any other session (a visitor's form, a log-in that is not on that list) is read as Django does it.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils.crypto import constant_time_compare

from gilde.core.actor import Actor
from gilde.people.queries.actor import Opened, open_session

__all__ = ["SessionStore", "actor_behind"]

_BACKEND = "gilde.people.backend.Backend"


class SessionStore(db.SessionStore):
    """Django's, remembering what came along."""

    _opened: Opened | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Django's own table."""
        return Session

    def load(self) -> dict[str, Any]:
        """The data of this session; empty when there is none."""
        self._opened = open_session(self.session_key) if self.session_key else None
        if self._opened is None:
            return super().load()
        return self.decode(self._opened.data)

    def opened(self) -> Opened | None:
        """What came along, when this session is a valid log-in of that account as it is now.

        The same questions as ``django.contrib.auth.get_user`` asks: is it this account's session, was it made by the
        present backend, is the account active, and is the password still the one it was made with? None when any of
        them is answered with no; Django then decides what that means.
        """
        data = self._get_session()  # type: ignore[attr-defined]
        found = self._opened
        if found is None or not found.account.is_active:
            return None
        belongs = data.get(SESSION_KEY) == str(found.account.pk) and data.get(BACKEND_SESSION_KEY) == _BACKEND
        made_with = str(data.get(HASH_SESSION_KEY, ""))
        if not belongs or not constant_time_compare(made_with, found.account.get_session_auth_hash()):
            return None
        return found


def actor_behind(key: str) -> Actor | None:
    """Who the log-in with this key belongs to at this moment; None when it has ended or may no longer be used."""
    opened = SessionStore(key).opened()
    return opened.actor if opened is not None else None
