"""Running an import: batches that commit together with their bookmark, so that it can stop anywhere and go on."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

from django.db import DataError, IntegrityError, OperationalError, transaction
from django.utils import translation

from gilde.communities.models import Community
from gilde.communities.queries.graph import needed_above
from gilde.core import activity
from gilde.core.actor import SYSTEM
from gilde.core.clock import now
from gilde.core.db.ended import ended_for_another
from gilde.gateways.portability import records
from gilde.gateways.portability.enums import Verb
from gilde.gateways.portability.models import ImportRun
from gilde.gateways.portability.readers import Reader
from gilde.gateways.portability.writer import bookmark
from gilde.gateways.portability.writer.batch import Batch, Context, handfuls
from gilde.gateways.portability.writer.files import store_files
from gilde.gateways.portability.writer.index import Index, short_source
from gilde.gateways.portability.writer.late import resolve_late
from gilde.gateways.portability.writer.notebook import Bookmark, Notebook
from gilde.gateways.portability.writer.once import Once
from gilde.gateways.portability.writer.outcome import Note, Outcome, Summary
from gilde.gateways.portability.writer.report import ReportFile
from gilde.gateways.portability.writer.steps import judge, refuse, write

BATCH: Final = 200  # records; their transaction keeps other writers waiting for a few tenths of a second
Progress = Callable[[int], None]
T = TypeVar("T")


class _Stopped(Exception):
    """Somebody asked to stop while nothing was being written."""


class Import:
    """One import of ``path`` by ``reader`` into ``community``.

    Args:
        report: where the rows of the report go.
        run: the stopped run to go on with (:func:`.bookmark.unfinished`), or None for a new one.
        dry: only say what would happen; nothing is written.
        notebook: of a dry run that is to go on where it stopped, or to be able to.
        size: how many records commit together.
        progress: called with the number of records done, after every batch.
        by_host: a host of the community sends it (:class:`.batch.Context`), and reads the report in the language that
            is active now; otherwise it is in the community's.
    """

    def __init__(
        self,
        *,
        reader: Reader,
        path: Path,
        community: Community,
        report: ReportFile,
        run: ImportRun | None = None,
        dry: bool = False,
        size: int = BATCH,
        progress: Progress = lambda _done: None,
        by_host: bool = False,
        notebook: Notebook | None = None,
    ) -> None:
        self.reader, self.path, self.report, self.progress = reader, path, report, progress
        self.summary = Summary()
        self._row, self._size = run, size
        self._sources: set[str] = set()
        self._notebook = (notebook or Notebook()) if dry else None
        self._context = Context(
            reader=reader,
            root=path if path.is_dir() else path.parent,
            community=community,
            places=(community, *needed_above(community)),
            dry=dry,
            index=Index(self._notebook),
            by_host=by_host,
        )
        self._stopping = self._writing = False
        self._words = translation.get_language() if by_host else community.language

    def stop(self) -> None:
        """End after the batch under way, with its bookmark; at once where none is. For signal handlers."""
        self._stopping = True
        if not self._writing:
            raise _Stopped

    def run(self) -> Summary:
        """Do it, and say how far it came.

        Raises:
            UnreadableFile: with one sentence, when the source cannot be read (on). What was done until then stays.
            CannotImport: with one sentence, when this cannot go on with what an earlier run did.
            OSError: the report or a file cannot be written. The batch under way is not done.
        """
        with translation.override(self._words), suppress(_Stopped):
            self._run()
        return self.summary

    def _run(self) -> None:
        if self._stopping:
            raise _Stopped
        source = self._seen(self.reader.read(self.path))
        first = next(source, None)
        if first is not None and self._context.by_host:
            bookmark.require_own(first.source, self._context.community)
        if self._notebook is not None:
            self._go_on(self._notebook.bookmark)
        else:
            self._begin(first.source if first else "")
        source = itertools.chain([first] if first else [], source)
        for _skipped in itertools.islice(source, self.summary.position):
            pass
        for batch in handfuls(source, self._size):
            self._unbroken(partial(self._write, batch))
            self.progress(self.summary.position)
        if not self._context.dry:
            self._finish()
        self.summary.finished = True

    def _seen(self, source: Iterator[records.Record]) -> Iterator[records.Record]:
        once = Once()
        for record in source:
            self._sources.add(record.source)
            yield once.judged(record)

    def _begin(self, source: str) -> None:
        row = self._row
        if row is None:
            self._row = bookmark.begin(
                self.reader.name,
                self.path,
                self._context.community,
                stamp=bookmark.stamp_of(self.path),
                source=source,
                report=self.report.path,
            )
        elif not row.position and not row.source:  # begun by somebody who did not look into the file
            row.source = short_source(source)
            row.save(update_fields=["source"])
        elif row.source != short_source(source):
            raise bookmark.CannotImport(
                f"This import was begun as {row.source}; go on with --site {row.source}, or begin again with --afresh."
            )
        else:
            self._came_to(row.position, row.counts)
        assert self._row is not None
        self._context.run_id = self._row.pk

    def _go_on(self, stopped: Bookmark) -> None:
        self._came_to(stopped.position, stopped.counts)
        self._context.pretended = stopped.pretended

    def _came_to(self, position: int, counts: Mapping[str, Any]) -> None:
        self.summary.position = position
        self.summary.counts.update(counts.get("results", {}))
        self.summary.problems.update(counts.get("problems", {}))
        self.summary.notes.update({key: Note(*note) for key, note in counts.get("notes", {}).items()})

    def _unbroken(self, act: Callable[[], T]) -> T:
        """Do something that no signal cuts through; who asked to stop meanwhile gets their stop afterwards."""
        self._writing = True
        try:
            done = act()
        finally:
            self._writing = False
        if self._stopping:
            raise _Stopped
        return done

    # ── a batch ──────────────────────────────────────────────────────────────

    def _write(self, given: Sequence[records.Record]) -> None:
        """Write a batch; one that the database refuses is halved until the record is found that it refuses.

        One that it ended because somebody wrote in a conversation that the batch comes to is written once more.
        """
        try:
            self._commit(given)
        except OperationalError as error:
            if not ended_for_another(error):
                raise
            self._commit(given)
        except (IntegrityError, DataError):
            if len(given) == 1:
                self._commit(given, refused=True)
            else:
                self._write(given[: len(given) // 2])
                self._write(given[len(given) // 2 :])

    def _commit(self, given: Sequence[records.Record], *, refused: bool = False) -> None:
        index = self._context.index
        try:
            if self._notebook is not None:
                outcomes = self._judged(given)
                size = self.report.write(outcomes)
                self._move_notebook(self._notebook, len(given), outcomes, size)
            else:
                batch = Batch(self._context, given)
                files = {} if refused else store_files(batch)
                with transaction.atomic():
                    Community.objects.locked([place.pk for place in self._context.places])
                    outcomes = refuse(batch) if refused else write(batch, files)
                    size = self.report.write(outcomes)
                    self._move_bookmark(len(given), outcomes, size)
        except BaseException:
            self.report.go_back()
            if self._notebook is not None:
                self._notebook.go_back()
            raise
        finally:
            index.forget()
        self.report.keep(size)
        self.summary.add(outcomes)
        self.summary.position += len(given)

    def _judged(self, given: Sequence[records.Record]) -> list[Outcome]:
        batch = Batch(self._context, given)
        return judge(batch, store_files(batch))

    def _move_bookmark(self, done: int, outcomes: Sequence[Outcome], size: int) -> None:
        assert self._row is not None
        bookmark.move(
            self._row,
            before=self.summary.position,
            after=self.summary.position + done,
            counts=self._counts_with(outcomes),
            report_size=size,
        )

    def _move_notebook(self, notebook: Notebook, done: int, outcomes: Sequence[Outcome], size: int) -> None:
        notebook.move(
            replace(
                notebook.bookmark,
                position=self.summary.position + done,
                counts=self._counts_with(outcomes),
                report_size=size,
                pretended=self._context.pretended,
            )
        )

    def _counts_with(self, outcomes: Sequence[Outcome]) -> dict[str, Any]:
        after = Summary(Counter(self.summary.counts), Counter(self.summary.problems), dict(self.summary.notes))
        after.add(outcomes)
        return {"results": dict(after.counts), "problems": dict(after.problems), "notes": dict(after.notes)}

    # ── the end ──────────────────────────────────────────────────────────────

    def _finish(self) -> None:
        """Links to what came later; then the run is over, and one activity says so."""
        context = self._context
        late = resolve_late(self.reader, context.index, context.community, self._sources)
        while self._unbroken(partial(next, late, None)) is not None:
            pass
        self._unbroken(self._end)

    def _end(self) -> None:
        row = self._row
        assert row is not None
        with transaction.atomic():
            row.finished_at = now()
            row.save(update_fields=["finished_at"])
            activity.record(
                Verb.IMPORTED,
                actor=SYSTEM,
                target=row,
                community=self._context.community,
                data={"reader": row.reader, "source": row.source, "counts": dict(self.summary.counts)},
            )
