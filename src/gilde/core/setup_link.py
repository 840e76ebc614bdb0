"""The one-time set-up link: who holds it may make the first operator and the first community.

``./gilde up`` makes one and prints it while there is no operator. It lives in ``GILDE_VAR/secrets/setup`` as a hash
with the moment it ends, so that neither a backup nor a look over the shoulder gives it away. A newer link ends the
older one.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from gilde.core.clock import now

LIFETIME = timedelta(hours=1)


def make() -> str:
    """A new token, which ends all earlier ones.

    Raises:
        OSError: when ``GILDE_VAR/secrets`` cannot be written.
    """
    token = secrets.token_urlsafe(24)
    path = _path()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".setup.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        json.dump({"sha256": _digest(token), "ends": (now() + LIFETIME).timestamp()}, stream)
    draft.replace(path)
    return token


def check(token: str) -> bool:
    """Whether this token opens the set-up page now. The page also asks whether an operator exists already."""
    try:
        kept = json.loads(_path().read_text())
        return hmac.compare_digest(kept["sha256"], _digest(token)) and now().timestamp() < float(kept["ends"])
    except (OSError, ValueError, KeyError, TypeError):
        return False


def spend(token: str) -> bool:
    """Use the token up; of two that try at once with the same token one gets ``True``."""
    if not check(token):
        return False
    try:
        _path().unlink()
    except FileNotFoundError:
        return False
    return True


def _path() -> Path:
    return Path(settings.VAR) / "secrets" / "setup"


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
