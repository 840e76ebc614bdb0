"""How well the search finds: recall and nDCG at 10 against the databases' own text search.

    GILDE_SAMPLES=… DATABASE_URL=postgresql://… python -m bench.search_quality

The same OR query for every engine: the words of the question without stop words. PostgreSQL ranks with ``ts_rank``,
FTS5 with its own BM25. Gilde takes its candidates and their order as the page does. The second table is how people
search: the two longest words of the question, both of which must be there; how often is the right text among what
matches, and how many texts match. Only the folder that ``GILDE_SAMPLES`` names is read; its texts stay in memory and in
temporary tables.
"""

from __future__ import annotations

import gzip
import html
import json
import math
import os
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import django

CONFIGURATION = {"nl": "dutch", "en": "english"}
Ranker = Callable[[list[str], bool], list[int]]


@dataclass
class Collection:
    """Texts, and questions with the numbers of the texts that answer them (and the number of itself, never counted)."""

    name: str
    language: str
    texts: list[tuple[str, str]]
    questions: list[tuple[str, set[int], int]]


def xquad(folder: Path, language: str) -> Collection:
    """Questions, each with its one paragraph."""
    with gzip.open(folder / f"retrieval_xquad/xquad.{language}.json.gz") as file:
        data = json.load(file)["data"]
    paragraphs = [paragraph for article in data for paragraph in article["paragraphs"]]
    return Collection(
        f"xquad {language}",
        language,
        [("", paragraph["context"]) for paragraph in paragraphs],
        [(one["question"], {at}, -1) for at, paragraph in enumerate(paragraphs) for one in paragraph["qas"]],
    )


def cisi(folder: Path) -> Collection:
    """Abstracts, and long questions with many right ones."""

    def records(name: str) -> dict[int, dict[str, str]]:
        found: dict[int, dict[str, str]] = {}
        current: dict[str, str] = {}
        field = ""
        whole = gzip.decompress((folder / f"retrieval_cisi/{name}").read_bytes()).decode("utf-8", "replace")
        for line in whole.splitlines(keepends=True):
            head = re.match(r"\.([A-Z])\s*(\d*)", line)
            if head and head[1] == "I":
                current, field = found.setdefault(int(head[2]), defaultdict(str)), "T"
            elif head:
                field = head[1]
            else:
                current[field] += line
        return found

    abstracts, asked = records("CISI.ALL.gz"), records("CISI_dev.QRY.gz")
    place = {number: at for at, number in enumerate(abstracts)}
    right: dict[int, set[int]] = defaultdict(set)
    for line in gzip.decompress((folder / "retrieval_cisi/CISI_dev.REL.gz").read_bytes()).decode().splitlines():
        words = line.split()
        if int(words[1]) in place:  # the file lacks one abstract
            right[int(words[0])].add(place[int(words[1])])
    return Collection(
        "cisi",
        "en",
        [(row["T"].strip(), row["W"]) for row in abstracts.values()],
        [(row["T"] + row["W"], right[number], -1) for number, row in asked.items() if right[number]],
    )


def duplicates(folder: Path) -> Collection:
    """Questions of a question site, and those that its people marked as asked before."""

    def rows(name: str) -> list[dict[str, str]]:
        with gzip.open(folder / f"stackexchange_ai/{name}.xml.gz") as file:
            return [dict(row.attrib) for row in ElementTree.parse(file).getroot()]

    asked = [row for row in rows("Posts") if row["PostTypeId"] == "1"]
    place = {row["Id"]: at for at, row in enumerate(asked)}
    right: dict[int, set[int]] = defaultdict(set)
    for row in rows("PostLinks"):
        pair = row["PostId"], row["RelatedPostId"]
        if row["LinkTypeId"] == "3" and pair[0] in place and pair[1] in place:
            right[place[pair[0]]].add(place[pair[1]])
    texts = [(row["Title"], html.unescape(re.sub(r"<[^>]*>", " ", row["Body"]))) for row in asked]
    return Collection("duplicates", "en", texts, [(texts[at][0], found, at) for at, found in right.items()])


def postgres(collection: Collection) -> Ranker:
    """PostgreSQL's own configuration for the language, ``ts_rank``."""
    from django.db import connection

    configuration = CONFIGURATION[collection.language]
    cursor = connection.cursor()
    cursor.execute("DROP TABLE IF EXISTS bench_texts")
    cursor.execute("CREATE TEMPORARY TABLE bench_texts (id int, words tsvector)")
    for at, (title, text) in enumerate(collection.texts):
        cursor.execute(
            "INSERT INTO bench_texts VALUES (%s, to_tsvector(%s::regconfig, %s))",
            [at, configuration, f"{title} {text}"],
        )

    def rank(words: list[str], every: bool) -> list[int]:
        typed = (" & " if every else " | ").join("'" + word.replace("'", "''") + "'" for word in words)
        cursor.execute(
            "SELECT id FROM bench_texts, to_tsquery(%s::regconfig, %s) q WHERE words @@ q"
            " ORDER BY ts_rank(words, q) DESC, id DESC",
            [configuration, typed],
        )
        return [row[0] for row in cursor.fetchall()]

    return rank


