"""The page about the neutral format says what is there."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from gilde.gateways.portability.json_lines import from_json_line
from gilde.gateways.portability.readers import READERS, Reader
from gilde.gateways.portability.records import (
    LINK_KINDS,
    MESSAGE_KINDS,
    RECORD_TYPES,
    TARGET_KINDS,
    THREAD_KINDS,
    Record,
)

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "reference" / "import-format.md").read_text()
COMMON = {each.name for each in fields(Record)}


def rows(part: str) -> set[str]:
    return set(re.findall(r"^\| `(\w+)` \|", part, re.MULTILINE))


def section(name: str) -> str:
    return PAGE.partition(f"\n## {name}\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize("name", RECORD_TYPES)
def test_every_field_is_described_and_no_other(name: str) -> None:
    assert rows(section(name)) == {each.name for each in fields(RECORD_TYPES[name])} - COMMON


def test_what_all_records_share_is_described() -> None:
    assert rows(section("What holds for all of them")) == {"type", *COMMON}


def test_every_kind_is_named() -> None:
    for name, kinds in {
        "thread": THREAD_KINDS, "message": MESSAGE_KINDS, "link": LINK_KINDS, "vote": TARGET_KINDS,
    }.items():  # fmt: skip
        assert kinds <= set(re.findall(r"`(\w+)`", section(name)))


def test_the_example_is_in_the_format() -> None:
    lines = re.findall(r"^\{.+\}$", PAGE, re.MULTILINE)
    assert [from_json_line(line).type for line in lines] == ["person", "thread", "message", "vote"]


def test_every_member_of_a_reader_is_named() -> None:
    members = {name for name in vars(Reader) if not name.startswith("_")}
    assert all(re.search(rf"`{name}\b", section("Adding a format")) for name in members)
    for factory in READERS.values():
        assert all(hasattr(factory(site=None), name) for name in members)
