"""The one place that reads the time, so that a test or a demo can move it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_moved: ContextVar[datetime | None] = ContextVar("the moment it is taken to be", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC; inside :func:`at`, the moment given there."""
    return _moved.get() or timezone.now()


def today() -> date:
    """The present day in the time zone of the house, the same for everybody: access may begin or end with it."""
    return timezone.localdate(now(), timezone.get_default_timezone())


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Everything inside happens at ``moment``: the demo's three months, and tests.

    Raises:
        ValueError: when ``moment`` has no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("A moment needs a time zone.")
    token = _moved.set(moment)
    try:
        yield
    finally:
        _moved.reset(token)