def porter(collection: Collection) -> Ranker:
    """FTS5 with its Porter stemmer and its BM25."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE texts USING fts5(words, tokenize='porter unicode61')")
    for at, (title, text) in enumerate(collection.texts):
        database.execute("INSERT INTO texts(rowid, words) VALUES (?, ?)", (at, f"{title} {text}"))

    def rank(words: list[str], every: bool) -> list[int]:
        typed = (" AND " if every else " OR ").join(f'"{word}"' for word in words)
        return [
            row[0] for row in database.execute("SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank", (typed,))
        ]

    return rank


def gilde(collection: Collection) -> Ranker:
    """What the page does: tokens, candidates, order."""
    from gilde.attention.search.queries.score import PROMISING, most_promising, order, order_whole, per_word
    from gilde.attention.search.queries.search import SCORED, SOME_SCORED
    from gilde.attention.search.stop import STOP
    from gilde.attention.search.words import Splitter, dutch_stem, stems, tokens_of, words

    uses = Counter(word for title, text in collection.texts for word in set(words(f"{title} {text}")))
    known = {
        word: dutch_stem(word) for word, count in uses.items() if count > 1 and word.isalpha() and word not in STOP
    }
    split = Splitter(known)
    bags = [tokens_of(f"{title} {text}", split) for title, text in collection.texts]
    holding: dict[str, set[int]] = defaultdict(set)
    for at, bag in enumerate(bags):
        for token in bag:
            holding[token].add(at)

    def rank(typed: list[str], every: bool) -> list[int]:
        sought = [(word, stems(word)) for word in typed]
        groups = [set().union(*(holding[token] for token in tokens if token in holding)) for _word, tokens in sought]
        if every:
            numbers = sorted(set.intersection(*groups), reverse=True)[:SCORED]
            return order_whole(sought, [(at, *collection.texts[at]) for at in numbers])
        once = {tokens: group for (_word, tokens), group in zip(sought, groups, strict=True)}
        newest = [sorted(group, reverse=True)[: per_word(len(once))] for group in once.values()]
        numbers = most_promising(newest, SOME_SCORED)
        looked, rest = numbers[:PROMISING], numbers[PROMISING:]
        return [*order(sought, [(at, *collection.texts[at], " ".join(bags[at])) for at in looked]), *rest]

    return rank


def measure(rank: Ranker, collection: Collection, stop: Iterable[str]) -> tuple[float, float]:
    """Mean recall and nDCG at 10."""
    recalls, gains = [], []
    for question, right, own in collection.questions:
        found = [at for at in rank(content(question, stop), False) if at != own][:10]
        recalls.append(len(right.intersection(found)) / min(len(right), 10))
        gained = sum(1 / math.log2(at + 2) for at, number in enumerate(found) if number in right)
        gains.append(gained / sum(1 / math.log2(at + 2) for at in range(min(len(right), 10))))
    return mean(recalls), mean(gains)


def as_typed(rank: Ranker, collection: Collection, stop: Iterable[str]) -> tuple[float, float]:
    """The two longest words: how often the right text matches both, and how many texts do."""
    matched, sizes = [], []
    for question, right, own in collection.questions:
        words = sorted(dict.fromkeys(content(question, stop)), key=len)[-2:]
        found = [at for at in rank(words, True) if at != own]
        matched.append(len(right.intersection(found)) / len(right))
        sizes.append(len(found))
    return mean(matched), mean(sizes)


def content(question: str, stop: Iterable[str]) -> list[str]:
    """The words of a question that mean something; all of them when none does."""
    from gilde.attention.search.words import words

    parts = [part for word in words(question) for part in re.findall(r"[^\W_]+", word) if len(part) > 1]
    return [word for word in parts if word not in stop] or parts


def mean(values: Sequence[float]) -> float:
    """The average."""
    return sum(values) / len(values) if values else 0.0


def main() -> None:
    """Print both tables."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gilde.config.settings")
    django.setup()
    from gilde.attention.search.stop import STOP

    folder = Path(os.environ["GILDE_SAMPLES"])
    collections = [xquad(folder, "nl"), xquad(folder, "en"), cisi(folder), duplicates(folder)]
    engines = {"PostgreSQL": postgres, "FTS5 porter": porter, "Gilde": gilde}
    print("| any of the words | " + " | ".join(f"{name}: recall@10, nDCG@10" for name in engines) + " |")
    print("| --- " * (len(engines) + 1) + "|")
    second = []
    for collection in collections:
        cells, others = [], []
        for make in engines.values():
            rank = make(collection)
            cells.append("{:.3f}, {:.3f}".format(*measure(rank, collection, STOP)))
            others.append("{:.3f} of {:.1f}".format(*as_typed(rank, collection, STOP)))
        print(f"| {collection.name} ({len(collection.questions)}) | " + " | ".join(cells) + " |", flush=True)
        second.append(f"| {collection.name} | " + " | ".join(others) + " |")
    print("\n| both of two words | " + " | ".join(f"{name}: recall of matches" for name in engines) + " |")
    print("| --- " * (len(engines) + 1) + "|\n" + "\n".join(second))


if __name__ == "__main__":
    main()
