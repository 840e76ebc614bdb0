"""Records as a reader would give them, and imports of them."""

from __future__ import annotations

import csv
import itertools
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from gilde.communities.models import Community
from gilde.dialogue.models import Answer, Comment, Contribution
from gilde.gateways.portability.json_lines import to_json_line
from gilde.gateways.portability.models import ImportedRecord, ImportRun
from gilde.gateways.portability.readers import Reader
from gilde.gateways.portability.readers.json_records import JsonRecordsReader
from gilde.gateways.portability.records import File, Link, Message, Person, Record, Space, Thread, Vote
from gilde.gateways.portability.writer import bookmark
from gilde.gateways.portability.writer.outcome import Summary
from gilde.gateways.portability.writer.report import ReportFile
from gilde.gateways.portability.writer.run import BATCH, Import
from gilde.people.models import Person as PersonRow

SITE = "tuin.example.org"
LONG_AGO = datetime(2016, 8, 3, 10, 0, tzinfo=UTC)
LICENCE = "CC BY-SA 3.0"


def person(source_id: str, name: str | None = None, **values: Any) -> Person:
    """Somebody of the source."""
    values.setdefault("source", SITE)
    values.setdefault("source_url", f"https://{values['source']}/users/{source_id}")
    values.setdefault("old_paths", (f"/users/{source_id}",))
    return Person(source_id=source_id, name=name, **values)


def thread(source_id: str, title: str = "Why are my peas yellow?", **values: Any) -> Thread:
    """A question of the source."""
    values.setdefault("source", SITE)
    values.setdefault("source_url", f"https://{values['source']}/q/{source_id}")
    values.setdefault("licence", LICENCE)
    values.setdefault("kind", "question")
    values.setdefault("body", "They were green before.")
    values.setdefault("created_at", LONG_AGO)
    values.setdefault("old_paths", (f"/questions/{source_id}", f"/q/{source_id}"))
    return Thread(source_id=source_id, title=title, **values)


def answer(source_id: str, thread_id: str, body: str = "Too wet.", **values: Any) -> Message:
    """An answer of the source."""
    return _message("answer", source_id, thread_id, body, values)


def comment(source_id: str, thread_id: str, body: str = "Which soil?", **values: Any) -> Message:
    """A comment of the source; on an answer with ``parent_id``."""
    return _message("comment", source_id, thread_id, body, values)


def _message(kind: str, source_id: str, thread_id: str, body: str, values: dict[str, Any]) -> Message:
    values.setdefault("source", SITE)
    values.setdefault("source_url", f"https://{values['source']}/m/{source_id}")
    values.setdefault("licence", LICENCE)
    values.setdefault("created_at", LONG_AGO)
    values.setdefault("old_paths", (f"/m/{source_id}",))
    return Message(kind=kind, source_id=source_id, thread_id=thread_id, body=body, **values)


def vote(target_id: str, count: int, target_kind: str = "thread", **values: Any) -> Vote:
    """Up-votes of the source."""
    values.setdefault("source", SITE)
    values.setdefault("source_id", f"{target_kind}-{target_id}")
    return Vote(target_kind=target_kind, target_id=target_id, count=count, **values)


def link(from_id: str, to_id: str, kind: str = "linked", **values: Any) -> Link:
    """A link of the source."""
    values.setdefault("source", SITE)
    values.setdefault("source_id", f"{from_id}-{to_id}")
    return Link(kind=kind, from_id=from_id, to_id=to_id, **values)


def space(source_id: str = SITE, name: str = "The garden", **values: Any) -> Space:
    """A place of the source."""
    return Space(source=values.pop("source", SITE), source_id=source_id, name=name, **values)


def file(source_id: str, path: str, target_id: str, target_kind: str = "thread", **values: Any) -> File:
    """A file of the source."""
    values.setdefault("source", SITE)
    values.setdefault("name", path.rpartition("/")[2] or "file.txt")
    return File(source_id=source_id, path=path, target_id=target_id, target_kind=target_kind, **values)


@dataclass
class Done:
    """What an import did, as its summary and its report say."""

    summary: Summary
    report: Path
    rows: list[dict[str, str]] = field(default_factory=list)

    def results(self, source_id: str) -> list[str]:
        """What the report says became of the records of this id."""
        return [row["result"] for row in self.rows if row["source id"] == source_id]

    def remarks(self, source_id: str) -> list[str]:
        """The sentences about the records of this id."""
        return [row["remark"] for row in self.rows if row["source id"] == source_id and row["remark"]]


