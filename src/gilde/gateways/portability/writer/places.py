"""Where an imported answer or comment goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gilde.dialogue.enums import State
from gilde.dialogue.models import Answer, Contribution
from gilde.gateways.portability import records
from gilde.gateways.portability.models import ImportedRecord
from gilde.gateways.portability.writer import sentences
from gilde.gateways.portability.writer.batch import Batch, Item
from gilde.gateways.portability.writer.outcome import Result

MessageItem = Item[records.Message]


@dataclass
class Place:
    """The conversation of a reply, and for a comment the answer it hangs on and the comment it follows on.

    ``follows`` is that comment when it has no row yet, because it is in the same batch.
    """

    item: MessageItem
    thread: ImportedRecord
    contribution: Contribution
    is_answer: bool
    answer_id: int | None = None
    quotes_id: int | None = None
    follows: Place | None = None
    unresolved: bool = False  # its text waits for what it links to


def places(batch: Batch, items: Sequence[MessageItem]) -> list[Place]:
    """Where each of these goes; of those that go nowhere is told why."""
    threads = [batch.index.get(item.record.source, "thread", item.record.thread_id) for item in items]
    contributions = Contribution.objects.only("pk", "community_id", "state", "kind", "has_accepted").in_bulk(
        {row.target_id for row in threads if row is not None}
    )
    answers = _answers(batch, items)
    comments: dict[tuple[str, str], Place] = {}
    found = []
    for item, thread in zip(items, threads, strict=True):
        contribution = _contribution(batch, contributions, thread)
        if thread is None or contribution is None:
            item.tell(Result.LEFT_OUT, sentences.NO_CONVERSATION)
        elif contribution.state == State.DELETED:
            item.tell(Result.LEFT_OUT, sentences.CONVERSATION_GONE)
        elif item.record.kind == "answer":
            if not contribution.is_question:
                item.tell(Result.REMARK, sentences.NOT_A_QUESTION)
            found.append(Place(item, thread, contribution, is_answer=contribution.is_question))
        elif place := _comment(batch, Place(item, thread, contribution, is_answer=False), answers, comments):
            comments[item.record.source, item.record.source_id] = place
            found.append(place)
    return found


def _contribution(batch: Batch, rows: Mapping[int, Contribution], thread: ImportedRecord | None) -> Contribution | None:
    if thread is None:
        return None
    if thread.target_id < 0:  # one that a dry run would have made
        return Contribution(pk=thread.target_id, kind=thread.details["kind"], community=batch.community)
    return rows.get(thread.target_id)


def _comment(
    batch: Batch, place: Place, answers: Mapping[int, bool], comments: Mapping[tuple[str, str], Place]
) -> Place | None:
    record = place.item.record
    if record.parent_id is None:
        return place
    earlier = comments.get((record.source, record.parent_id))
    if earlier is not None and earlier.contribution.pk == place.contribution.pk:
        place.answer_id, place.follows = earlier.answer_id, earlier
        return place
    parent = _parent(batch, place.item)
    if parent is None or parent.details.get("contribution") != place.contribution.pk:
        place.item.tell(Result.REMARK, sentences.NO_ANSWER)
        return place
    number = _answer_of(parent)
    if number is not None and not answers.get(number):
        place.item.tell(Result.LEFT_OUT, sentences.CONVERSATION_GONE)
        return None
    place.answer_id = number
    place.quotes_id = parent.target_id if parent.target == "comment" else None
    return place


def _answers(batch: Batch, items: Sequence[MessageItem]) -> Mapping[int, bool]:
    """Whether each answer that comments hang on is still there."""
    parents = [parent for item in items if (parent := _parent(batch, item)) is not None]
    numbers = {number for parent in parents if (number := _answer_of(parent)) is not None}
    rows = Answer.objects.filter(pk__in=numbers).values_list("pk", "deleted_at")
    return {number: True for number in numbers if number < 0} | {number: gone is None for number, gone in rows}


def _parent(batch: Batch, item: MessageItem) -> ImportedRecord | None:
    parent_id = item.record.parent_id
    return batch.index.get(item.record.source, "message", parent_id) if parent_id else None


def _answer_of(parent: ImportedRecord) -> int | None:
    """The answer that a reply to this one hangs on: itself, or the one it hangs on."""
    if parent.target == "answer":
        return parent.target_id
    number: int | None = parent.details.get("answer")
    return number
