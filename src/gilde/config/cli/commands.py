"""The table of commands: name, what it does, and the function that does it. Imports nothing but Python's own."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Final

from gilde.core.command_line import NOT_UNDERSTOOD

DONE, CANNOT = 0, 1  # exit codes; NOT_UNDERSTOOD is 2
_HELP: Final = frozenset({"-h", "--help"})


class Refusal(Exception):
    """A command that cannot go on; the message is one sentence that says what to do."""


@dataclass(frozen=True)
class Command:
    """One word after ``./gilde``.

    Attributes:
        summary: its line in the overview.
        entry: ``module:function`` that takes the words behind it.
        bare_help: whether ``--help`` works before any package is installed.
    """

    name: str
    summary: str
    entry: str
    bare_help: bool = True

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
    Command("test", "Set up what the tests need and run them all.", "gilde.config.cli.test:test", bare_help=False),
    Command("worker", "Run one more task worker, beside the one that `up` starts.", "gilde.config.cli.house:worker"),
    Command(
        "migrate", "Update the database to this version. `up` does this by itself.", "gilde.config.cli.house:migrate"
    ),
    Command(
        "import",
        "Bring in members, or a whole community from where it lived before.",
        "gilde.config.cli.rooms:import_",
    ),
    Command(
        "export-person",
        "Write everything Gilde holds about one person to a ZIP.",
        "gilde.config.cli.rooms:export_person",
    ),
    Command("search", "Say how far the search index is, or make it again.", "gilde.config.cli.rooms:search"),
    Command("doctor", "Check this installation: what is wrong, and how to mend it.", "gilde.config.cli.house:doctor"),
    Command(
        "backup", "Write database, files and secrets to one file while Gilde runs.", "gilde.config.cli.data:backup"
    ),
    Command(
        "restore",
        "Restore a backup. Refuses a broken one and keeps the current data aside.",
        "gilde.config.cli.data:restore",
    ),
    Command(
        "move-database",
        "Copy everything from SQLite to PostgreSQL and compare every row.",
        "gilde.config.cli.data:move_database",
    ),
    Command("shell", "A Python prompt inside Gilde.", "gilde.config.cli.house:shell"),
    Command(
        "createadmin", "Create an operator, or let one who is locked out back in.", "gilde.config.cli.house:createadmin"
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


def needs_packages(words: list[str]) -> bool:
    """Whether these words ask for more than a text that stands in this folder."""
    command = _named(words)
    return command is not None and not (command.bare_help and _HELP & set(words[1:]))


def run(words: list[str]) -> int:
    """Run the command that ``words`` name and answer with its exit code."""
    try:
        return _run(words)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return CANNOT
    except PermissionError as error:
        what = error.filename or "Something that is needed"
        print(
            f"{what} is closed to this user. Run ./gilde as the user who owns it, or choose another place.",
            file=sys.stderr,
        )
        return CANNOT
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
    except BrokenPipeError:  # ./gilde | head
        return 141


def _run(words: list[str]) -> int:
    if not words or words[0] in {*_HELP, "help"}:
        print(overview(), flush=True)
        return DONE
    command = _named(words)
    if command is None:
        near = difflib.get_close_matches(words[0], [command.name for command in COMMANDS], n=1)
        meant = f" Did you mean {near[0]!r}?" if near else ""
        print(f"There is no command {words[0]!r}.{meant} ./gilde without arguments lists them.", file=sys.stderr)
        return NOT_UNDERSTOOD
    return command.load()(words[1:]) or DONE


def _named(words: list[str]) -> Command | None:
    return next((command for command in COMMANDS if words and command.name == words[0]), None)