def read_report(path: Path) -> list[dict[str, str]]:
    """The rows of a report."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


_numbers = itertools.count(1)


class Source:
    """An export in the neutral format, in a folder of its own, that is imported and changes between imports."""

    def __init__(self, folder: Path, community: Community) -> None:
        self.folder, self.community = folder, community
        self.size = BATCH
        self.report_file: type[ReportFile] = ReportFile
        self.path = folder / "export.jsonl"

    def write(self, *records: Record) -> Path:
        """Let the export hold exactly these."""
        self.path.write_text("".join(f"{to_json_line(record)}\n" for record in records), encoding="utf-8")
        return self.path

    def bring(self, *records: Record, into: Community | None = None, dry: bool = False) -> Done:
        """Import these records, from the beginning to the end."""
        self.write(*records)
        return self.go(into=into, dry=dry)

    def go(
        self,
        *,
        into: Community | None = None,
        dry: bool = False,
        go_on: bool = True,
        progress: Callable[[Import, int], None] = lambda _work, _done: None,
    ) -> Done:
        """Import what lies there; ``progress`` is called after every batch, and may stop the import."""
        community = into or self.community
        reader = JsonRecordsReader()
        run: ImportRun | None = None
        if go_on and not dry:
            run = bookmark.unfinished(reader.name, self.path, community, bookmark.stamp_of(self.path))
        path = Path(run.report) if run else self.folder / f"report-{next(_numbers)}.csv"
        with self.report_file(path, run.report_size if run else 0) as report:
            work = Import(
                reader=reader,
                path=self.path,
                community=community,
                report=report,
                run=run,
                dry=dry,
                size=self.size,
                progress=lambda done: progress(work, done),
            )
            summary = work.run()
        return Done(summary, path, read_report(path))


def became(record: Record, kind: str = "") -> Any:
    """The row that this record became."""
    known = ImportedRecord.objects.get(source=record.source, type=kind or record.type, source_id=record.source_id)
    models: dict[str, Any] = {
        "person": PersonRow, "contribution": Contribution, "answer": Answer, "comment": Comment,
    }  # fmt: skip
    return models[known.target].objects.get(pk=known.target_id)


def many_people(number: int, **values: Any) -> Sequence[Person]:
    """A crowd."""
    return [person(str(position), f"Lid {position}", **values) for position in range(1, number + 1)]


def bring(
    reader: Reader, path: Path, place: Community, report: Path, *, dry: bool = False, stop_after: int = 0
) -> Done:
    """Import what lies at ``path``, as the command does; stop when so many records are done."""
    run: ImportRun | None = None if dry else bookmark.unfinished(reader.name, path, place, bookmark.stamp_of(path))

    def progress(done: int) -> None:
        if stop_after and done >= stop_after:
            work.stop()

    with ReportFile(report, run.report_size if run else 0) as stream:
        work = Import(reader=reader, path=path, community=place, report=stream, run=run, dry=dry, progress=progress)
        summary = work.run()
    return Done(summary, report, read_report(report))


def counters_hold(place: Community) -> None:
    """Every stored counter is what counting gives."""
    place.refresh_from_db()
    assert place.member_count == place.memberships.count()
    assert place.contribution_count == Contribution.objects.filter(community=place).count()
    written = Counter(Contribution.objects.values_list("author_id", flat=True))
    for pk, number in PersonRow.objects.values_list("pk", "contribution_count"):
        assert number == written[pk]
    answers = Counter(Answer.objects.values_list("contribution_id", flat=True))
    comments = Counter(Comment.objects.values_list("contribution_id", flat=True))
    accepted = set(Answer.objects.filter(accepted_at__isnull=False).values_list("contribution_id", flat=True))
    latest: dict[int, object] = {}
    for model in (Answer, Comment):
        for pk, at in model._default_manager.values_list("contribution_id", "created_at"):
            latest[pk] = max(latest.get(pk, at), at)  # type: ignore[type-var]
    for row in Contribution.objects.all():
        assert (row.answer_count, row.comment_count) == (answers[row.pk], comments[row.pk])
        assert row.has_accepted == (row.pk in accepted)
        assert row.last_activity_at == max(row.created_at, latest.get(row.pk, row.created_at))
    below = Counter(Comment.objects.exclude(answer=None).values_list("answer_id", flat=True))
    for pk, number in Answer.objects.values_list("pk", "comment_count"):
        assert number == below[pk]
