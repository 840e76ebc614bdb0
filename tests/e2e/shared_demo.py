"""One loaded demo for all workers of a test run: the first to come starts it, the last to leave lets it stop."""

from __future__ import annotations

import fcntl
import json
import os
import re
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.live import Live, live, migrated

_PATIENCE = 600  # seconds that one worker waits for another to load, or to leave


class SharedDemo:
    """The demo as one worker has it. ``folder`` is known to all workers of this run."""

    def __init__(self, folder: Path, worker: str) -> None:
        self._folder = folder / "shared-demo"
        self._notes, self._user = self._folder / "notes.json", self._folder / f"user-{worker}"
        self._stack = ExitStack()
        self._demo: Live | None = None
        self._loading: threading.Thread | None = None

    def begin(self) -> None:
        """Start loading, or waiting for the worker that does; returns at once."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._user.touch()
        self._loading = threading.Thread(target=self._take_part)
        self._loading.start()

    def enter(self) -> Live:
        """The demo, when it answers."""
        assert self._loading
        self._loading.join(_PATIENCE)
        assert self._demo, "the demo did not start; see the output of the other worker"
        return self._demo

    def leave(self) -> None:
        """Say that this worker is done; the one that started the demo waits for the others and stops it."""
        if self._loading:
            self._loading.join(_PATIENCE)
        self._user.unlink(missing_ok=True)
        if self._demo and self._demo.process:
            deadline = time.monotonic() + _PATIENCE
            while time.monotonic() < deadline and list(self._folder.glob("user-*")):
                time.sleep(0.1)
        self._stack.close()

    def _take_part(self) -> None:
        if kept := os.environ.get("GILDE_TEST_DEMO"):
            self._demo = running_in(Path(kept))
            return
        with self._alone():
            if self._notes.exists():
                notes = json.loads(self._notes.read_text())
                demo = Live(self._folder / "var", notes["database"], GILDE_DEMO="1")
                demo.at_port(notes["port"])
                demo.lines = notes["lines"]
            else:
                demo = self._stack.enter_context(live(self._folder / "var", like=migrated(), GILDE_DEMO="1"))
                demo.start("--demo", timeout=300)
                demo.wait_for_line("log in as newcomer")
                notes = {"port": demo.port, "database": demo.environment["DATABASE_URL"], "lines": demo.lines}
                self._notes.write_text(json.dumps(notes))
        self._demo = demo

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (self._folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def running_in(folder: Path) -> Live:
    """The installation that runs in this folder."""
    note = (folder / "run" / "up.lock").read_text()
    port = re.search(r":(\d+) ", note)
    assert port, f"nothing runs in {folder}"
    demo = Live(folder, GILDE_DEMO="1")
    demo.at_port(int(port.group(1)))
    return demo
