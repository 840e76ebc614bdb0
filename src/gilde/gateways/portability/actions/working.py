"""The work on an export that a host sent: checking and importing it, a slice at a time.

A slice takes some twenty seconds, so that a worker gets round to other things. A worker that dies leaves a bookmark
that was committed with its records; the next one goes on from there. What kills every worker is given up after a few.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final, cast

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db.models import F
from django.utils import translation

from gilde import __version__
from gilde.core.clock import now
from gilde.core.ids import token
from gilde.gateways.portability.actions.copy import Unfit, working_copy
from gilde.gateways.portability.actions.undo import undo_slice
from gilde.gateways.portability.enums import BUSY, UploadState
from gilde.gateways.portability.models import ImportUpload
from gilde.gateways.portability.queries.upload import lines
from gilde.gateways.portability.readers import READERS, Reader
from gilde.gateways.portability.readers.guess import FOR_HOSTS, guess_format
from gilde.gateways.portability.readers.scoped import scoped
from gilde.gateways.portability.records import UnreadableFile
from gilde.gateways.portability.writer.bookmark import CannotImport, UnderWay
from gilde.gateways.portability.writer.notebook import Notebook
from gilde.gateways.portability.writer.outcome import Summary
from gilde.gateways.portability.writer.report import ReportFile
from gilde.gateways.portability.writer.run import Import
from gilde.people.models import Account
from gilde.people.reader import language_of

SLICE: Final = 20.0  # seconds
MOST_TRIES: Final = 4
_BEAT: Final = 1.0  # seconds between two signs of life
_REPORTS: Final = {
    UploadState.CHECKED: "check_report", UploadState.DONE: "report", UploadState.UNDONE: "undo_report",
}  # fmt: skip
MOST_NOTES: Final = 60  # different remarks on a page; the report has them all


def work_on(upload_id: int) -> bool:
    """Do a slice of what there is to do for this upload; whether there is more. Can be called at any time."""
    row = ImportUpload.objects.select_related("community", "run").filter(pk=upload_id, state__in=BUSY).first()
    if row is None:
        return False
    if row.tries >= MOST_TRIES:
        _fail(row, "broken")
        return False
    ImportUpload.objects.filter(pk=row.pk).update(tries=F("tries") + 1, beat_at=now())
    work = {UploadState.CHECKING: _check, UploadState.IMPORTING: _import, UploadState.UNDOING: _undo}
    try:
        with _in_the_language_asked_in(row):
            return work[UploadState(row.state)](row)
    except UnreadableFile as error:
        _fail(row, error.code)
    except Unfit as error:
        _fail(row, error.code)
    except UnderWay:
        pass  # another worker goes on with it
    except CannotImport as error:
        _fail(row, "cannot", str(error))
    return False


def _in_the_language_asked_in(row: ImportUpload) -> AbstractContextManager[None]:
    """Remarks and reports are written down in the language of the page from which a host asked for this."""
    return translation.override(
        row.language or language_of(Account.objects.filter(person=row.by_id or 0).first())  # none: of an older release
    )


def _check(row: ImportUpload) -> bool:
    began, path = time.monotonic(), _local_report(row, "check")
    with working_copy(row) as copy:
        if not row.format:
            row.format = guess_format(copy)
            if not row.format:
                raise Unfit("unknown")
            _note(row, format=row.format)
        reader = _reader(row)
        readable = copy.readable(row.format)
        total = row.total or reader.count(readable) or 0
        with _notebook(row, path) as notebook, ReportFile(path, notebook.bookmark.report_size) as report:
            slice_ = _Slice(began)

            def progress(done: int) -> None:
                beat(done)
                if slice_.is_over():
                    work.stop()

            work = Import(
                reader=reader,
                path=readable,
                community=row.community,
                report=report,
                dry=True,
                progress=progress,
                by_host=True,
                notebook=notebook,
            )
            beat = _Beat(row, total, work.stop)
            summary = work.run()
            if summary.finished:
                notebook.remove()
    if not summary.finished:
        _note(row, tries=0, done=summary.position, total=max(total, summary.position))
        return ImportUpload.objects.filter(pk=row.pk, state=UploadState.CHECKING).exists()
    found = found_by(summary)
    if not lines(summary.counts):
        _note(row, found=found)  # the remarks say why
        raise Unfit("nothing")
    _end(row, UploadState.CHECKED, path, found=found, done=summary.position)
    return False


def _notebook(row: ImportUpload, report: Path) -> Notebook:
    """The notes of this check; begun anew when its report is not here (another machine had it) or it was asked anew."""
    stamp = " ".join((__version__, row.path, row.format, row.site))
    notebook = Notebook(report.with_suffix(".notes"), stamp)
    present = report.stat().st_size if report.exists() else 0
    if notebook.bookmark.position and (present < notebook.bookmark.report_size or not row.done):
        notebook.begin_anew(stamp)
    return notebook


class _Slice:
    """The time for a part of the work, counted from the first new record: coming to where the last slice ended takes
    its time too, and the work must not be mostly that."""

    def __init__(self, began: float) -> None:
        self._began, self._until = began, 0.0

    def is_over(self) -> bool:
        """Whether the rest waits its turn."""
        moment = time.monotonic()
        self._until = self._until or moment + max(SLICE, 2 * (moment - self._began))
        return moment > self._until


def _import(row: ImportUpload) -> bool:
    assert row.run is not None
    path, run = _local_report(row, "import"), row.run
    slice_ = _Slice(time.monotonic())
    with working_copy(row) as copy:

        def progress(done: int) -> None:
            beat(done)
            if slice_.is_over():
                work.stop()

        with ReportFile(path, run.report_size) as report:
            work = Import(
                reader=_reader(row),
                path=copy.readable(row.format),
                community=row.community,
                report=report,
                run=run,
                progress=progress,
                by_host=True,
            )
            beat = _Beat(row, max(row.total, row.done), work.stop)
            summary = work.run()
    if not summary.finished:
        _note(row, tries=0, done=summary.position)
        return ImportUpload.objects.filter(pk=row.pk, state=UploadState.IMPORTING).exists()
    _end(row, UploadState.DONE, path, done=summary.position, total=summary.position)
    return False


def _undo(row: ImportUpload) -> bool:
    path = _local_report(row, "undo")
    with ReportFile(path, row.undo.get("report_size", 0)) as report:
        until = time.monotonic() + SLICE
        is_done = undo_slice(row, report, go_on=lambda: time.monotonic() < until)
    if is_done:
        _end(row, UploadState.UNDONE, path)
    return not is_done


def found_by(summary: Summary) -> dict[str, object]:
    """What a check found, as it is kept: numbers per kind and outcome, and the remarks, the most frequent first."""
    notes = sorted(summary.notes.values(), key=lambda note: -note.number)
    return {"results": dict(summary.counts), "notes": [list(note) for note in notes[:MOST_NOTES]]}


class _Beat:
    """A sign of life every second: how far it is. Ends the work when nobody wants it any more."""

    def __init__(self, row: ImportUpload, total: int, stop: Callable[[], None]) -> None:
        self._row, self._total, self._stop = row, total, stop
        self._last = 0.0

    def __call__(self, done: int) -> None:
        if time.monotonic() - self._last < _BEAT:
            return
        self._last = time.monotonic()
        if not _note(self._row, done=done, total=max(self._total, done), tries=0):
            self._stop()


def _reader(row: ImportUpload) -> Reader:
    if row.format not in FOR_HOSTS:
        raise Unfit("unknown")
    return scoped(READERS[row.format](site=row.site or None), row.community_id)


def _note(row: ImportUpload, **values: object) -> bool:
    """Write down how it stands; False when the work is not wanted any more."""
    same = ImportUpload.objects.filter(pk=row.pk, state=row.state)
    return bool(same.update(beat_at=now(), **values))


def _end(row: ImportUpload, state: UploadState, path: Path, **values: object) -> None:
    """The work is over; its report moves to the storage, where every web process finds it."""
    with path.open("rb") as stream:
        stored = default_storage.save(f"imports/{token()}.csv", cast("File[bytes]", File(stream)))
    values[_REPORTS[state]] = stored
    if _note(row, state=state, ended_at=now(), tries=0, **values):
        path.unlink(missing_ok=True)
    else:
        default_storage.delete(stored)


def _fail(row: ImportUpload, trouble: str, detail: str = "") -> None:
    _note(row, state=UploadState.FAILED, trouble=trouble, detail=detail[:500], ended_at=now())


def _local_report(row: ImportUpload, what: str) -> Path:
    folder: Path = settings.VAR / "imports"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"upload-{row.pk}-{what}.csv"
