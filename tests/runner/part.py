"""One run of pytest. Several may go on at once; what each says is shown whole, one after the other."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, Any

from tests.runner.count import Count

ROOT = Path(__file__).resolve().parents[2]
_NOT_UNDERSTOOD = 4  # pytest's exit code for words that it does not know


class NotUnderstood(Exception):
    """Words that no part can use; the message says which."""


class Part:
    """It begins at once; ``tell`` shows what it says, from its beginning, until it has ended."""

    def __init__(self, name: str, words: list[str], environment: dict[str, str], folder: Path) -> None:
        folder.mkdir()
        self._name, self._target = name, folder / "count.json"
        self._said, self._complained = folder / "out", folder / "errors"
        environment = {**os.environ, **environment, "GILDE_TEST_COUNT": str(self._target)}
        environment.pop("GILDE_VAR", None)
        parallel = [] if any(word.startswith(("-n", "--pdb")) for word in words) else ["-n", "2"]
        colour = ["--color=yes"] if sys.stdout.isatty() else []
        command = [sys.executable, "-m", "pytest", "-q", "--dist", "worksteal", *parallel, *colour, *words]
        with self._said.open("wb") as out, self._complained.open("wb") as errors:
            self._process = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=errors
            )

    def __enter__(self) -> Part:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self._process.terminate()
            self._process.wait()

    def tell(self, count: Count, *, in_ci: bool) -> None:
        """Show it to its end and add what it found to ``count``.

        Raises:
            NotUnderstood: for an option that pytest does not know.
        """
        print(f"\n{self._name}", flush=True)
        with self._said.open() as said:
            while self._process.poll() is None:
                _show(said)
                time.sleep(0.2)
            _show(said)
        errors, code = self._complained.read_text(), self._process.returncode
        if code == _NOT_UNDERSTOOD and not self._target.exists():
            words = re.findall(r"error: (.+)", errors, re.IGNORECASE)
            raise NotUnderstood(words[-1] if words else errors.strip())
        print(errors, end="", file=sys.stderr, flush=True)
        report: dict[str, Any] | None = json.loads(self._target.read_text()) if self._target.exists() else None
        count.run(self._name, report, code, in_ci=in_ci)


def _show(said: IO[str]) -> None:
    shutil.copyfileobj(said, sys.stdout)
    sys.stdout.flush()
