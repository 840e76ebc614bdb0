"""Django's PostgreSQL backend, which survives two things that happen while it runs: a migration and a failover.

Both are answered once and only outside a transaction, where nothing of the work before can be lost: a prepared plan
whose table was altered by a newer release is made again, and a reading query on a connection that was cut is asked
again on a new one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.backends.postgresql import base
from django.db.utils import InterfaceError, NotSupportedError, OperationalError

_STALE_PLAN = "cached plan must not change result type"


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that asks again, once, after a stale plan or a cut."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.execute_wrappers.append(self._ask_again)

    def _ask_again(
        self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        try:
            return execute(sql, params, many, context)
        except NotSupportedError as error:
            if self.in_atomic_block or _STALE_PLAN not in str(error):
                raise
        except (OperationalError, InterfaceError):
            cut = self.connection is not None and self.connection.closed
            if self.in_atomic_block or many or not cut or not str(sql).lstrip().upper().startswith("SELECT"):
                raise
        self.close()
        self.ensure_connection()
        context["cursor"].cursor = self.create_cursor()
        return execute(sql, params, many, context)
