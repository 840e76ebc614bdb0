"""What the doctor finds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How a finding is meant: fine, worth knowing, or to be mended."""

    GOOD = "ok"
    NOTE = "note"
    BAD = "MEND"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at, and what to do about it."""

    state: State
    text: str
    remedy: str = ""
