"""``./gilde COMMAND``: from the words of a command line to the function that does it."""

import sys


def main() -> None:
    """The entry point of the console script ``gilde`` and of ``python -m gilde.config.cli``."""
    from gilde.config.cli.commands import run

    sys.exit(run(sys.argv[1:]))
