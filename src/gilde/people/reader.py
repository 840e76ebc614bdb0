"""In which language and time zone somebody reads what is written when they are not here: mails, exports, reports.

On a page the request decides (``gilde.people.middleware.Preferences``), with a cookie and a browser to ask.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from django.conf import settings
from django.utils import timezone, translation

if TYPE_CHECKING:
    from gilde.people.models import Account


def language_of(account: Account | None) -> str:
    """The language this account chose, if we speak it, else that of the installation."""
    chosen = account.language if account is not None else ""
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def zone_of(account: Account | None) -> ZoneInfo:
    """The time zone this account chose, if it is known here, else that of the installation."""
    return zone_called(account.time_zone if account is not None else "")


def zone_called(chosen: str) -> ZoneInfo:
    """The time zone of this name, if it is known here, else that of the installation."""
    try:
        return ZoneInfo(chosen or settings.TIME_ZONE)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo(settings.TIME_ZONE)


@contextmanager
def read_by(account: Account | None, *, language: str = "") -> Iterator[None]:
    """Texts and times as the owner of this account wants them; in ``language``, if given."""
    with translation.override(language or language_of(account)), timezone.override(zone_of(account)):
        yield


@lru_cache(maxsize=1)
def time_zones() -> tuple[str, ...]:
    """The time zones of the world by name, without the old aliases."""
    areas = (
        "Africa/",
        "America/",
        "Antarctica/",
        "Arctic/",
        "Asia/",
        "Atlantic/",
        "Australia/",
        "Europe/",
        "Indian/",
        "Pacific/",
    )
    return ("UTC", *sorted(name for name in available_timezones() if name.startswith(areas)))
