"""Taking back what an import made, as far as nobody touched it since.

A conversation in which somebody took part stays as a whole: an answer without its question helps nobody. People go
last, when nothing of what they wrote stays. What an import only brought up to date stays as it is now: what it said
before was not kept. Every slice commits with how far it is, so a worker that dies costs nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from django.db import transaction

from gilde.attention.search.actions.index import index_refs
from gilde.communities.models import Community
from gilde.core import activity
from gilde.core.actor import SYSTEM
from gilde.core.searchables import Ref
from gilde.gateways.portability.actions.undo_conversations import take_conversations, take_replies
from gilde.gateways.portability.actions.undo_kept import TOLD, Kept
from gilde.gateways.portability.actions.undo_people import take_people
from gilde.gateways.portability.actions.undo_rest import take_files, take_links, take_places, take_votes
from gilde.gateways.portability.enums import Verb
from gilde.gateways.portability.models import ImportedRecord, ImportUpload, OldAddress
from gilde.gateways.portability.writer.outcome import Outcome, Result, Summary
from gilde.gateways.portability.writer.report import ReportFile

Records = Sequence[ImportedRecord]
Step = Callable[[Records], Kept]
# What is taken in which order, and how many at once: a conversation may have hundreds of replies.
_STEPS: Final[Sequence[tuple[tuple[str, ...], int, Step]]] = (
    (("contribution",), 25, take_conversations),
    (("comment",), 200, take_replies),
    (("answer",), 200, take_replies),
    (("attachment",), 200, take_files),
    (("vote",), 200, take_votes),
    (("link",), 200, take_links),
    (("community",), 200, take_places),
    (("person",), 100, take_people),
)
_SEARCHED: Final = {
    "contribution": "dialogue.contribution", "answer": "dialogue.answer", "comment": "dialogue.comment",
    "attachment": "dialogue.attachment", "person": "people.person",
}  # fmt: skip


def undo_slice(upload: ImportUpload, report: ReportFile, *, go_on: Callable[[], bool]) -> bool:
    """Take back some more; whether that was all.

    Args:
        upload: with its run.
        report: gets a row for everything that was looked at.
        go_on: asked after every transaction.
    """
    while upload.undo["step"] < len(_STEPS):
        _take_some(upload, report)
        if not go_on():
            return False
    with transaction.atomic():
        data = {"results": upload.undo.get("results", {})}
        activity.record(Verb.UNDONE, actor=SYSTEM, target=upload, community=upload.community, data=data)
    return True


def _take_some(upload: ImportUpload, report: ReportFile) -> None:
    targets, number, step = _STEPS[upload.undo["step"]]
    try:
        with transaction.atomic():
            Community.objects.locked([upload.community_id])
            records = list(
                ImportedRecord.objects.filter(run=upload.run, target__in=targets, pk__gt=upload.undo["after"]).order_by(
                    "pk"
                )[:number]
            )
            looked_at, kept = _take(records, step)
            outcomes = [_outcome(record, kept) for record in looked_at]
            size = report.write(outcomes)
            _move_on(upload, records, outcomes, size)
    except BaseException:
        report.go_back()
        raise
    report.keep(size)


def _take(records: Records, step: Step) -> tuple[Records, Kept]:
    """Take what can be taken of these; everything that was looked at, and why what stays does."""
    if not records:
        return [], Kept()
    kept = step(records)
    looked_at = {record.pk: record for record in records}
    looked_at |= {record.pk: record for record in kept.along}
    gone = [record for record in looked_at.values() if record.pk not in kept]
    for target in {record.target for record in gone}:
        ids = [record.target_id for record in gone if record.target == target]
        if target != "community":
            OldAddress.objects.filter(target=target, target_id__in=ids).delete()
        if target in _SEARCHED:
            index_refs(Ref(_SEARCHED[target], number) for number in ids)
    ImportedRecord.objects.filter(pk__in=[record.pk for record in gone]).delete()
    return [record for record in looked_at.values() if kept.get(record.pk) is not TOLD], kept


def _outcome(record: ImportedRecord, kept: Kept) -> Outcome:
    reason = kept.get(record.pk)
    kind = record.target if record.target in {"answer", "comment"} else record.type
    if reason is None:
        return Outcome(kind, record.source_id, Result.REMOVED)
    return Outcome(kind, record.source_id, Result.KEPT, str(reason))


def _move_on(upload: ImportUpload, records: Records, outcomes: Iterable[Outcome], size: int) -> None:
    undo = upload.undo
    summary = Summary(Counter(undo.get("results", {})), notes={})
    summary.add(outcomes)
    notes = {sentence: number for number, _result, sentence, *_files in undo.get("notes", [])}
    for note in summary.notes.values():
        notes[note.sentence] = notes.get(note.sentence, 0) + note.number
    at = {"after": records[-1].pk} if records else {"after": 0, "step": undo["step"] + 1}
    upload.undo = {
        **undo,
        **at,
        "results": dict(summary.counts),
        "notes": [[number, Result.KEPT.value, sentence] for sentence, number in notes.items()],
        "report_size": size,
    }
    upload.done = sum(summary.counts.values())
    ImportUpload.objects.filter(pk=upload.pk).update(
        undo=upload.undo, done=upload.done, total=max(upload.total, upload.done), tries=0
    )
