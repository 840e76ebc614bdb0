"""Live: pages hear within a second that something changed.

An act calls :func:`tell` inside its transaction. Every web process that has streams open has one *ear* (``ear``), a
thread that hears of new signals (``bus``: PostgreSQL's NOTIFY, SQLite's data version, or Redis) and lets its *hub*
(``hub``) pass them on to the streams of that process. What may be heard is decided twice: when the stream opens,
and again for each signal (``hearing``), so that who left, logged out or may no longer read something hears nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, transaction

from gilde.core.db.writing import insert_soon
from gilde.core.live.bus import ring
from gilde.core.models.signal import Signal

__all__ = ["tell"]


def tell(kind: str, topics: Iterable[str]) -> None:
    """Whoever listens to one of ``topics`` hears ``kind`` once this transaction has committed.

    Args:
        kind: what changed, a word that the scripts of pages know: ``bell``, ``reply``.
        topics: such as ``person:12``; without any, nothing happens.

    Raises:
        transaction.TransactionManagementError: outside a transaction.
    """
    listed = sorted(set(topics))
    if not listed:
        return
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("A signal is told inside the transaction of its act.")
    insert_soon(Signal(kind=kind, topics=listed))
    ring()
