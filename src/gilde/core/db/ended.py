"""What PostgreSQL ended because two acts waited for what the other held.

An act locks a conversation before its community. Who comes in, changes how far contributions go, imports or takes an
import back locks the community first, because what follows in the conversations is decided by rooms above. Two that
meet wait for each other; the server ends one of them, of which nothing stays, so that it can be begun once more.
"""

from __future__ import annotations

from typing import Final

_STATES: Final = frozenset({"40001", "40P01"})  # SQLSTATE: serialization_failure, deadlock_detected


def ended_for_another(error: BaseException) -> bool:
    """Whether the server ended a transaction in favour of another one, so that it can succeed a moment later."""
    return getattr(error.__cause__, "sqlstate", None) in _STATES
