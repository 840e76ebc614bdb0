"""``./gilde test``: hands over to the runner that lies with the tests, in the source tree."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from gilde.config.cli.commands import Refusal

ROOT = Path(__file__).resolve().parents[4]


def test(words: list[str]) -> None:
    """Run all tests; the process becomes the runner."""
    if not (ROOT / "tests" / "runner").is_dir():
        raise Refusal("The tests come with the source: git clone Gilde and run ./gilde test there.")
    os.chdir(ROOT)
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "tests.runner", *words])  # noqa: S606
