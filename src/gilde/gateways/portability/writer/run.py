"""Running an import: batches that commit together with their bookmark, so that it can stop anywhere and go on."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from gilde.communities.models import Community, Membership
from gilde.core import markdown
from gilde.core.clock import now
from gilde.dialogue.enums import State
from gilde.dialogue.models import Answer, Comment, Contribution
from gilde.gateways.portability import records
from gilde.gateways.portability.html_to_markdown import body_as_markdown
from gilde.gateways.portability.models import ImportedRecord, ImportRun, OldAddress
from gilde.gateways.portability.readers import Reader
from gilde.gateways.portability.writer import dialogue, people
from gilde.gateways.portability.writer.index import Index, digest_of
from gilde.gateways.portability.writer.outcome import Outcome, Result
from gilde.people.models import Person

BATCH = 200
Report = Callable[[Outcome], None]
Progress = Callable[[int], None]


@dataclass
class Summary:
    """What an import did: outcomes per record type, problems per reason, and whether it came to the end."""

    counts: Counter[str] = field(default_factory=Counter)
    problems: Counter[str] = field(default_factory=Counter)
    position: int = 0
    finished: bool = False


class Import:
    """One import of ``path`` by ``reader`` into ``community``.

    Args:
        dry: only say what would happen; nothing is written.
        report: called with every outcome, in the order of the source.
        progress: called with the number of records done, after every batch.
    """

    def __init__(
        self, *, reader: Reader, path: Path, community: Community, dry: bool, report: Report, progress: Progress
    ) -> None:
        self.reader, self.path, self.community, self.dry = reader, path, community, dry
        self.report, self.progress = report, progress
        self.index = Index()
        self.summary = Summary()
        self.stopping = False

    def stop(self) -> None:
        """Finish the batch that is under way, keep the bookmark and end."""
        self.stopping = True

    def run(self, *, afresh: bool = False) -> Summary:
        """Do it, from the bookmark of an unfinished earlier run of the same path unless ``afresh``.

        Raises:
            UnreadableFile: with one sentence, when the source cannot be read (on).
        """
        row = self._bookmark(afresh)
        source = self.reader.read(self.path)
        for _skipped in itertools.islice(source, self.summary.position):
            pass
        while batch := list(itertools.islice(source, BATCH)):
            if self.dry:
                self._look(batch)
            else:
                self._write(batch, row)
            self.progress(self.summary.position)
            if self.stopping:
                return self.summary
        if not self.dry:
            self._finish(row)
        self.summary.finished = True
        return self.summary

    def _bookmark(self, afresh: bool) -> ImportRun | None:
        if self.dry:
            return None
        same = ImportRun.objects.filter(
            community=self.community, reader=self.reader.name, path=str(self.path)[:500], finished_at__isnull=True
        ).order_by("-pk")
        row = None if afresh else same.first()
        if row is None:
            return ImportRun.objects.create(
                community=self.community, reader=self.reader.name, path=str(self.path)[:500]
            )
        self.summary.position = row.position
        self.summary.counts.update(row.counts.get("results", {}))
        self.summary.problems.update(row.counts.get("problems", {}))
        return row

    # ── a batch ──────────────────────────────────────────────────────────────

    def _names(self, batch: list[records.Record]) -> Iterator[tuple[str, str, str]]:
        for record in batch:
            yield record.source, record.type, record.source_id
            if isinstance(record, records.Thread | records.Message) and record.author_id:
                yield record.source, "person", record.author_id
            if isinstance(record, records.Message):
                yield record.source, "thread", record.thread_id
                if record.parent_id:
                    yield record.source, "message", record.parent_id
            if isinstance(record, records.Vote):
                yield record.source, record.target_kind, record.target_id
            if isinstance(record, records.Link):
                yield record.source, "thread", record.from_id
                yield record.source, "thread", record.to_id

    def _look(self, batch: list[records.Record]) -> None:
        self.index.load(self._names(batch))
        for record in batch:
            if isinstance(record, records.Problem):
                self._tell(self._problem(record), record.code)
            else:
                known = self.index.get(record.source, record.type, record.source_id)
                same = known is not None and known.digest == digest_of(record)
                result = Result.SAME if same else Result.UPDATED if known else Result.ADDED
                self._tell(Outcome(record.type, record.source_id, result))
        self.summary.position += len(batch)
        self.index.forget()

    def _write(self, batch: list[records.Record], row: ImportRun | None) -> None:
        told: list[tuple[Outcome, str]] = []
        with transaction.atomic():
            self.index.load(self._names(batch))
            for record in batch:
                if isinstance(record, records.Problem):
                    told.append((self._problem(record), record.code))
                else:
                    told.append((self._record(record), ""))
            position = self.summary.position + len(batch)
            for outcome, code in told:
                self._count(outcome, code)
            if row is not None:
                row.position = position
                row.counts = {"results": dict(self.summary.counts), "problems": dict(self.summary.problems)}
                row.save(update_fields=["position", "counts"])
        # Told only now, because only now it is true.
        self.summary.position = position
        for outcome, _code in told:
            self.report(outcome)
        self.index.forget()

    def _count(self, outcome: Outcome, code: str) -> None:
        self.summary.counts[f"{outcome.type} {outcome.result}"] += 1
        if code:
            self.summary.problems[code] += 1

    def _tell(self, outcome: Outcome, code: str = "") -> None:
        self._count(outcome, code)
        self.report(outcome)

    def _problem(self, record: records.Problem) -> Outcome:
        result = Result.LEFT_OUT if record.left_out else Result.REMARK
        return Outcome("problem", record.source_id, result, record.sentence(self.reader.sentences), record.row)

    # ── a record ─────────────────────────────────────────────────────────────

    def _record(self, record: records.Record) -> Outcome:
        digest = digest_of(record)
        known = self.index.get(record.source, record.type, record.source_id)
        if known is not None and known.community_id != self.community.pk and record.type != "person":
            return self._left(record, _("This was imported into another community before."))
        if known is not None and known.digest == digest and record.type != "person":
            return Outcome(record.type, record.source_id, Result.SAME)
        if isinstance(record, records.Person):
            return self._person(record, known, digest)
        if isinstance(record, records.Space):
            self._remember(record, "community", self.community.pk, digest, known)
            return Outcome(record.type, record.source_id, Result.UPDATED if known else Result.ADDED)
        if isinstance(record, records.Thread):
            return self._thread(record, known, digest)
        if isinstance(record, records.Message):
            return self._message(record, known, digest)
        if isinstance(record, records.Vote):
            return self._vote(record, known, digest)
        if isinstance(record, records.Link):
            return self._link(record, known, digest)
        return self._left(record, _("Files are not imported yet."))

    def _left(self, record: records.Record, sentence: str) -> Outcome:
        return Outcome(record.type, record.source_id, Result.LEFT_OUT, sentence)

    def _remember(
        self,
        record: records.Record,
        target: str,
        target_id: int,
        digest: str,
        known: ImportedRecord | None,
        **details: object,
    ) -> ImportedRecord:
        row = known or ImportedRecord(source=record.source, type=record.type, source_id=record.source_id)
        row.community = self.community
        row.target, row.target_id, row.digest = target, target_id, digest
        row.unresolved = bool(details.pop("unresolved", False))
        row.details = details
        row.save()
        self.index.put(row)
        for path in getattr(record, "old_paths", ()):
            if len(path) <= 500:
                OldAddress.objects.update_or_create(
                    host=record.source[:120], path=path, defaults={"target": target, "target_id": target_id}
                )
        return row

    def _person(self, record: records.Person, known: ImportedRecord | None, digest: str) -> Outcome:
        if known is not None and known.digest == digest and (record.is_system or self._is_member(known.target_id)):
            return Outcome("person", record.source_id, Result.SAME)
        person, outcome = people.write_person(record, self.community, known.target_id if known else None)
        self._remember(record, "person", person.pk, digest, known)
        return outcome

    def _is_member(self, person_id: int) -> bool:
        return Membership.objects.filter(person_id=person_id, community=self.community).exists()

    def _author(self, record: records.Thread | records.Message) -> Person:
        if record.author_id:
            known = self.index.get(record.source, "person", record.author_id)
            person = Person.objects.filter(pk=known.target_id).first() if known else None
            if person is not None:
                return person
        return people.signed_person(record.source, record.author_name)

    def _body(self, record: records.Thread | records.Message) -> tuple[str, bool]:
        """The Markdown with its inner links at their new addresses, and whether some lead to what has not come yet."""
        missing = False

        def resolve(source_id: str) -> str | None:
            nonlocal missing
            address = self._address(record.source, source_id)
            missing = missing or address is None
            return address

        text = self.reader.rewrite_inner_links(body_as_markdown(record), record.source, resolve)
        return text[: markdown.MOST_CHARACTERS], missing

    def _address(self, source: str, source_id: str) -> str | None:
        thread = self.index.get(source, "thread", source_id)
        if thread is not None:
            return f"/d/{thread.target_id}/"
        message = self.index.get(source, "message", source_id)
        if message is None:
            return None
        place = "a" if message.target == "answer" else "c"
        return f"/d/{message.details.get('contribution')}/#{place}{message.target_id}"

    def _edited_here(self, known: ImportedRecord | None, row: Contribution | Answer | Comment | None) -> bool:
        if known is None or row is None:
            return False
        left = known.details.get("edited_at")
        return (row.edited_at.isoformat() if row.edited_at else None) != left

    def _thread(self, record: records.Thread, known: ImportedRecord | None, digest: str) -> Outcome:
        present = Contribution.objects.filter(pk=known.target_id).first() if known else None
        if self._edited_here(known, present):
            return Outcome("thread", record.source_id, Result.REMARK, _("This was edited here; the edit was kept."))
        body, missing = self._body(record)
        row = dialogue.write_thread(record, body, self._author(record), self.community, present.pk if present else None)
        self._remember(
            record, "contribution", row.pk, digest, known, unresolved=missing, accepted=record.accepted_id,
            edited_at=row.edited_at.isoformat() if row.edited_at else None,
        )  # fmt: skip
        return Outcome("thread", record.source_id, Result.UPDATED if present else Result.ADDED)

    def _message(self, record: records.Message, known: ImportedRecord | None, digest: str) -> Outcome:
        thread = self.index.get(record.source, "thread", record.thread_id)
        question = Contribution.objects.filter(pk=thread.target_id).first() if thread else None
        if thread is None or question is None:
            return self._left(record, _("The conversation it belongs to is not there."))
        model = Answer if record.kind == "answer" else Comment
        present = model._default_manager.filter(pk=known.target_id).first() if known else None
        if self._edited_here(known, present):
            return Outcome("message", record.source_id, Result.REMARK, _("This was edited here; the edit was kept."))
        body, missing = self._body(record)
        author = self._author(record)
        row: Answer | Comment
        if record.kind == "answer":
            row = dialogue.write_answer(record, body, author, question, present.pk if present else None)
            if thread.details.get("accepted") == record.source_id:
                dialogue.accept(row, record.created_at)
        else:
            answer = None
            if record.parent_id:
                parent = self.index.get(record.source, "message", record.parent_id)
                answer = (
                    Answer.objects.filter(pk=parent.target_id).first() if parent and parent.target == "answer" else None
                )
            row = dialogue.write_comment(record, body, author, question, answer, present.pk if present else None)
        self._remember(
            record, record.kind, row.pk, digest, known, unresolved=missing, contribution=question.pk,
            edited_at=row.edited_at.isoformat() if row.edited_at else None,
        )  # fmt: skip
        return Outcome(record.kind, record.source_id, Result.UPDATED if present else Result.ADDED)

    def _vote(self, record: records.Vote, known: ImportedRecord | None, digest: str) -> Outcome:
        target = self.index.get(record.source, record.target_kind, record.target_id)
        if target is None or not dialogue.set_votes(target.target, target.target_id, record.count):
            return self._left(record, _("What it is about is not there."))
        self._remember(record, "vote", target.target_id, digest, known)
        return Outcome("vote", record.source_id, Result.UPDATED if known else Result.ADDED)

    def _link(self, record: records.Link, known: ImportedRecord | None, digest: str) -> Outcome:
        source = self.index.get(record.source, "thread", record.from_id)
        target = self.index.get(record.source, "thread", record.to_id)
        if source is None or target is None:
            return self._left(record, _("One end of this link is not there."))
        row = dialogue.write_link(record, source.target_id, target.target_id)
        if row is None:
            return self._left(record, _("It links to itself."))
        self._remember(record, "link", row.pk, digest, known)
        return Outcome("link", record.source_id, Result.UPDATED if known else Result.ADDED)

    # ── the end ──────────────────────────────────────────────────────────────

    def _finish(self, row: ImportRun | None) -> None:
        """Links to what came later, and the counters of the community and its people."""
        last = 0
        while True:
            waiting = list(
                ImportedRecord.objects.filter(community=self.community, unresolved=True, pk__gt=last).order_by("pk")[
                    :BATCH
                ]
            )
            if not waiting:
                break
            last = waiting[-1].pk
            with transaction.atomic():
                for record in waiting:
                    self._resolve(record)
            self.index.forget()
        with transaction.atomic():
            count_community(self.community)
            if row is not None:
                row.finished_at = now()
                row.save(update_fields=["finished_at"])

    def _resolve(self, record: ImportedRecord) -> None:
        models = {"contribution": Contribution, "answer": Answer, "comment": Comment}
        row = models[record.target]._default_manager.filter(pk=record.target_id).first()
        if row is not None:
            body = self.reader.rewrite_inner_links(
                row.body, record.source, lambda source_id: self._address(record.source, source_id)
            )
            if body != row.body:
                row.body, row.body_html = body, markdown.render(body).html
                row.save(update_fields=["body", "body_html"])
        record.unresolved = False
        record.save(update_fields=["unresolved"])


def count_community(community: Community) -> None:
    """Set the stored counters of a community, and of everyone who wrote in it, to what is there.

    Part of a larger action: call it inside its transaction.
    """
    contributions = Contribution.objects.filter(community=community, state=State.PUBLISHED)
    latest = contributions.order_by("-last_activity_at").values_list("last_activity_at", flat=True).first()
    Community.objects.filter(pk=community.pk).update(
        member_count=Membership.objects.filter(community=community).count(),
        contribution_count=contributions.count(),
        last_activity_at=latest or community.last_activity_at,
    )
    authors = contributions.values("author_id").distinct()
    written = (
        Contribution.objects.filter(author_id__in=authors, state=State.PUBLISHED)
        .values_list("author_id")
        .annotate(number=Count("pk"))
    )
    for author_id, number in written.iterator():
        Person.objects.filter(pk=author_id).update(contribution_count=number)
