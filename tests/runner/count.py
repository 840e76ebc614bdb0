"""Adding up what several runs found."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Count:
    """What passed and failed, and what was skipped with its reasons."""

    passed: int = 0
    failed: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)

    @property
    def skipped(self) -> int:
        """How many were skipped."""
        return self.reasons.total()

    def step(self, name: str, ok: bool) -> None:
        """One check that passed or failed as a whole."""
        if ok:
            self.passed += 1
        else:
            self.failed += 1
            self.broken.append(name)

    def run(self, name: str, report: dict[str, Any] | None, code: int, *, in_ci: bool) -> None:
        """One run of pytest: its report, or nothing when it died before writing one.

        Exit code 5 means that nothing matched what was asked for, which is no failure of its own.
        """
        if report is None:
            if code not in (0, 5):
                self.step(f"{name} (pytest ended with {code})", False)
            return
        self.passed += report["passed"]
        self.failed += report["failed"]
        self.reasons.update(report["skipped"])
        if report["failed"]:
            self.broken.append(name)
        elif code not in (0, 5) and not (in_ci and report["skipped"]):
            self.step(f"{name} (pytest ended with {code})", False)

    def skip(self, reason: str) -> None:
        """A whole part that this machine cannot run."""
        self.reasons[reason] += 1

    def close(self, *, in_ci: bool) -> int:
        """Tell everything; the exit code."""
        if self.skipped:
            print("\nSkipped, because this machine does not offer it:")
            for reason, times in self.reasons.most_common():
                print(f"  {times:>4} x {reason}")
        if self.broken:
            print("\nNot in order:")
            for name in self.broken:
                print(f"  {name}")
        forbidden = in_ci and self.skipped > 0
        if forbidden:
            print("\nCI=true: nothing may be skipped there.")
        print(f"\n{self.passed} passed, {self.failed} failed, {self.skipped} skipped", flush=True)
        return 1 if self.failed or forbidden or not self.passed else 0
