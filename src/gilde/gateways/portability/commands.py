"""``./gilde import`` and ``./gilde export-person``: from words on the command line to an import or an export."""

from __future__ import annotations

import argparse
import csv
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import IO

from django.conf import settings
from django.utils import translation

from gilde.communities.models import Community
from gilde.gateways.portability.readers import READERS
from gilde.gateways.portability.records import UnreadableFile
from gilde.gateways.portability.writer.outcome import Outcome
from gilde.gateways.portability.writer.run import Import, Summary


def _arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./gilde import",
        description="Bring people and conversations from elsewhere into a community. A second run updates and adds; "
        "Ctrl-C stops after the batch under way and the same command goes on.",
    )
    parser.add_argument("format", choices=sorted(READERS), help="what lies there")
    parser.add_argument("path", type=Path, help="the file or folder of the export")
    parser.add_argument("--community", required=True, metavar="SLUG", help="the community it moves into")
    parser.add_argument("--site", help="the address it had, such as forum.example.org, where the export does not say")
    parser.add_argument("--dry-run", action="store_true", help="only say what would happen")
    parser.add_argument("--afresh", action="store_true", help="begin at the beginning instead of at the bookmark")
    parser.add_argument("--report", type=Path, metavar="FILE", help="where the report per row goes (CSV)")
    return parser.parse_args(words)


class _Bar:
    """One line on the terminal that fills up; in a file or pipe a line per tenth."""

    def __init__(self, total: int | None, out: IO[str]) -> None:
        self.total, self.out, self.last = total, out, -1
        self.live = out.isatty()

    def show(self, done: int) -> None:
        """``done`` records are done."""
        if not self.total:
            step = done // 1000
            text = f"{done} records"
        else:
            share = min(done / self.total, 1.0)
            step = int(share * (40 if self.live else 10))
            text = f"[{'#' * int(share * 40):<40}] {done} of about {self.total}"
        if step == self.last:
            return
        self.last = step
        self.out.write(f"\r{text}" if self.live else f"{text}\n")
        self.out.flush()

    def end(self) -> None:
        """Leave the line."""
        if self.live:
            self.out.write("\n")


def import_main(words: list[str]) -> int:
    """Run one import; 0 when it came to the end, 1 with a sentence when it cannot, 3 when it was stopped."""
    given = _arguments(words)
    community = Community.objects.filter(slug=given.community).first()
    if community is None:
        print(f"There is no community with the address {given.community}. Make it first.", file=sys.stderr)
        return 1
    if not given.path.exists():
        print(f"There is nothing at {given.path}.", file=sys.stderr)
        return 1
    try:
        reader = READERS[given.format](site=given.site)
    except (UnreadableFile, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    folder = settings.VAR / "imports"
    folder.mkdir(mode=0o700, exist_ok=True)
    report_path = given.report or folder / f"{community.slug}-{given.format}{'-dry' if given.dry_run else ''}.csv"
    bar = _Bar(reader.count(given.path), sys.stderr)
    with translation.override(community.language), report_path.open("a", newline="", encoding="utf-8") as stream:
        rows = csv.writer(stream)
        if stream.tell() == 0:
            rows.writerow(["type", "source id", "row", "result", "remark"])

        def report(outcome: Outcome) -> None:
            rows.writerow([outcome.type, outcome.source_id, outcome.row or "", outcome.result, _cell(outcome.sentence)])

        work = Import(
            reader=reader, path=given.path, community=community, dry=given.dry_run, report=report, progress=bar.show
        )

        def stop(_number: int, _frame: FrameType | None) -> None:
            work.stop()

        before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            summary = work.run(afresh=given.afresh)
        except UnreadableFile as error:
            bar.end()
            print(error, file=sys.stderr)
            return 1
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
    bar.end()
    _print_summary(summary, given.dry_run, report_path)
    return 0 if summary.finished else 3


def _cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t"} else text


def _print_summary(summary: Summary, dry: bool, report_path: Path) -> None:
    if not summary.finished:
        print(f"Stopped after {summary.position} records. The same command goes on from here.")
    print("This would happen:" if dry else "Done:")
    for name, number in sorted(summary.counts.items()):
        if not name.startswith("problem"):
            print(f"  {name}: {number}")
    if summary.problems:
        print("Not taken over, or with a remark:")
        for code, number in sorted(summary.problems.items()):
            print(f"  {code}: {number}")
    print(f"Report per row: {report_path}")


def export_person_main(words: list[str]) -> int:
    """Write everything one person has here to a ZIP file."""
    from gilde.gateways.portability.export import export_person_main as run

    return run(words)
