"""Imported texts: Markdown with its inner links at their new addresses, rendered once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from gilde.core import markdown
from gilde.gateways.portability import records
from gilde.gateways.portability.html_to_markdown import body_as_markdown
from gilde.gateways.portability.models import ImportedRecord
from gilde.gateways.portability.queries.old_address import targets_of
from gilde.gateways.portability.readers import Reader
from gilde.gateways.portability.scope import plain_source
from gilde.gateways.portability.writer.index import Index, name_of, short_source
from gilde.people.models import Person

ORIGIN, LICENCE, ADDRESS = 120, 60, 500  # characters
_KINDS: Final = ("thread", "message")


@dataclass(frozen=True)
class Text:
    """A body made ready. ``unresolved``: it links to something that has not come yet; ``cut``: it was too long."""

    body: str
    html: str
    excerpt: str
    unresolved: bool = False
    cut: bool = False


def texts(reader: Reader, index: Index, batch: Sequence[records.Thread | records.Message]) -> list[Text]:
    """The texts of these records, in their order; at most four queries, none where nothing links to anything.

    A text that links to something which has not come yet keeps its links until the end of the import, so that a link
    to an answer does not end up at its question only because the answer comes later. Nobody is mentioned by an imported
    ``@name``: it may be anybody's name here.
    """
    bodies = [(record.source, body_as_markdown(record)) for record in batch]
    made = relinked(reader, index, bodies)
    return [
        _rendered(before if missing else body, missing)
        for (_source, before), (body, missing) in zip(bodies, made, strict=True)
    ]


def relinked(reader: Reader, index: Index, bodies: Sequence[tuple[str, str]]) -> list[tuple[str, bool]]:
    """Each (source, body) with its inner links at their new addresses, and whether some lead to nothing here yet."""
    asked: dict[str, set[str]] = {}
    linking = []
    for source, body in bodies:
        found: set[str] = set()
        reader.rewrite_inner_links(body, source, _collector(found))
        linking.append(bool(found))
        asked.setdefault(source, set()).update(found)
    addresses = {source: _addresses(index, source, found) for source, found in asked.items() if found}
    made = []
    for (source, body), links in zip(bodies, linking, strict=True):
        missing: set[str] = set()
        if links:
            body = reader.rewrite_inner_links(body, source, _resolver(addresses[source], missing))
        made.append((body, bool(missing)))
    return made


def _collector(found: set[str]) -> Callable[[str], str | None]:
    def collect(name: str) -> None:
        found.add(name)

    return collect


def _resolver(addresses: Mapping[str, str], missing: set[str]) -> Callable[[str], str | None]:
    def resolve(name: str) -> str | None:
        address = addresses.get(name)
        if address is None:
            missing.add(name)
        return address

    return resolve


def _addresses(index: Index, source: str, names: Iterable[str]) -> dict[str, str]:
    """From a source id, or a path that begins with a slash, to where it is now."""
    names = list(names)
    paths = [name for name in names if name.startswith("/")]
    ids = [name for name in names if not name.startswith("/")]
    index.load(name_of(source, kind, source_id) for source_id in ids for kind in _KINDS)
    found: dict[str, str] = {}
    for source_id in ids:
        for kind in _KINDS:
            row = index.get(source, kind, source_id)
            if row is not None and (address := _place(row.target, row.target_id, row.details)):
                found[source_id] = address
                break
    return found | _addresses_of_paths(source, paths)


def _addresses_of_paths(source: str, paths: Sequence[str]) -> dict[str, str]:
    targets = targets_of(short_source(source), paths) if paths else {}
    people = {row.target_id for row in targets.values() if row.target == "person"}
    profiles = {person.pk: person.url for person in Person.objects.filter(pk__in=people)} if people else {}
    replies = {(row.target, row.target_id) for row in targets.values() if row.target in {"answer", "comment"}}
    details = _details(replies) if replies else {}
    found = {}
    for path, row in targets.items():
        if row.target == "person":
            address = profiles.get(row.target_id, "")
        else:
            address = _place(row.target, row.target_id, details.get((row.target, row.target_id), {}))
        if address:
            found[path] = address
    return found


def _details(replies: Iterable[tuple[str, int]]) -> Mapping[tuple[str, int], Mapping[str, object]]:
    ids = [number for _target, number in replies]
    rows = ImportedRecord.objects.filter(target__in=["answer", "comment"], target_id__in=ids)
    return {(row.target, row.target_id): row.details for row in rows}


def _place(target: str, number: int, details: Mapping[str, object]) -> str:
    """The permanent address of a contribution, an answer or a comment, whatever page of the replies it is on."""
    if target == "contribution":
        return f"/d/{number}/"
    contribution = details.get("contribution")
    if target == "answer" and contribution:
        return f"/d/{contribution}/?at=a{number}#a{number}"
    if target == "comment" and contribution:
        at = f"a{details['answer']}" if details.get("answer") else f"c{number}"
        return f"/d/{contribution}/?at={at}#c{number}"
    return ""


def _rendered(body: str, unresolved: bool) -> Text:
    kept = body[: markdown.MOST_CHARACTERS]
    rendered = markdown.render(kept)
    return Text(kept, rendered.html, rendered.excerpt[:300], unresolved, cut=len(kept) < len(body))


def origin_of(record: records.Record) -> dict[str, str | None]:
    """The three columns that say where an imported row came from; an address that is no web address is left out."""
    url = record.source_url
    return {
        "uri": url if url.startswith(("http://", "https://")) and len(url) <= ADDRESS else None,
        "origin": plain_source(record.source)[:ORIGIN],
        "licence": record.licence[:LICENCE] or None,
    }


def mark(*parts: object) -> str:
    """A short mark of what the import left in a row: another mark later means that somebody changed it here."""
    return hashlib.blake2b(repr(parts).encode(), digest_size=12).hexdigest()
