"""The words behind ``./gilde import`` and ``./gilde export-person``. Loads no Django: help needs nothing installed."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from gilde.core.command_line import Parser
from gilde.gateways.portability.readers import READERS

LANGUAGES: Final = ("nl", "en")  # those of the settings, which cannot be read yet; a test holds the two together

_FORMATS: Final = {
    "discourse": "discourse      a forum: the folder or ZIP with a JSON file per topic",
    "markdown": "markdown       a site or knowledge base: the folder or ZIP with its Markdown pages",
    "mbox": "mbox           a mailing list: an mbox file, or a folder or ZIP of them; .gz too",
    "members": "members        a list of people: one CSV file with a heading line",
    "records": "records        the neutral format: JSON lines, see docs/reference/import-format.md",
    "slack": "slack          a Slack workspace: the ZIP of its export, or the folder",
    "stackexchange": "stackexchange  a question site: the folder with its XML tables",
}
_MORE: Final = """
The same command again brings in what is new and what changed; nothing comes in twice, and what was changed here is
kept. Ctrl-C stops after the handful of records under way, and the same command goes on from there.

Exit code: 0 it came to the end, 1 it could not, 2 the words are not understood, 3 it was stopped.

docs/howto/move-a-community-in.md goes through it step by step.
"""


def import_words(words: list[str]) -> argparse.Namespace:
    """What ``./gilde import`` was told: format, path, community, site, dry_run, afresh and report.

    Ends the process with 2 and one line when the words are not understood.
    """
    known = "\n".join(f"  {_FORMATS.get(name, name)}" for name in sorted(READERS))
    parser = Parser(
        "import",
        f"Bring people and conversations from elsewhere into a community.\n\nFormats:\n{known}",
        example="members members.csv --community SLUG --dry-run",
        more=_MORE,
    )
    parser.add_argument("format", choices=sorted(READERS), metavar="FORMAT", help="the kind of export")
    parser.add_argument("path", type=Path, metavar="PATH", help="the file or folder of the export")
    parser.add_argument("--community", required=True, metavar="SLUG", help="the community it moves into: /c/SLUG/")
    parser.add_argument("--site", metavar="HOST", help="the site or list it comes from, where the export does not say")
    parser.add_argument("--dry-run", action="store_true", help="only show what would happen; write nothing")
    parser.add_argument("--afresh", action="store_true", help="start from the beginning, not where it stopped")
    parser.add_argument("--report", type=Path, metavar="FILE", help="where the report goes, a row per record (CSV)")
    return parser.parse_args(words)


def export_person_words(words: list[str]) -> argparse.Namespace:
    """What ``./gilde export-person`` was told: who, file and language.

    Ends the process with 2 and one line when the words are not understood.
    """
    parser = Parser(
        "export-person",
        "Write everything Gilde holds about one person to a ZIP: pages to read and the same as JSON.",
        example="@anna anna.zip",
    )
    parser.add_argument("who", metavar="WHO", help="the @name, or an email address of the account")
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE.zip", help="the new file; else NAME.zip here")
    parser.add_argument("--language", choices=LANGUAGES, help="of the pages; else that of the person")
    return parser.parse_args(words)
