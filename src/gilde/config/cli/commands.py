"""The table of commands: name, what it does, and the function that does it. Imports nothing but Python's own."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Final


class Refusal(Exception):
    """A command that cannot go on; the message is one sentence that says what to do."""


@dataclass(frozen=True)
class Command:
    """One word after ``./gilde``: its summary, and ``module:function`` that takes the words behind it."""

    name: str
    summary: str
    entry: str

    def load(self) -> Callable[[list[str]], int | None]:
        """The function itself, imported now: a command pays only for its own imports."""
        module, _, function = self.entry.partition(":")
        loaded: Callable[[list[str]], int | None] = getattr(import_module(module), function)
        return loaded


COMMANDS: Final[tuple[Command, ...]] = (
    Command(
        "up",
        "Start Gilde: the pages and the task worker. --demo fills it with a living example.",
        "gilde.config.cli.up:up",
    ),
    Command("test", "Set up what the tests need and run them all.", "gilde.config.cli.test:test"),
    Command("worker", "Run one more task worker, beside the one that `up` starts.", "gilde.config.cli.house:worker"),
    Command(
        "migrate", "Bring the database to this version. `up` does this by itself.", "gilde.config.cli.house:migrate"
    ),
    Command("import", "Bring in members from CSV or a Stack Exchange dump.", "gilde.config.cli.rooms:import_"),
    Command(
        "export-person", "Write all that Gilde holds about one person to a ZIP.", "gilde.config.cli.rooms:export_person"
    ),
    Command(
        "doctor", "Look at this installation and say what is wrong and how to mend it.", "gilde.config.cli.house:doctor"
    ),
    Command("backup", "Write database, files and secrets to one file, while running.", "gilde.config.cli.data:backup"),
    Command(
        "restore",
        "Put a backup back. Refuses a broken one and keeps the present data aside.",
        "gilde.config.cli.data:restore",
    ),
    Command(
        "move-database",
        "Copy everything from SQLite to PostgreSQL and compare every row.",
        "gilde.config.cli.data:move_database",
    ),
    Command("shell", "A Python prompt inside Gilde.", "gilde.config.cli.house:shell"),
    Command(
        "createadmin", "Make an operator, or a new way in for one who lost it.", "gilde.config.cli.house:createadmin"
    ),
)


def overview() -> str:
    """What ``./gilde`` says when asked for nothing: every command with its summary."""
    width = max(len(command.name) for command in COMMANDS)
    lines = [f"  {command.name:<{width}}  {command.summary}" for command in COMMANDS]
    return "\n".join(
        [
            "Gilde, the home of a professional learning community.",
            "",
            "Usage: ./gilde COMMAND [--help]",
            "",
            *lines,
            "",
            "Start with ./gilde up, or with ./gilde up --demo to look around first.",
        ]
    )


def run(words: list[str]) -> int:
    """Run the command that ``words`` name and answer with its exit code."""
    if not words or words[0] in {"-h", "--help", "help"}:
        print(overview())
        return 0
    command = next((command for command in COMMANDS if command.name == words[0]), None)
    if command is None:
        print(f"There is no command {words[0]!r}. ./gilde without arguments lists them.", file=sys.stderr)
        return 1
    try:
        return command.load()(words[1:]) or 0
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        return 141
