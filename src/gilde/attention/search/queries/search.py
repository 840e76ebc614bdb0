"""Finding. Marks in the index keep out what a reader may not see; whatever is shown was read again for them.

Nothing is counted: a number of hits could tell of texts that this reader may not see. A page is filled with what is
left after reading again, so an entry that lags behind a change neither shows nor leaves a gap.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypeAlias

from gilde.attention.search.backends import backend
from gilde.attention.search.queries.entry import entries
from gilde.attention.search.queries.plan import Plan, loose_words
from gilde.attention.search.queries.score import best_first, most_promising, per_word
from gilde.attention.search.snippet import Piece, pieces
from gilde.core.actor import Actor
from gilde.core.db.trips import Reading, Shared, read, together
from gilde.core.searchables import Found, searchables

PAGE: Final = 20
SCORED: Final = 250  # of what has all the words (decisions 19 and 20)
SOME_SCORED: Final = 1_000  # of what has some of them
_ROUNDS: Final = 5  # batches looked through for one page, each twice as large, when much of what matches is not shown

_Shown: TypeAlias = Mapping[tuple[int, int], Found]


class Hit(NamedTuple):
    """One thing that was found, as its line shows it."""

    number: int
    facet: str
    found: Found
    title: Sequence[Piece]
    text: Sequence[Piece]
    folded: bool = False  # the reader blocked who wrote it


@dataclass(frozen=True)
class Hits:
    """One page of what was found.

    Attributes:
        after: where the next page begins, empty at the end: a number of the index, or how many came before.
        loose: nothing has all the words; this has some of them.
    """

    rows: list[Hit] = field(default_factory=list)
    after: str = ""
    loose: bool = False


def newest(actor: Actor, plan: Plan, *, after: str = "", most: int = PAGE) -> Hits:
    """What matches, the newest first."""
    if plan.impossible:
        return Hits()
    below = int(after) if after.isdecimal() and int(after) < 2**63 else None
    rows: list[Hit] = []
    batch = most + 2  # one more tells that there is a next page; what may not be shown costs another round
    for _round in range(_ROUNDS):
        numbers = backend().newest(plan.match(below=below), batch)
        for hit in shown(actor, plan, numbers):
            if len(rows) == most:
                return Hits(rows, str(rows[-1].number))
            rows.append(hit)
        if len(numbers) < batch:
            return Hits(rows)
        below, batch = numbers[-1], batch * 2
    return Hits(rows, str(below) if rows or plan.phrases or plan.without_phrases else "")


def best(actor: Actor, plan: Plan, *, after: str = "", most: int = PAGE) -> Hits:
    """Of the newest 250 that match, the best first."""
    if plan.impossible:
        return Hits()
    numbers = backend().newest(plan.match(), SCORED)
    return _ranked(actor, plan, best_first(plan, plan.words, numbers), after, most)


def loosely(actor: Actor, plan: Plan, *, after: str = "", most: int = PAGE) -> Hits:
    """What has some of the words, the best first."""
    words = loose_words(plan)
    if plan.impossible or not words:
        return Hits()
    once = dict.fromkeys(tokens for _word, tokens in words)
    holding = [backend().newest(plan.match(groups=[tokens]), per_word(len(once))) for tokens in once]
    numbers = most_promising(holding, SOME_SCORED)
    found = _ranked(actor, plan, best_first(plan, words, numbers, promising=True), after, most)
    return Hits(found.rows, found.after, loose=True)


def _ranked(actor: Actor, plan: Plan, numbers: Sequence[int], after: str, most: int) -> Hits:
    at = int(after) if after.isdecimal() and len(after) < 5 else 0
    rows: list[Hit] = []
    step = most + 2  # what may not be shown costs another round
    while at < len(numbers):
        batch = numbers[at : at + step]
        seen = {hit.number: hit for hit in shown(actor, plan, batch)}
        for number in batch:
            if len(rows) == most:
                return Hits(rows, str(at))
            at += 1
            if number in seen:
                rows.append(seen[number])
    return Hits(rows)


def _found(actor: Actor, keys: Mapping[str, Collection[tuple[int, int]]]) -> Reading[Mapping[str, _Shown]]:
    """By kind, what the reader may see of it; the kinds that can go to the database together do."""
    readers = {kind: searchables()[kind].found for kind in keys}
    shared = {kind: reader for kind, reader in readers.items() if isinstance(reader, Shared)}
    parts = yield from together(*(reader.reading(actor, keys[kind]) for kind, reader in shared.items()))
    found = dict(zip(shared, parts, strict=True))
    return found | {kind: reader(actor, keys[kind]) for kind, reader in readers.items() if kind not in shared}


def shown(actor: Actor, plan: Plan, numbers: Sequence[int]) -> Iterable[Hit]:
    """Of these entries, in this order, those the reader may see now; one query, and one per kind."""
    there = entries(numbers)
    keys: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for entry in there.values():
        if plan.allows(entry.title, entry.text):
            keys[entry.kind].append(entry.key)
    offered = searchables()
    found = read(_found(actor, {kind: wanted for kind, wanted in keys.items() if kind in offered}))
    sought = frozenset(token.removesuffix("*") for _word, tokens in plan.words for token in tokens)
    for number in numbers:
        one = there.get(number)
        what = found.get(one.kind, {}).get(one.key) if one is not None else None
        if one is not None and what is not None and plan.allows(one.title, one.text):
            folded = one.author_id in actor.blocks
            silent = folded or (what.stays_in is not None and plan.places != {what.stays_in})
            text = [] if silent else pieces(one.text, sought, around=True)
            yield Hit(number, one.facet, what, pieces(what.title, sought), text, folded)
