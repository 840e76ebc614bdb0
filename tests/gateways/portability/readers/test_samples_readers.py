"""The readers over the real folders; collected where ``GILDE_SAMPLES`` names them."""

import csv
import io
import json
import re
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from gilde.gateways.portability.json_lines import from_json_line, to_json_line
from gilde.gateways.portability.readers import READERS
from gilde.gateways.portability.readers.stackexchange import find_inner_links
from gilde.gateways.portability.records import Message, Person, Problem, Record, Thread, Vote


def kinds(records: list[Record]) -> Counter[str]:
    return Counter(
        f"{record.type}:{record.kind}" if isinstance(record, Message) else record.type  # answers apart from comments
        for record in records
    )


def codes(records: list[Record]) -> Counter[str]:
    return Counter(record.code for record in records if isinstance(record, Problem))


@pytest.fixture(scope="module")
def of_ai(samples: Path) -> list[Record]:
    return list(READERS["stackexchange"]().read(samples / "stackexchange_ai"))


def test_the_complete_dump_gives_everybody_and_everything(of_ai: list[Record]) -> None:
    assert kinds(of_ai) == {
        "person": 3157,
        "space": 1,
        "thread": 421,
        "message:answer": 749,
        "message:comment": 1165,
        "vote": 1244,
        "link": 91,
        "problem": 471,
    }
    assert codes(of_ai)["link_target_missing"] == 101 - 91
    assert codes(of_ai)["tag_wiki_left_out"] == 109
    assert sum(record.is_system for record in of_ai if isinstance(record, Person)) == 1
    threads = [record for record in of_ai if isinstance(record, Thread)]
    assert sum(thread.accepted_id is not None for thread in threads) == 212
    assert sum(thread.closed_at is not None for thread in threads) == 50
    assert all(thread.closed_reason for thread in threads if thread.closed_at)
    posts = [record for record in of_ai if isinstance(record, Vote) and not record.target_id.startswith("comment-")]
    assert sum(vote.count for vote in posts) == 1597 + 2258  # the up-votes of questions and answers


def test_the_complete_dump_survives_as_lines(of_ai: list[Record]) -> None:
    assert [from_json_line(to_json_line(record)) for record in of_ai] == of_ai


def test_the_complete_dump_names_its_licence_and_address_everywhere(of_ai: list[Record]) -> None:
    for record in of_ai:
        if isinstance(record, Thread | Message):
            assert record.licence == "CC BY-SA 3.0"
            assert record.source_url.startswith("https://ai.stackexchange.com/")


def test_no_text_of_the_complete_dump_holds_a_picture_or_shows_html(of_ai: list[Record]) -> None:
    renderer = MarkdownIt("commonmark", {"html": False}).enable("table")
    for record in of_ai:
        if isinstance(record, Thread | Message):
            page = renderer.render(record.body)
            assert "<img" not in page
            text = re.sub(r"(?s)<(code|pre)>.*?</\1>", "", page)
            assert not re.search(r"&lt;/?(?:p|br|sup|sub|kbd|div|li)\b", text)


def test_links_within_the_complete_dump_are_found(of_ai: list[Record]) -> None:
    bodies = [record.body for record in of_ai if isinstance(record, Thread | Message)]
    posts = {record.source_id for record in of_ai if isinstance(record, Thread | Message)}
    links = [link for body in bodies for link in find_inner_links(body, "ai.stackexchange.com")]
    known = [link for link in links if link.source_id in posts or link.fallback_id in posts]
    assert len(links) > 90
    assert len(known) > 0.8 * len(links)


def test_a_dump_without_people_gives_placeholders(samples: Path) -> None:
    records = list(READERS["stackexchange"]().read(samples / "stackexchange_matheducators"))
    assert kinds(records) == {"person": 360, "space": 1, "thread": 397, "message:answer": 1507, "problem": 173}
    assert all(record.name is None for record in records if isinstance(record, Person))
    assert sum(record.accepted_id is not None for record in records if isinstance(record, Thread)) == 189
    assert codes(records) == {"table_missing": 6, "site_assumed": 1, "tag_wiki_left_out": 157, "column_left_out": 9}


def test_a_partial_dump_gives_its_questions_and_lists_what_points_nowhere(samples: Path) -> None:
    records = list(READERS["stackexchange"]().read(samples / "stackexchange_cseducators_partial"))
    assert kinds(records)["thread"] == 1220
    assert kinds(records)["person"] == 573
    assert sum(record.closed_at is not None for record in records if isinstance(record, Thread)) == 58
    assert {code: codes(records)[code] for code in ("accepted_answer_missing", "dates_assumed", "table_missing")} == {
        "accepted_answer_missing": 428,
        "dates_assumed": 1,
        "table_missing": 3,
    }
    assert kinds(records)["link"] + codes(records)["link_target_missing"] == 397
    assert codes(records)["votes_target_missing"] > 5_000


def test_the_members_of_a_dutch_association_are_all_there(samples: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(samples / "fronteers_nl" / "fronteers-site-content.zip") as archive:
        members = json.loads(archive.read("src/_data/members-list.json"))
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=";").writerows(
        [["Naam", "Werkgever"], *([m["naam"], m.get("werkgever", "")] for m in members)]
    )
    path = tmp_path / "leden.csv"
    path.write_text(written.getvalue(), encoding="utf-8-sig", newline="")
    records = list(READERS["members"]().read(path))
    assert kinds(records)["person"] + codes(records)["same_name_twice"] == 120
    assert kinds(records)["person"] == 120
    assert not any(record.organisation == "-" for record in records if isinstance(record, Person))
