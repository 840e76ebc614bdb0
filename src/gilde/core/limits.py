"""How often something may happen: counted in the database, so over all processes and machines.

Count twice: per account, so that one name cannot be guessed at from many places, and per subnet, so that many names
cannot be guessed at from one. Count outside the transaction of the act: a refusal must not undo its own count.

A window slides: what happened in the window before counts for the part of it that still lies within reach.
"""

from __future__ import annotations

import hashlib
import ipaddress
import time
import unicodedata
from dataclasses import dataclass
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import F

from gilde.core.models.limit import Limit


@dataclass(frozen=True)
class Rate:
    """At most ``most`` times in ``seconds``."""

    most: int
    seconds: int


@dataclass(frozen=True)
class Verdict:
    """Whether it may happen once more, and if not, in how many seconds to try again."""

    allowed: bool
    retry_after: int = 0


ALLOWED: Final = Verdict(True)


def count(action: str, who: str, rate: Rate) -> Verdict:
    """Count one more ``action`` of ``who`` and say whether it is within ``rate``. A refused one does not count.

    Args:
        action: what is limited, for example ``"invite"``.
        who: :func:`account_key` or :func:`subnet_key`, or any other text.
        rate: how often.
    """
    moment = time.time()
    start = int(moment) // rate.seconds * rate.seconds
    key = _key(action, who, rate)
    _add_one(key, start, rate)
    counts = dict(
        Limit.objects.filter(key=key, window_start__in=[start, start - rate.seconds]).values_list(
            "window_start", "count"
        )
    )
    passed = (moment - start) / rate.seconds
    earlier, current = counts.get(start - rate.seconds, 0), counts.get(start, 0)
    if current + earlier * (1 - passed) <= rate.most:
        return ALLOWED
    Limit.objects.filter(key=key, window_start=start, count__gt=0).update(count=F("count") - 1)
    return Verdict(False, max(1, int(start + rate.seconds - moment)))


def look(action: str, who: str, rate: Rate) -> bool:
    """Whether one more would be within ``rate``, without counting it."""
    moment = time.time()
    start = int(moment) // rate.seconds * rate.seconds
    counts = dict(
        Limit.objects.filter(key=_key(action, who, rate), window_start__in=[start, start - rate.seconds]).values_list(
            "window_start", "count"
        )
    )
    earlier = counts.get(start - rate.seconds, 0) * (1 - (moment - start) / rate.seconds)
    return counts.get(start, 0) + 1 + earlier <= rate.most  # the same sum as in count(), or tries slip in between


def forget(action: str, who: str, rate: Rate) -> None:
    """Start counting anew, for example after the right password."""
    Limit.objects.filter(key=_key(action, who, rate)).delete()


def account_key(name: str) -> str:
    """A login name as it counts: one spelling for every case, width, accent form and white space of it."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "account:" + "".join(unicodedata.normalize("NFKC", folded).split())


def subnet_key(address: str) -> str:
    """The network of an IP address as it counts: /24 of IPv4, /64 of IPv6; IPv4 inside IPv6 counts as IPv4."""
    try:
        found = ipaddress.ip_address(address.strip().partition("%")[0])
    except ValueError:
        return "subnet:unknown"
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    prefix = 24 if found.version == 4 else 64
    return f"subnet:{ipaddress.ip_network((found, prefix), strict=False)}"


def _key(action: str, who: str, rate: Rate) -> str:
    text = f"{action}\n{rate.seconds}\n{who}"
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _add_one(key: str, start: int, rate: Rate) -> None:
    """One more in this window, exactly, however many do so at once."""
    window = Limit.objects.filter(key=key, window_start=start)
    with transaction.atomic():
        if window.update(count=F("count") + 1):
            return
        try:
            with transaction.atomic():
                Limit.objects.create(key=key, window_start=start, count=1, expires_at=start + 2 * rate.seconds)
        except IntegrityError:
            window.update(count=F("count") + 1)
