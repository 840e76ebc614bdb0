"""Tasks for the tests of the queue."""

import os
import time
from pathlib import Path

from django_tasks import task


@task(max_attempts=3, backoff=0.01)
def note(text: str) -> str:
    notes.append(text)
    return text.upper()


@task(max_attempts=3, backoff=60)
def stumble() -> None:
    notes.append("stumble")
    raise RuntimeError("a stone\x00 on the road")


@task(unique=True)
def rebuild(name: str) -> None:
    notes.append(f"rebuild {name}")


@task(joined=4)
def gather(names: list[str]) -> None:
    notes.append(" ".join(names))


@task(takes_context=True)
def count_attempts(context: object) -> int:
    return context.attempt  # type: ignore[attr-defined]


@task
def write_down(folder: str, name: str, seconds: float) -> None:
    """Append a start and an end line to a file, ``seconds`` apart."""
    log = Path(folder) / name
    with log.open("a") as stream:
        stream.write(f"start {os.getpid()}\n")
    time.sleep(seconds)
    with log.open("a") as stream:
        stream.write(f"end {os.getpid()}\n")


notes: list[str] = []
