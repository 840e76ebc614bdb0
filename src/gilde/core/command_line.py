"""Reading the words behind a command. Nothing but Python's own: help must be there before anything is installed."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Sequence
from typing import Final, NoReturn

NOT_UNDERSTOOD: Final = 2  # exit code
_WIDTH: Final = 100
_MORE: Final = "docs/reference/commands.md tells more."


class Parser(argparse.ArgumentParser):
    """Reads the words behind ``./gilde COMMAND``; what it does not understand it says in one line."""

    def __init__(self, command: str, description: str, *, example: str = "", more: str = _MORE) -> None:
        """Begin the grammar of one command.

        Args:
            description: what the command does; a blank line begins a paragraph, an indented one stays as it is.
            example: the words of one ordinary use, without ``./gilde COMMAND``.
            more: what the help ends with.
        """
        prog = f"./gilde {command}"
        super().__init__(
            prog=prog,
            description=_filled(description),
            epilog="\n\n".join([*([f"Example: {prog} {example}"] if example else []), _filled(more)]),
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )

    def parse_args(self, words: Sequence[str]) -> argparse.Namespace:  # type: ignore[override]
        """The words, in whatever order: ``WHO --language en FILE`` too, which argparse alone takes for one too many."""
        return self.parse_intermixed_args(words)

    def error(self, message: str) -> NoReturn:
        """Say what was not understood and where to look, and end with 2."""
        self.exit(NOT_UNDERSTOOD, f"{self.prog}: {message}. {self.prog} --help says what it takes.\n")


def _filled(text: str) -> str:
    paragraphs = text.strip().split("\n\n")
    return "\n\n".join(each if "\n  " in each else textwrap.fill(each, _WIDTH) for each in paragraphs)
