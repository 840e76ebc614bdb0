"""What happened to a record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Result(StrEnum):
    """The outcomes a report shows."""

    ADDED = "added"
    UPDATED = "updated"
    SAME = "same"
    RECOGNISED = "recognised"  # a person who is here already
    KEPT = "kept"  # changed here and there; what is here stayed
    LEFT_OUT = "left out"
    REMARK = "remark"  # beside another line about the same record


@dataclass(frozen=True)
class Outcome:
    """One line of the report: which record, what became of it, and why where that needs a sentence."""

    type: str
    source_id: str
    result: Result
    sentence: str = ""
    row: int | None = None
    code: str = ""  # the reason of a problem that the reader found


@dataclass
class Summary:
    """What an import did: outcomes per record type, problems per reason, and whether it came to the end."""

    counts: Counter[str] = field(default_factory=Counter)
    problems: Counter[str] = field(default_factory=Counter)
    position: int = 0
    finished: bool = False

    def add(self, outcomes: Iterable[Outcome]) -> None:
        """Count these outcomes."""
        for outcome in outcomes:
            if outcome.code:
                self.problems[outcome.code] += 1
            else:
                self.counts[f"{outcome.type} {outcome.result.value}"] += 1
