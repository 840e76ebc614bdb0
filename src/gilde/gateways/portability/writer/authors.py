"""Who wrote a record."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _

from gilde.core.forms import clean_line
from gilde.gateways.portability import records
from gilde.gateways.portability.models import ImportedRecord
from gilde.gateways.portability.scope import plain_source
from gilde.gateways.portability.writer.batch import Batch, Item
from gilde.gateways.portability.writer.index import Name, name_of
from gilde.gateways.portability.writer.text import ORIGIN
from gilde.people.models import Person
from gilde.people.models.person import NAME_LENGTH
from gilde.people.queries.handle import suggest_all

_SIGNATURE: Final = "signature"
Signed = records.Thread | records.Message


@dataclass(frozen=True)
class Author:
    """Who wrote a record; ``missing`` when its source names an author of whom it does not tell."""

    person_id: int
    missing: bool = False


def authors(batch: Batch, items: Sequence[Item[Any]]) -> list[Author]:
    """Who wrote these threads or messages, in their order.

    An author of whom only a name is left gets a placeholder per source and name.
    """
    known = [_known(batch, item.record) for item in items]
    present = _present(row.target_id for row in known if row is not None)
    here = [row is not None and row.target_id in present for row in known]
    signed = _signed(batch, [item.record for item, is_here in zip(items, here, strict=True) if not is_here])
    found = []
    for item, row, is_here in zip(items, known, here, strict=True):
        if row is not None and is_here:
            found.append(Author(row.target_id))
        else:
            found.append(Author(signed[_signature(item.record)], missing=item.record.author_id is not None))
    return found


def _known(batch: Batch, record: Signed) -> ImportedRecord | None:
    return batch.index.get(record.source, "person", record.author_id) if record.author_id else None


def _present(ids: Iterable[int]) -> set[int]:
    """Of these people, those who are there; those whom a dry run would have made are."""
    asked = set(ids)
    return {number for number in asked if number < 0} | set(
        Person.objects.filter(pk__in=asked).values_list("pk", flat=True)
    )


def _signature(record: Signed) -> tuple[str, str]:
    return record.source, clean_line(record.author_name)[:NAME_LENGTH].strip()


def _signed(batch: Batch, unsigned: Sequence[Signed]) -> Mapping[tuple[str, str], int]:
    """A placeholder for each (source, name), those without a name together; they belong to no community."""
    wanted = {signature: _stored(*signature) for signature in map(_signature, unsigned)}
    if not wanted:
        return {}
    batch.index.load(wanted.values())
    known = {signature: batch.index.get(*stored) for signature, stored in wanted.items()}
    present = _present(row.target_id for row in known.values() if row is not None)
    found = {
        signature: row.target_id for signature, row in known.items() if row is not None and row.target_id in present
    }
    new = [signature for signature in wanted if signature not in found]
    with translation.override(batch.community.language):  # not that of the report: everybody there reads it
        names = [name or _("Former member") for _source, name in new]
    people = [
        Person(name=name, handle=handle, origin=plain_source(source)[:ORIGIN])
        for (source, _name), name, handle in zip(new, names, suggest_all(names), strict=True)
    ]
    if not batch.dry:
        Person.objects.bulk_create(people)
    for signature, person in zip(new, people, strict=True):
        source, kind, source_id = stored = wanted[signature]
        row = known[signature] or ImportedRecord(
            source=source,
            type=kind,
            source_id=source_id,
            community=batch.community,
            target="person",
            run_id=batch.context.run_id,
        )
        found[signature] = row.target_id = person.pk or batch.context.pretended_id()
        batch.keep(stored, row)
    return found


def _stored(source: str, name: str) -> Name:
    """The name itself stays out of it, so that it is gone when its person is erased."""
    return name_of(source, _SIGNATURE, hashlib.blake2b(name.encode(), digest_size=16).hexdigest())
