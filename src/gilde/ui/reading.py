"""How the page being rendered is read: language, time zone, and the prefix of its addresses.

Django keeps the three in thread-locals that cost more than a microsecond to ask, and a page asks hundreds of times.
Once per page is enough: they are noted when the rendering begins.
"""

from __future__ import annotations

from contextvars import ContextVar, Token
from datetime import tzinfo
from typing import NamedTuple

from django.urls import get_script_prefix
from django.utils import timezone, translation


class Reading(NamedTuple):
    """What was true when the rendering began."""

    language: str | None
    zone: tzinfo
    prefix: str


_noted: ContextVar[Reading | None] = ContextVar("how the page being rendered is read", default=None)


def begin() -> Token[Reading | None]:
    """Note how the page is read; give the answer to :func:`end` afterwards."""
    return _noted.set(Reading(translation.get_language(), timezone.get_current_timezone(), get_script_prefix()))


def end(token: Token[Reading | None]) -> None:
    """Back to what was noted before :func:`begin`."""
    _noted.reset(token)


def language() -> str | None:
    """The language of the page being rendered, else the active one."""
    noted = _noted.get()
    return noted.language if noted is not None else translation.get_language()


def zone() -> tzinfo:
    """The time zone of the page being rendered, else the active one."""
    noted = _noted.get()
    return noted.zone if noted is not None else timezone.get_current_timezone()


def prefix() -> str:
    """What stands before every path of the page being rendered, else of this thread."""
    noted = _noted.get()
    return noted.prefix if noted is not None else get_script_prefix()
