"""Fill the search index of a generated database quickly, before ``bench.search_speed``.

    python -m bench.search_fill

The tokens, marks and numbers come from the very functions that the product indexes with, and the index is filled
through the same backend; only the reading and writing of rows goes past the models, because a million comments through
them take the better part of an hour on a busy machine. What stands there afterwards is what ``./gilde search rebuild``
would have left.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from functools import lru_cache
from multiprocessing import get_context
from typing import Any, Final

import django

_STEP: Final = 20_000
_PART: Final = 2_500
_WORDS: Final = 200_000
_COLUMNS: Final = (
    "id", "kind", "owner_id", "part", "facet", "community_id", "author_id", "language", "title", "text", "bag",
    "generation",
)  # fmt: skip


def _comments(after: int) -> Iterator[Any]:
    """The next comments as the search is offered them."""
    from django.db import connection

    from gilde.core.searchables import Entry, plain, readers_of_place

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.id, c.body_html, c.created_at, c.author_id, p.id, p.audience, t.audience, t.language"
            " FROM dialogue_comment c JOIN dialogue_contribution t ON t.id = c.contribution_id"
            " JOIN communities_community p ON p.id = t.community_id WHERE c.id > %s ORDER BY c.id LIMIT %s",
            [after, _STEP],
        )
        for pk, html, at, author, place, widest, audience, language in cursor.fetchall():
            yield Entry(
                id=pk,
                facet="comment",
                at=at
                if isinstance(at, datetime) and at.tzinfo
                else datetime.fromisoformat(str(at)).replace(tzinfo=UTC),
                title="",
                text=plain(html),
                readers=readers_of_place(place, max(widest, audience)),
                language=language,
                community_id=place,
                author_id=author,
            )


def _begin() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gilde.config.settings")
    django.setup()


def _rows_of(entries: list[Any], generation: int) -> list[tuple[Any, ...]]:
    """The rows of entries, made in a process of its own."""
    from gilde.attention.search.actions.index import _row
    from gilde.attention.search.queries.wordlist import splitter

    split = splitter()
    if split.tokens.cache_info().maxsize != _WORDS:  # type: ignore[attr-defined]
        split.tokens = lru_cache(maxsize=_WORDS)(split._tokens)
    rows = [_row("dialogue.comment", entry, split, generation) for entry in entries]
    return [tuple(getattr(row, name) for name in _COLUMNS) for row in rows]


def main() -> None:
    """Everything but comments through the rebuild's own steps, the comments in bulk."""
    _begin()
    from django.db import connection, transaction

    from gilde.attention.search.actions.index import index
    from gilde.attention.search.actions.wordlist import learn_words
    from gilde.attention.search.backends import backend
    from gilde.attention.search.models import SearchEntry, SearchProgress
    from gilde.core.searchables import searchables

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA cache_size=-1000000")
    began, kind = time.monotonic(), "dialogue.comment"

    def say(text: str) -> None:
        print(f"{time.monotonic() - began:6.0f} s ({time.process_time():.0f} CPU)  {text}", flush=True)

    row, _made = SearchProgress.objects.get_or_create(kind=kind)
    if not SearchEntry.objects.filter(kind=kind).exists():
        index(kind=kind, ids=searchables()[kind].after(0, 10_000))
        say(f"{learn_words()} words learnt")
    holes = ", ".join(["%s"] * len(_COLUMNS))
    cursor_at = row.highest
    helpers = ProcessPoolExecutor(2, initializer=_begin, mp_context=get_context("spawn"))
    while True:
        entries = list(_comments(cursor_at))
        if not entries:
            break
        with transaction.atomic(), connection.cursor() as cursor:
            known = set(
                SearchEntry.objects.filter(kind=kind, owner_id__gt=cursor_at, owner_id__lte=entries[-1].id).values_list(
                    "owner_id", flat=True
                )
            )
            left = [entry for entry in entries if entry.id not in known]
            parts = [left[at : at + _PART] for at in range(0, len(left), _PART)]
            rows = [made for part in helpers.map(_rows_of, parts, [row.generation] * len(parts)) for made in part]
            cursor.executemany(f"INSERT INTO search_searchentry ({', '.join(_COLUMNS)}) VALUES ({holes})", rows)
            backend().put([(made[0], made[-2]) for made in rows])
            cursor_at = entries[-1].id
            SearchProgress.objects.filter(pk=row.pk).update(highest=cursor_at)
        say(f"comments up to {cursor_at}")
    for other, searchable in searchables().items():
        cursor_at = 0
        while other != kind and (ids := searchable.after(cursor_at, 2_000)):
            index(kind=other, ids=ids)
            cursor_at = ids[-1]
            SearchProgress.objects.get_or_create(kind=other)
            SearchProgress.objects.filter(kind=other).update(highest=cursor_at)
        say(f"{other} done")
    helpers.shutdown()
    backend().tidy()
    say("tidied")


if __name__ == "__main__":
    main()
