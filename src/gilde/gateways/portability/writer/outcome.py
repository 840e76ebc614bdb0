"""What happened to a record."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Result(StrEnum):
    """The outcomes a report shows."""

    ADDED = "added"
    UPDATED = "updated"
    SAME = "same"
    RECOGNISED = "recognised"  # a person who is here already
    LEFT_OUT = "left out"
    REMARK = "remark"


@dataclass(frozen=True)
class Outcome:
    """One line of the report: which record, what became of it, and why where that needs a sentence."""

    type: str
    source_id: str
    result: Result
    sentence: str = ""
    row: int | None = None
