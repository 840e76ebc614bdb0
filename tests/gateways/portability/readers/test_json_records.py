"""The neutral format as a format to import."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.factories.portability import comment, link, person, thread, vote

from gilde.gateways.portability.json_lines import to_json_line
from gilde.gateways.portability.readers import READERS
from gilde.gateways.portability.readers.inner_links import rewrite_addresses
from gilde.gateways.portability.readers.json_records import JsonRecordsReader
from gilde.gateways.portability.records import Problem, UnreadableFile

RECORDS = [person("1", "Anna"), thread("5", tags=("peas",)), comment("7", "5"), vote("5", 2), link("5", "6")]
LINES = "".join(f"{to_json_line(record)}\n" for record in RECORDS)
Written = Callable[..., Path]


@pytest.fixture
def reader() -> JsonRecordsReader:
    return JsonRecordsReader()


def test_it_is_one_of_the_formats() -> None:
    assert isinstance(READERS["records"](), JsonRecordsReader)


def test_what_was_written_is_read(reader: JsonRecordsReader, written: Written) -> None:
    path = written("export.jsonl", LINES)
    assert list(reader.read(path)) == RECORDS
    assert reader.count(path) == len(RECORDS)


def test_a_gzipped_file_and_one_with_a_mark_and_empty_lines_are_read_too(
    reader: JsonRecordsReader, written: Written
) -> None:
    packed = written("export.jsonl.gz", gzip.compress(LINES.encode()))
    assert list(reader.read(packed)) == RECORDS
    assert reader.count(packed) is None
    marked = written("marked.jsonl", "\ufeff" + LINES.replace("\n", "\r\n\r\n"))
    assert list(reader.read(marked)) == RECORDS


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"type":"person"}', '{"type":"ghost"}', '{"type":"person","\\ud800":1}', "\0", "x" * 1000]
)
def test_a_line_that_is_no_record_is_reported_and_the_rest_is_read(
    reader: JsonRecordsReader, written: Written, line: str
) -> None:
    first, rest = LINES.split("\n", 1)
    found = list(reader.read(written("export.jsonl", f"{first}\n{line}\n{rest}")))
    problems = [record for record in found if isinstance(record, Problem)]
    assert [record for record in found if record not in problems] == RECORDS
    assert [(problem.row, problem.code) for problem in problems] == [(2, "bad_line")]
    assert problems[0].sentence(reader.sentences).startswith("Line 2: ")


def test_bytes_that_are_no_text_are_reported(reader: JsonRecordsReader, written: Written) -> None:
    path = written("export.jsonl", LINES.encode() + b'{"type":"person","name":"\xff"}\n')
    assert [record.code for record in reader.read(path) if isinstance(record, Problem)] == ["bad_line"]


@pytest.mark.parametrize("content", [b"Naam;E-mail\nAnna;a@x.nl\n", b"PK\x03\x04" + bytes(50), b"{}\n"])
def test_another_kind_of_file_is_refused_with_a_sentence(
    reader: JsonRecordsReader, written: Written, content: bytes
) -> None:
    with pytest.raises(UnreadableFile, match=r"other\.jsonl is not in the neutral format: .+\."):
        list(reader.read(written("other.jsonl", content)))


def test_what_cannot_be_opened_is_refused_with_a_sentence(
    reader: JsonRecordsReader, written: Written, tmp_path: Path
) -> None:
    with pytest.raises(UnreadableFile, match="cannot be opened"):
        list(reader.read(tmp_path / "missing.jsonl"))
    with pytest.raises(UnreadableFile, match="is a folder"):
        list(reader.read(tmp_path))
    with pytest.raises(UnreadableFile, match="breaks off"):
        list(reader.read(written("cut.jsonl.gz", gzip.compress(LINES.encode() * 100)[:-20])))


def test_an_empty_file_holds_nothing(reader: JsonRecordsReader, written: Written) -> None:
    assert list(reader.read(written("empty.jsonl", ""))) == []


# ── links ────────────────────────────────────────────────────────────────────


def moved(path: str) -> str | None:
    return {"/q/5": "/d/1/", "/t?id=5": "/d/2/", "/q/5/title#7": "/d/1/"}.get(path)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[x](https://tuin.example.org/q/5)", "[x](/d/1/)"),
        ("[x](http://tuin.example.org/q/5 'title')", "[x](/d/1/ 'title')"),
        ("[x](//tuin.example.org/t?id=5)", "[x](/d/2/)"),
        ("See https://tuin.example.org/q/5.", "See [/d/1/](/d/1/)."),
        ("(https://tuin.example.org/q/5)", "([/d/1/](/d/1/))"),
        ("<https://tuin.example.org/q/5>", "[/d/1/](/d/1/)"),
        ("[x][1]\n\n[1]: https://tuin.example.org/q/5/title#7", "[x][1]\n\n[1]: /d/1/"),
        ("[https://tuin.example.org/q/5](https://tuin.example.org/q/5)", "[https://tuin.example.org/q/5](/d/1/)"),
        ("`https://tuin.example.org/q/5`", "`https://tuin.example.org/q/5`"),
        ("```\nhttps://tuin.example.org/q/5\n```", "```\nhttps://tuin.example.org/q/5\n```"),
        ("https://tuin.example.org/q/6", "https://tuin.example.org/q/6"),
        ("https://www.tuin.example.org/q/5", "https://www.tuin.example.org/q/5"),
        ("https://tuin.example.org.evil.example/q/5", "https://tuin.example.org.evil.example/q/5"),
        ("/q/5", "/q/5"),
    ],
)
def test_complete_addresses_of_the_source_move_along(before: str, after: str) -> None:
    assert rewrite_addresses(before, "tuin.example.org", moved) == after


@pytest.mark.parametrize(
    "unit", ["`", "[", "](", "https://tuin.example.org/", "https://tuin.example.org/.", "<", "[1]: "]
)
def test_hostile_text_costs_time_in_proportion_only(unit: str) -> None:
    text = unit * (100_000 // len(unit)) + " https://tuin.example.org/q/5"
    started = time.process_time()
    rewrite_addresses(text, "tuin.example.org", moved)
    assert time.process_time() - started < 5
