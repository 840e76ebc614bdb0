"""What happened to a record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Result(StrEnum):
    """The outcomes a report shows."""

    ADDED = "added"
    UPDATED = "updated"
    SAME = "same"
    RECOGNISED = "recognised"  # a person who is here already
    KEPT = "kept"  # changed here and there; what is here stayed
    LEFT_OUT = "left out"
    REMOVED = "removed"  # by undoing an import
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


class Note(NamedTuple):
    """How often a remark was made, beside which result, and its words the first time."""

    number: int
    result: str
    sentence: str


@dataclass
class Summary:
    """What an import did: outcomes per record type, problems per reason, remarks with their number, and whether it
    came to the end."""

    counts: Counter[str] = field(default_factory=Counter)
    problems: Counter[str] = field(default_factory=Counter)
    notes: dict[str, Note] = field(default_factory=dict)
    position: int = 0
    finished: bool = False

    def add(self, outcomes: Iterable[Outcome]) -> None:
        """Count these outcomes."""
        for outcome in outcomes:
            if outcome.code:
                self.problems[outcome.code] += 1
            else:
                self.counts[f"{outcome.type} {outcome.result.value}"] += 1
            if outcome.sentence:
                key = f"{outcome.result.value} {outcome.code or outcome.sentence}"
                known = self.notes.get(key)
                self.notes[key] = Note((known.number if known else 0) + 1, outcome.result.value,
                                       known.sentence if known else outcome.sentence)  # fmt: skip
