"""Links in imported texts to what came later."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from django.db import transaction

from gilde.communities.models import Community
from gilde.core import markdown
from gilde.dialogue.models import Answer, Comment, Contribution
from gilde.gateways.portability.models import ImportedRecord
from gilde.gateways.portability.readers import Reader
from gilde.gateways.portability.writer import messages, threads
from gilde.gateways.portability.writer.index import Index, save_records, short_source
from gilde.gateways.portability.writer.text import relinked

_AT_ONCE: Final = 100
Row = Contribution | Answer | Comment
_MODELS: Final[dict[str, type[Row]]] = {"contribution": Contribution, "answer": Answer, "comment": Comment}


def resolve_late(reader: Reader, index: Index, community: Community, sources: Collection[str]) -> Iterator[int]:
    """Bring the links of texts that waited to their new addresses; yields after every transaction how many were seen.

    What still leads nowhere waits for a next import, which may bring it. A text that was changed here stays as it is.
    """
    last, seen = 0, 0
    while True:
        with transaction.atomic():
            waiting = list(
                ImportedRecord.objects.select_for_update(no_key=True)
                .filter(
                    community=community,
                    unresolved=True,
                    source__in={short_source(source) for source in sources},
                    pk__gt=last,
                )
                .order_by("pk")[:_AT_ONCE]
            )
            if waiting:
                _resolve(reader, index, waiting)
        index.forget()
        if not waiting:
            return
        last, seen = waiting[-1].pk, seen + len(waiting)
        yield seen


def _resolve(reader: Reader, index: Index, waiting: list[ImportedRecord]) -> None:
    rows: dict[tuple[str, int], Row] = {}
    for target, model in _MODELS.items():
        numbers = [record.target_id for record in waiting if record.target == target]
        found = model._default_manager.select_for_update(no_key=True, of=("self",)).order_by("pk").in_bulk(numbers)
        rows |= {(target, number): row for number, row in found.items()}
    tags = threads.tags_of(number for target, number in rows if target == "contribution")
    untouched: list[tuple[ImportedRecord, Row]] = []
    for record in waiting:
        row = rows.get((record.target, record.target_id))
        record.unresolved = False
        if row is not None and _left(row, tags) == record.details.get("left"):
            untouched.append((record, row))
    bodies = [(record.source, row.body) for record, row in untouched]
    for (record, row), (body, missing) in zip(untouched, relinked(reader, index, bodies), strict=True):
        record.unresolved = missing
        if body != row.body:
            row.body, row.body_html = body, markdown.render(body).html
            row.save(update_fields=["body", "body_html"])
            record.details["left"] = _left(row, tags)
    save_records(waiting)


def _left(row: Row, tags: dict[int, list[str]]) -> str:
    return threads.left(row, tags.get(row.pk, ())) if isinstance(row, Contribution) else messages.left(row)
