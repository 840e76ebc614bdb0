"""An installation's commands without the second that Python takes to import Gilde, for tests about something else.

One process per installation, ``python -m tests.warm``, loads Gilde as every command does and then forks for each
command it is sent, as ``gilde up`` forks its workers. What the fork runs is the command itself, from its words to its
exit code, with the checks that stand before it. It is a process like any other, which a test may kill. Who tests a
start, or what Gilde does with a signal, starts one of its own.
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
        with tempfile.TemporaryDirectory(prefix="gilde-said-") as folder:
            said = [Path(folder, name) for name in ("out", "errors")]
            try:
                code = self.begin(words, *said).wait(timeout)
            except TimeoutError:
                self.close()
                raise subprocess.TimeoutExpired(list(words), timeout) from None
            return subprocess.CompletedProcess(list(words), code, *(path.read_text() for path in said))

    def begin(self, words: tuple[str, ...], out: Path, errors: Path) -> Begun:
        """Begin a command, which speaks to these files, and go on."""
        pid = self.ask([list(words), str(out), str(errors)])
        assert pid is not None
        return Begun(self, pid)

    def ask(self, question: object, timeout: float = 60) -> int | None:
        """Send one line and give what is answered.

        Raises:
            TimeoutError: when nothing is.
        """
        process = self._process
        assert process.stdin
        assert process.stdout
        process.stdin.write(json.dumps(question) + "\n")
        if not select([process.stdout], [], [], timeout)[0]:
            raise TimeoutError
        answer = process.stdout.readline()
        assert answer, "the process that runs the commands has ended"
        return json.loads(answer)  # type: ignore[no-any-return]

    def close(self) -> None:
        """End it, with what it may still be doing."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.communicate()


class Begun:
    """A command that was begun, with what tests want of a process."""

    def __init__(self, warm: Warm, pid: int) -> None:
        self._warm, self.pid = warm, pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Its exit code, if it has ended."""
        if self.returncode is None:
            self.returncode = self._warm.ask([self.pid, os.WNOHANG])
        return self.returncode

    def kill(self) -> None:
        """End it at once, unless it has ended."""
        if self.returncode is None:
            os.kill(self.pid, signal.SIGKILL)  # it is not forgotten before it is waited for

    def wait(self, timeout: float = 60) -> int:
        """Its exit code, or minus the signal that ended it.

        Raises:
            TimeoutError: when it goes on for longer.
        """
        if self.returncode is None:
            self.returncode = self._warm.ask([self.pid, 0], timeout)
        assert self.returncode is not None
        return self.returncode


def _serve() -> None:
    """Each line begins a command and is answered with its number, or asks for how the one of that number ended."""
    from gilde.config.preparation import load_django

    load_django()
    for line in sys.stdin:
        asked = json.loads(line)
        if isinstance(asked[0], int):
            ended, status = os.waitpid(*asked)
            answer = os.waitstatus_to_exitcode(status) if ended else None
        elif not (answer := os.fork()):
            _become(*asked)
            return
        sys.stdout.write(f"{json.dumps(answer)}\n")
        sys.stdout.flush()


def _become(words: list[str], out: str, errors: str) -> None:
    """The fork: it speaks to files instead of the process that it came from, and is the command."""
    from gilde.config.cli import main

    for number, path in ((0, os.devnull), (1, out), (2, errors)):
        opened = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115  # the old one may hold lines that it read ahead
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[attr-defined]
    sys.argv = ["gilde", *words]
    main()


if __name__ == "__main__":
    _serve()
