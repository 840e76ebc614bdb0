"""Waking other processes from inside a transaction, where the database can carry a word between them."""

from __future__ import annotations

from typing import Any

from django.db import connection


def notify(channel: str) -> None:
    """Processes that listen to ``channel`` wake when this transaction commits.

    PostgreSQL says it with the commit. SQLite has nothing to say: who waits there sees that the file was written.
    """
    if connection.vendor == "postgresql":
        wrapper: Any = connection
        wrapper.notify(channel)
