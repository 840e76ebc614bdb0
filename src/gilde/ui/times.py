"""Times and numbers as people read them, in the reader's language and time zone."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Any

from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext, ngettext
from markupsafe import Markup, escape

from gilde.ui.reading import language, zone


def _local(value: datetime) -> datetime:
    return value.astimezone(zone()) if value.tzinfo is not None else value


def day(value: date | datetime | None, *, year: bool | None = None) -> str:
    """``12 March 2026``; the year is left out when it is this year's, unless ``year`` says otherwise."""
    if value is None:
        return ""
    local = _local(value) if isinstance(value, datetime) else value
    shown = local.year != timezone.localdate().year if year is None else year
    text = f"{local.day} {MONTHS[local.month]}"
    return f"{text} {local.year}" if shown else text


def moment(value: datetime) -> str:
    """The exact time: ``12 March 2026 at 14:05``."""
    return _exact(_local(value))


def _exact(local: datetime) -> str:
    return _moment(language(), local.replace(second=0, microsecond=0, tzinfo=None))


@lru_cache(maxsize=4096)
def _moment(spoken: str | None, local: datetime) -> str:
    del spoken  # part of the key: gettext answers in the active language
    return gettext("%(day)s at %(time)s") % {"day": day(local, year=True), "time": f"{local:%H:%M}"}


@lru_cache(maxsize=4096)
def _day(spoken: str | None, value: date, year: bool) -> str:
    del spoken
    return day(value, year=year)


def words_ago(value: datetime) -> str:
    """How long ago, in words; after a week the day itself. A moment to come is given as its day and time."""
    return _words(value, _local(value))


def _words(value: datetime, local: datetime) -> str:
    now = timezone.now()
    seconds = int((now - value).total_seconds())
    if seconds < -60:
        return _exact(local)
    if seconds < 3600:
        return _few(language(), "minute", max(seconds // 60, 0))
    today = _local(now).date()
    days = (today - local.date()).days
    if days == 0 or (seconds < 12 * 3600 + 1800 and days == 1):
        return _few(language(), "hour", seconds // 3600)
    if days < 7:
        return _few(language(), "day", days)
    return _day(language(), local.date(), local.year != today.year)


def words_hold(latest: datetime) -> tuple[object, ...]:
    """What the words of all moments up to ``latest`` depend on: while it stays the same, they do.

    After a week only the year counts (and the zone); before, a minute is as long as they are kept.
    """
    now = timezone.now()
    if now - latest > timedelta(days=9):
        return zone(), _local(now).year
    return zone(), now.replace(second=0, microsecond=0)


@lru_cache(maxsize=1024)
def _few(spoken: str | None, unit: str, count: int) -> str:
    """So many minutes, hours or days ago."""
    del spoken  # part of the key: gettext answers in the active language
    if unit == "minute":
        return gettext("%(count)d min ago") % {"count": count} if count else gettext("just now")
    if unit == "hour":
        return ngettext("%(count)d hour ago", "%(count)d hours ago", count) % {"count": count}
    if count == 1:
        return gettext("yesterday")
    return ngettext("%(count)d day ago", "%(count)d days ago", count) % {"count": count}


def ago(value: datetime | None) -> Markup:
    """A ``<time>`` with relative words, the exact time as its title and machine time for the refreshing script.

    A page has dozens of the same moments as the page before it, and all but the words stay as they are.
    """
    if value is None:
        return Markup("")
    local, begin = _begun(language(), zone(), value)
    return Markup(f"{begin}{escape(_words(value, local))}</time>")  # noqa: S704 - escaped, as is its beginning


@lru_cache(maxsize=8192)
def _begun(spoken: str | None, where: tzinfo, value: datetime) -> tuple[datetime, str]:
    """A moment in the reader's zone, and its ``<time>`` up to the words."""
    del spoken, where  # part of the key
    local = _local(value)
    return local, f'<time datetime="{local.isoformat(timespec="seconds")}" title="{escape(_exact(local))}">'


def date_html(value: date | datetime | None, *, year: bool | None = None) -> Markup:
    """A ``<time>`` that shows the day alone."""
    if value is None:
        return Markup("")
    machine = value.isoformat(timespec="seconds") if isinstance(value, datetime) else value.isoformat()
    return Markup('<time datetime="{}">{}</time>').format(machine, day(value, year=year))


def number(value: Any) -> str:
    """A whole or decimal number with the reader's separators: ``1.165`` in Dutch, ``1,165`` in English."""
    if value is None or value == "":
        return ""
    text = f"{value:,}"
    if len(text) < 4 and "." not in text:
        return text
    if (language() or "").startswith("nl"):
        return text.translate(str.maketrans(",.", ".,"))
    return text


def duration(value: timedelta | int | float | None) -> str:
    """Minutes and seconds of a sound: ``3:07``."""
    if value is None:
        return ""
    seconds = int(value.total_seconds()) if isinstance(value, timedelta) else int(value)
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def size(value: int | None) -> str:
    """A file size in decimal units: ``340 kB``, ``2.1 MB``."""
    if value is None:
        return ""
    if value < 1000:
        return f"{value} B"
    if value < 1_000_000:
        return f"{value // 1000} kB"
    return f"{number(round(value / 1_000_000, 1))} MB"
