"""The words behind ``./gilde search``. Loads no Django: help needs nothing installed."""

from __future__ import annotations

import argparse

from gilde.core.command_line import Parser


def search_words(words: list[str]) -> argparse.Namespace:
    """What ``./gilde search`` was told: ``act`` is ``rebuild`` or ``status``.

    Ends the process with 2 and one line when the words are not understood.
    """
    parser = Parser(
        "search",
        "Say how far the search index is, or make all of it again.\n\nA rebuild goes on while people search: the index "
        "is written over piece by piece and never empty. What was interrupted goes on where it was.",
        example="rebuild",
    )
    parser.add_argument("act", choices=["status", "rebuild"], help="what to do")
    parser.add_argument("--later", action="store_true", help="rebuild: leave it to the task worker, and return")
    return parser.parse_args(words)
