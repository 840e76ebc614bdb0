"""``./gilde search``: how far the index is, and making it again."""

from __future__ import annotations

import argparse
import sys

from django.utils.translation import gettext as _

from gilde.attention.search import tasks
from gilde.attention.search.actions.rebuild import rebuild
from gilde.attention.search.queries.progress import KindProgress, progress


def search_main(given: argparse.Namespace) -> int:
    """Do what was asked; 0 when it came to its end."""
    if given.act == "rebuild" and given.later:
        tasks.rebuild.enqueue()
        sys.stdout.write(
            _("The task worker will make the index again; ./gilde search status shows how far it is.") + "\n"
        )
        return 0
    if given.act == "rebuild":
        rebuild(say=lambda row: sys.stdout.write(f"{_line(row)}\n"))
    for row in progress():
        sys.stdout.write(f"{_line(row)}\n")
    return 0


def _line(row: KindProgress) -> str:
    state = f"{row.done} / {row.total}" if row.is_running else ""
    return f"{row.kind:26} {row.entries:>9}  {state}".rstrip()
