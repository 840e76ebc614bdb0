"""Places of the source, and what its reader could not take over."""

from __future__ import annotations

from django.utils.translation import gettext

from gilde.gateways.portability import records
from gilde.gateways.portability.models import ImportedRecord
from gilde.gateways.portability.writer import sentences
from gilde.gateways.portability.writer.batch import Batch
from gilde.gateways.portability.writer.index import short_source
from gilde.gateways.portability.writer.outcome import Outcome, Result


def write_spaces(batch: Batch) -> None:
    """All places of a source become the one community; what has more than one says so for the others."""
    new, changed = batch.triage(batch.of(records.Space))
    for item, _known in changed:
        item.tell(Result.UPDATED)
        batch.remember(item, "community", batch.community.pk)
    for item in new:
        others = ImportedRecord.objects.filter(
            source=short_source(item.record.source), type="space", community=batch.community
        )
        item.tell(Result.ADDED)
        if item is not new[0] or others.exists():
            item.tell(Result.REMARK, sentences.ONE_PLACE)
        batch.remember(item, "community", batch.community.pk)


def write_problems(batch: Batch) -> None:
    """Tell what the reader could not take over, in the language of the report."""
    words = {**sentences.PROBLEMS, **batch.context.reader.sentences}
    for item in batch.of(records.Problem):
        record = item.record
        sentence = record.sentence({record.code: gettext(words[record.code])} if record.code in words else {})
        result = Result.LEFT_OUT if record.left_out else Result.REMARK
        item.told.append(Outcome("problem", record.source_id, result, sentence, record.row, record.code))
