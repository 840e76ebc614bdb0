"""``./gilde import``: from what the command line asked for to an import, its progress and its report."""

from __future__ import annotations

import argparse
import difflib
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import IO, Final

from django.conf import settings
from django.db import OperationalError

from gilde.communities.models import Community
from gilde.core.clock import now
from gilde.gateways.portability.models import ImportRun
from gilde.gateways.portability.readers import READERS, Reader
from gilde.gateways.portability.records import UnreadableFile
from gilde.gateways.portability.writer import bookmark
from gilde.gateways.portability.writer.outcome import Summary
from gilde.gateways.portability.writer.report import NotAReport, ReportFile
from gilde.gateways.portability.writer.run import Import

_SHOWN: Final = 10  # addresses of communities in one sentence
DONE, CANNOT, STOPPED = 0, 1, 3  # exit codes; 2 is for words that are not understood


class _Refused(Exception):
    """The import cannot begin; the text is one sentence."""


def import_main(given: argparse.Namespace) -> int:
    """Run the import that :func:`~.command_line.import_words` read from the command line.

    Answers with 0 when it came to the end, 1 with a sentence when it cannot, 3 when it was stopped.
    """
    try:
        return _import(given)
    except (_Refused, UnreadableFile, NotAReport, bookmark.CannotImport) as error:
        print(error, file=sys.stderr)
    except OperationalError as error:
        print(f"The database failed: {error}. Run the same command again to continue from there.", file=sys.stderr)
    except OSError as error:
        name = f" ({error.filename})" if error.filename else ""
        print(f"This could not be read or written{name}: {error.strerror or error}.", file=sys.stderr)
    return CANNOT


def _import(given: argparse.Namespace) -> int:
    community = _community(given.community)
    reader = _reader(given)
    run = None
    if not (given.dry_run or given.afresh):
        run = bookmark.unfinished(reader.name, given.path, community, bookmark.stamp_of(given.path))
    path = given.report or _report_path(given, community, run)
    if path.resolve() == given.path.resolve():
        raise _Refused("The report would take the place of what is imported. Name another file.")
    bar = _Bar(reader.count(given.path), sys.stderr)
    goes_on = run is not None and str(path.resolve()) == run.report
    with ReportFile(path, run.report_size if run is not None and goes_on else 0) as report:
        work = Import(
            reader=reader,
            path=given.path,
            community=community,
            report=report,
            run=run,
            dry=given.dry_run,
            progress=bar.show,
        )
        if run is not None:
            print(f"Continuing after {run.position} records.", file=sys.stderr)
        try:
            with _signals(work):
                summary = work.run()
        except (UnreadableFile, OSError, OperationalError):
            if work.summary.position and not given.dry_run:
                print(f"{work.summary.position} records were imported before this.", file=sys.stderr)
            raise
        finally:
            bar.end()
    _print_summary(summary, dry=given.dry_run, report=path)
    return DONE if summary.finished else STOPPED


def _community(slug: str) -> Community:
    community = Community.objects.filter(slug=slug).first()
    if community is None:
        known = list(Community.objects.order_by("name").values_list("slug", flat=True))
        near = difflib.get_close_matches(slug, known, n=1)
        if near:
            hint = f"Did you mean {near[0]}?"
        elif known:
            more = f" and {len(known) - _SHOWN} more" if len(known) > _SHOWN else ""
            hint = f"These are there: {', '.join(known[:_SHOWN])}{more}."
        else:
            hint = "Create it first, in the browser."
        raise _Refused(f"There is no community with the address {slug}. {hint}")
    if community.is_archived:
        raise _Refused(f"{community.name} is archived, so nothing can be added to it.")
    return community


def _reader(given: argparse.Namespace) -> Reader:
    if not given.path.exists():
        raise _Refused(f"There is nothing at {given.path}.")
    if not os.access(given.path, os.R_OK | os.X_OK if given.path.is_dir() else os.R_OK):
        raise _Refused(f"{given.path} cannot be read by the user that runs this command.")
    return READERS[given.format](site=given.site)


def _report_path(given: argparse.Namespace, community: Community, run: ImportRun | None) -> Path:
    """Where the report goes when nobody says: beside those of other imports, one file per run."""
    if run is not None and run.report:
        return Path(run.report)
    folder: Path = settings.VAR / "imports"
    folder.mkdir(mode=0o700, exist_ok=True)
    kind = f"{given.format}-dry-run" if given.dry_run else given.format
    moment = now().strftime("%Y%m%d-%H%M%S")
    return folder / f"{community.slug}-{kind}-{moment}.csv"


@contextmanager
def _signals(work: Import) -> Iterator[None]:
    """Ctrl-C and SIGTERM stop the import where it can go on."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        work.stop()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


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
            text = f"[{'#' * int(share * 40):<40}] {done} of about {max(done, self.total)}"
        if step == self.last:
            return
        self.last = step
        self.out.write(f"\r{text}" if self.live else f"{text}\n")
        self.out.flush()

    def end(self) -> None:
        """Leave the line."""
        if self.live and self.last >= 0:
            self.out.write("\n")


def _print_summary(summary: Summary, *, dry: bool, report: Path) -> None:
    if not summary.finished:
        print(f"Stopped after {summary.position} records. Run the same command again to continue.")
    print("This would happen:" if dry else "Done:")
    for name, number in sorted(summary.counts.items()):
        print(f"  {name}: {number}")
    if not summary.position:
        print("  There was nothing to bring in.")
    if summary.problems:
        print("Left out, or with a remark:")
        for code, number in sorted(summary.problems.items()):
            print(f"  {code.replace('_', ' ')}: {number}")
    print(f"Report, a row per record: {report}")
