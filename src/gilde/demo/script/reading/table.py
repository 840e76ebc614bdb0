"""A TOML table whose values are handed out once, each as what it should be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from gilde.demo.script.rows import Appreciation, When
from gilde.demo.script.words import OLDEST_DAY


class Table:
    """A TOML table that knows its file, hands out typed values once and complains about what is left."""

    def __init__(self, place: str, values: dict[str, Any], problems: list[str]) -> None:
        self.place = place
        self.values = dict(values)
        self.problems = problems

    def say(self, sentence: str) -> None:
        """Note a problem, with the place where it stands."""
        self.problems.append(f"{self.place}: {sentence}")

    def text(self, key: str, default: str | None = None) -> str:
        """A text; without a default it has to be there."""
        value = self.values.pop(key, default)
        if value is None:
            self.say(f"`{key}` is missing.")
            return ""
        if not isinstance(value, str):
            self.say(f"`{key}` should be text, not {value!r}.")
            return ""
        if "\t" in value or "\0" in value:
            self.say(f"`{key}` contains a tab or a NUL.")
        return value.strip("\n")

    def maybe(self, key: str) -> str | None:
        """A text, or None where there is none."""
        return self.text(key) if key in self.values else None

    def choice(self, key: str, allowed: frozenset[str], default: str | None = None) -> str:
        """A text that is one of ``allowed``."""
        value = self.text(key, default)
        if value not in allowed:
            self.say(f"`{key}` is {value!r}, which is none of {', '.join(sorted(allowed))}.")
        return value

    def number(self, key: str, default: int | None = None) -> int:
        """A whole number; without a default it has to be there."""
        value = self.values.pop(key, default)
        if isinstance(value, bool) or not isinstance(value, int):
            self.say(f"`{key}` should be a whole number, not {value!r}.")
            return 0
        return value

    def yes(self, key: str) -> bool:
        """Whether something is so; not unless it says so."""
        value = self.values.pop(key, False)
        if not isinstance(value, bool):
            self.say(f"`{key}` should be true or false, not {value!r}.")
            return False
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, each named once."""
        value = self.values.pop(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.say(f"`{key}` should be a list of texts, not {value!r}.")
            return ()
        if len(set(value)) != len(value):
            self.say(f"`{key}` names something twice: {', '.join(value)}.")
        return tuple(value)

    def day(self, key: str) -> date | None:
        """A date, or None where there is none."""
        value = self.values.pop(key, None)
        if value is None:
            return None
        if isinstance(value, datetime) or not isinstance(value, date):
            self.say(f"`{key}` should be a date like 2021-09-01, not {value!r}.")
            return None
        return value

    def when(self) -> When:
        """The moment in ``days_ago`` and ``at``."""
        days_ago = self.number("days_ago")
        at = self.text("at")
        if not 0 <= days_ago <= OLDEST_DAY:
            self.say(f"`days_ago` is {days_ago}, outside the {OLDEST_DAY} days of the demo.")
        try:
            return When(days_ago=days_ago, at=time.fromisoformat(at))
        except ValueError:
            self.say(f"`at` should be a time like 09:40, not {at!r}.")
            return When(days_ago=days_ago, at=time(12, 0))

    def table(self, key: str) -> Table | None:
        """A table inside this one, or None where there is none."""
        value = self.values.pop(key, None)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.say(f"`{key}` should be a table, not {value!r}.")
            return None
        return Table(f"{self.place}, {key}", value, self.problems)

    def tables(self, key: str) -> Iterator[Table]:
        """The tables of a list, each with its number as its place."""
        value = self.values.pop(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.say(f"`{key}` should be a list of tables.")
            return
        for number, item in enumerate(value, 1):
            yield Table(f"{self.place}, {key} {number}", item, self.problems)

    def texts_by(self, allowed: frozenset[str]) -> dict[str, str]:
        """All that is left as texts, whose names are in ``allowed``."""
        for key in sorted(set(self.values) - allowed):
            self.say(f"`{key}` is none of {', '.join(sorted(allowed))}.")
        return {key: self.text(key) for key in list(self.values)}

    def appreciation(self) -> Appreciation:
        """Who gave which sign."""
        return Appreciation(self.texts("like"), self.texts("learned"), self.texts("used"))

    def done(self) -> None:
        """Say what is left: nobody took it, so it is no field."""
        for key in self.values:
            self.say(f"`{key}` is not a field here.")
