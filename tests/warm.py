"""An installation's commands without the second that Python takes to import Gilde, for tests about something else.

One process per installation, ``python -m tests.warm``, loads Gilde as every command does and then forks for each
command it is sent, as ``gilde up`` forks its workers. What the fork runs is the command itself, from its words to its
exit code, with the checks that stand before it. Who tests a start, or a signal, starts a process of its own.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from select import select

ROOT = Path(__file__).resolve().parents[1]


class Warm:
    """The process of one installation, seen from the tests."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.warm"],
            env=environment,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
            start_new_session=True,  # so that what it forked ends with it
        )

    def run(self, words: tuple[str, ...], timeout: float) -> subprocess.CompletedProcess[str]:
        """Run one command to its end.

        Raises:
            TimeoutExpired: when it takes longer; the process is gone then.
        """
        process = self._process
        assert process.stdin
        assert process.stdout
        with tempfile.TemporaryDirectory(prefix="gilde-said-") as folder:
            said = [Path(folder, name) for name in ("out", "errors")]
            process.stdin.write(json.dumps([words, *map(str, said)]) + "\n")
            if not select([process.stdout], [], [], timeout)[0]:
                self.close()
                raise subprocess.TimeoutExpired(list(words), timeout)
            code = process.stdout.readline()
            assert code, "the process that runs the commands has ended"
            return subprocess.CompletedProcess(list(words), int(code), *(path.read_text() for path in said))

    def close(self) -> None:
        """End it, with what it may still be doing."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.communicate()


def _serve() -> None:
    from gilde.config.preparation import load_django

    load_django()
    for line in sys.stdin:
        words, out, errors = json.loads(line)
        if pid := os.fork():
            code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
            sys.stdout.write(f"{code}\n")
            sys.stdout.flush()
            continue
        _become(words, out, errors)
        return


def _become(words: list[str], out: str, errors: str) -> None:
    """The fork: it speaks to files instead of the process that it came from, and is the command."""
    from gilde.config.cli import main

    for number, path in ((0, os.devnull), (1, out), (2, errors)):
        opened = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115  # the old one may hold lines that it read ahead
    sys.argv = ["gilde", *words]
    main()


if __name__ == "__main__":
    _serve()
