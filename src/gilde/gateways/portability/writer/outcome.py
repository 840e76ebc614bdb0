"""What happened to a record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, NamedTuple

from gilde.gateways.portability.readers.pack import ABOUT_FILES


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


_MOST_NAMES: Final = 3


class Note(NamedTuple):
    """How often a remark was made, beside which result, its words the first time, and the first files it is about."""

    number: int
    result: str
    sentence: str
    files: Sequence[str] = ()


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
                known = self.notes.get(key) or Note(0, outcome.result.value, outcome.sentence)
                files = known.files
                if outcome.code in ABOUT_FILES and len(files) < _MOST_NAMES and outcome.source_id not in files:
                    files = (*files, outcome.source_id)
                self.notes[key] = known._replace(number=known.number + 1, files=files)
