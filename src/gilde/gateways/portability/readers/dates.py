"""Moments as exports write them. Where no zone is given, UTC is meant."""

import re
from datetime import UTC, datetime

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DUTCH_MONTHS = {"maa": 3, "mrt": 3, "mei": 5, "okt": 10}
_TIME = r"(?:[ T,]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?"
_NUMBERS = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})" + _TIME)
_DAY_MONTH_NAME = re.compile(r"(\d{1,2})[ .-]+([^\W\d_]{3,12})\.?[ -]+(\d{4})" + _TIME)
_MONTH_NAME_DAY = re.compile(r"([^\W\d_]{3,12})\.? (\d{1,2}),? (\d{4})" + _TIME)


def parse_iso(text: str) -> datetime | None:
    """The moment of ``2016-08-02``, ``2016-08-02T15:39:14.947`` or ``2016-08-02 15:39:14 UTC``, else None."""
    if not re.match(r"\d{4}-\d{2}-\d{2}(?:$|[T ])", text):
        return None
    try:
        moment = datetime.fromisoformat(text.removesuffix(" UTC").strip())
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def parse_day_first(text: str) -> datetime | None:
    """The moment of ``28/05/2017 09:21``, ``28-5-2017``, ``12 Mar 2025`` or ``12 maart 2025``; None if it is not one.

    Numbers are day, month, year as spreadsheets in most countries write them; only where that cannot be (the second
    number is above 12) they are read as month, day, year.
    """
    if found := _NUMBERS.fullmatch(text):
        day, _, month, year, *time = found.groups()
        first, second = int(day), int(month)
        return _moment(int(year), second, first, time) or _moment(int(year), first, second, time)
    if found := _DAY_MONTH_NAME.fullmatch(text):
        day, name, year, *time = found.groups()
        return _moment(int(year), _month_number(name), int(day), time)
    if found := _MONTH_NAME_DAY.fullmatch(text):
        name, day, year, *time = found.groups()
        return _moment(int(year), _month_number(name), int(day), time)
    return None


def is_ambiguous(text: str) -> bool:
    """Whether day and month could be swapped in this date."""
    found = _NUMBERS.fullmatch(text)
    return found is not None and found[1] != found[3] and int(found[1]) <= 12 and int(found[3]) <= 12


def _month_number(name: str) -> int:
    start = name.casefold()[:3]
    return _DUTCH_MONTHS.get(start) or (_MONTHS.index(start) + 1 if start in _MONTHS else 0)


def _moment(year: int, month: int, day: int, time: list[str | None]) -> datetime | None:
    try:
        hour, minute, second = (int(part or 0) for part in time)
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None
