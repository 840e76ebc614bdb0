"""Writing a batch: every type in the order in which they refer to each other, then the counters."""

from __future__ import annotations

from collections.abc import Mapping

from gilde.core.models import StoredFile
from gilde.gateways.portability.writer import sentences
from gilde.gateways.portability.writer.appreciation import write_links, write_votes
from gilde.gateways.portability.writer.batch import Batch
from gilde.gateways.portability.writer.counters import count_replies, count_written
from gilde.gateways.portability.writer.files import write_files
from gilde.gateways.portability.writer.messages import write_messages
from gilde.gateways.portability.writer.outcome import Outcome, Result
from gilde.gateways.portability.writer.people import write_people
from gilde.gateways.portability.writer.spaces import write_problems, write_spaces
from gilde.gateways.portability.writer.threads import write_threads


def write(batch: Batch, files: Mapping[str, StoredFile | str]) -> list[Outcome]:
    """Write the batch, in the caller's transaction; what became of its records."""
    outcomes = judge(batch, files)
    batch.save()
    count_replies(batch.touched)
    count_written(batch.written)
    return outcomes


def refuse(batch: Batch) -> list[Outcome]:
    """Leave the batch out, because the database refused it."""
    for item in batch.items:
        item.tell(Result.LEFT_OUT, sentences.NOT_STORABLE)
    return batch.outcomes()


def judge(batch: Batch, files: Mapping[str, StoredFile | str]) -> list[Outcome]:
    """What would become of the records; the same steps, in which a dry batch writes nothing."""
    write_problems(batch)
    write_people(batch)
    write_spaces(batch)
    write_threads(batch)
    write_messages(batch)
    write_files(batch, files)
    write_votes(batch)
    write_links(batch)
    return batch.outcomes()
