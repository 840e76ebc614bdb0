"""Moments of the script, relative to the day on which the demo starts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

# The working day of the demo ends here; see When.moment.
_END_OF_DAY = time(20, 0)


@dataclass(frozen=True, order=True)
class When:
    """A moment relative to the day on which the demo starts; later moments are greater."""

    sort_index: tuple[int, time] = field(init=False, repr=False)
    days_ago: int
    at: time

    def __post_init__(self) -> None:
        object.__setattr__(self, "sort_index", (-self.days_ago, self.at))

    def moment(self, now: datetime) -> datetime:
        """Give the aware moment, never later than `now` and always in the order of the script.

        What happened today is squeezed between midnight and now, so that a demo started
        at half past eight still has a today, in the right order and without a future.
        """
        if now.tzinfo is None:
            raise ValueError("A moment needs a time zone: pass an aware `now`.")
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        if self.days_ago > 0 or now.time() >= _END_OF_DAY:
            # Through the calendar, so that a change to summer time does not move office hours.
            day = (midnight - timedelta(days=self.days_ago)).date()
            return datetime.combine(day, self.at, tzinfo=now.tzinfo)
        share = _seconds(self.at) / _seconds(_END_OF_DAY)
        passed = now.astimezone(UTC) - midnight.astimezone(UTC)
        return (midnight.astimezone(UTC) + passed * share).astimezone(now.tzinfo)


def _seconds(at: time) -> int:
    return at.hour * 3600 + at.minute * 60 + at.second
