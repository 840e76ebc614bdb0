"""From ``DATABASE_URL`` to Django's database settings: the one place that knows how each engine is tuned."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


def database_settings(url: str, *, folder: Path, synchronous: str) -> dict[str, Any]:
    """Django's ``DATABASES["default"]`` for ``url``; an empty ``url`` means SQLite in ``folder``.

    Args:
        url: ``postgresql://user:password@host:port/name?sslmode=require``, ``sqlite:///path`` or empty.
        folder: where ``gilde.sqlite3`` lies when ``url`` is empty.
        synchronous: SQLite's durability, ``FULL`` or ``NORMAL``.

    Raises:
        ValueError: for another scheme or an address without a database name.
    """
    if not url or url.startswith("sqlite:"):
        path = Path(unquote(url.removeprefix("sqlite://"))) if url else folder / "gilde.sqlite3"
        return {
            "ENGINE": "gilde.core.db.sqlite",
            "NAME": str(path),
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                # Readers and writers at once, durable at commit, and never a read lock that must be upgraded. Two
                # megabytes of pages for each connection: with sixteen no page and no search was quicker, because the
                # system keeps the file in memory anyway, and eight connections held 40 MB more.
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": (
                    f"PRAGMA journal_mode=WAL; PRAGMA synchronous={synchronous}; "
                    "PRAGMA cache_size=-2000; PRAGMA temp_store=MEMORY; PRAGMA journal_size_limit=67108864"
                ),
            },
        }
    parts = urlsplit(url)
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in {"postgres", "postgresql"} or not name:
        raise ValueError("write postgresql://user:password@host:port/name")
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or (unquote(parts.hostname) if parts.hostname else "")
    # Prepared statements are the cheapest gain of all; behind an old pgbouncer switch them off with ?prepare=0.
    prepare = options.pop("prepare", "1") != "0"
    options["server_side_binding"] = prepare
    options["prepare_threshold"] = 1 if prepare else None
    if prepare and "options" not in options:
        # Compiling a statement to machine code costs forty times what these short reads take. The word goes with the
        # connection, which an old pgbouncer does not pass on either.
        options["options"] = "-c jit=off"
    return {
        "ENGINE": "gilde.core.db.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
