import gzip
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest

from gilde.core.markdown import render
from gilde.gateways.portability.json_lines import from_json_line, to_json_line
from gilde.gateways.portability.readers import READERS
from gilde.gateways.portability.readers.stackexchange.markdown_source import has_html, tidy_source
from gilde.gateways.portability.readers.stackexchange.reader import StackExchangeReader
from gilde.gateways.portability.readers.stackexchange.site import slug_of
from gilde.gateways.portability.records import (
    Link,
    Message,
    Person,
    Problem,
    Record,
    Space,
    Thread,
    UnreadableFile,
    Vote,
)

Sample = Callable[[str], Path]
Codes = Callable[[list[Record]], list[str]]
R = TypeVar("R", bound=Record)

MOESTUIN = "stackexchange_moestuin"


@pytest.fixture
def records(sample: Sample) -> list[Record]:
    return list(READERS["stackexchange"]().read(sample(MOESTUIN)))


def of(records: list[Record], kind: type[R]) -> dict[str, R]:
    return {record.source_id: record for record in records if isinstance(record, kind)}


def test_people_come_with_what_they_said_of_themselves_and_never_with_their_age(records: list[Record]) -> None:
    people = of(records, Person)
    wietske = people["2"]
    assert (wietske.name, wietske.location, wietske.website) == (
        "Wietske de Boer",
        "Leeuwarden",
        "http://wietske.example/tuin",
    )
    assert wietske.about == "Grows *peas*, see [my question](https://moestuin.stackexchange.com/questions/10)."
    assert wietske.source_url == "https://moestuin.stackexchange.com/users/2"
    assert wietske.licence == "CC BY-SA 3.0"
    assert [person.source_id for person in people.values() if person.is_system] == ["-1"]
    assert all(person.email is None for person in people.values())
    assert not any("41" in to_json_line(person) for person in people.values())


def test_those_who_only_signed_something_become_placeholders_without_a_name(records: list[Record]) -> None:
    assert list(of(records, Person)) == ["-1", "2", "3", "77"]
    assert of(records, Person)["77"].name is None


def test_a_question_carries_everything_the_dump_knows_of_it(records: list[Record]) -> None:
    question = of(records, Thread)["10"]
    assert (question.kind, question.title, question.author_id) == ("question", 'Why do my "peas" turn yellow?', "2")
    assert question.created_at == datetime(2016, 8, 3, 10, tzinfo=UTC)
    assert question.edited_at == datetime(2016, 8, 5, 10, tzinfo=UTC)
    assert (question.tags, question.language, question.accepted_id) == (("peas", "soil-health"), "en", "12")
    assert question.source_url == "https://moestuin.stackexchange.com/q/10"
    assert question.old_paths == ("/questions/10/why-do-my-peas-turn-yellow", "/questions/10", "/q/10", "/a/10")
    assert (question.closed_at, question.closed_reason) == (None, "")
    assert question.space_id in of(records, Space)


def test_the_newest_markdown_is_taken_whatever_the_order_of_the_history(records: list[Record]) -> None:
    assert of(records, Thread)["10"].body == (
        "# Peas\n\n"
        "My peas are *yellow*, see /q/14 and [this](https://moestuin.stackexchange.com/questions/14/is-compost-dirt#11).\n\n"
        "[image][1]\n\n    code [stays](here)\n\n  [1]: https://i.example/pea.png"
    )
    assert of(records, Message)["12"].body == "Feed them N₂ and H₂O.\\\nReally."


def test_html_is_converted_where_there_is_no_history(records: list[Record]) -> None:
    answer = of(records, Message)["11"]
    assert answer.body == "Too **wet**. See [this one](https://moestuin.stackexchange.com/q/14/3)."
    assert (answer.kind, answer.thread_id, answer.parent_id, answer.author_id) == ("answer", "10", None, "3")
    assert "/a/11" in answer.old_paths


def test_the_author_is_a_name_where_the_account_is_gone(records: list[Record]) -> None:
    question = of(records, Thread)["14"]
    assert (question.author_id, question.author_name) == (None, "vertrokken lid")
    assert of(records, Message)["comment-2"].author_name == "vertrokken lid"


def test_a_closed_question_says_when_and_why(records: list[Record]) -> None:
    question = of(records, Thread)["14"]
    assert question.closed_at == datetime(2018, 5, 4, 10, tzinfo=UTC)
    assert question.closed_reason == "opinion_based"


def test_the_licence_follows_the_day_or_the_row(records: list[Record]) -> None:
    licences = {thread.source_id: thread.licence for thread in of(records, Thread).values()}
    assert licences == {"10": "CC BY-SA 3.0", "14": "CC BY-SA 4.0", "15": "CC BY-SA 2.5"}


def test_a_comment_hangs_on_its_question_or_on_its_answer(records: list[Record]) -> None:
    messages = of(records, Message)
    assert (messages["comment-1"].thread_id, messages["comment-1"].parent_id) == ("10", None)
    assert (messages["comment-2"].thread_id, messages["comment-2"].parent_id) == ("10", "12")
    assert messages["comment-1"].body == "What *soil*?"
    assert messages["comment-1"].source_url == "https://moestuin.stackexchange.com/q/10#comment1_10"


def test_upvotes_are_added_up_and_downvotes_are_listed(records: list[Record]) -> None:
    votes = {(vote.target_kind, vote.target_id): vote.count for vote in of(records, Vote).values()}
    assert votes == {("message", "comment-1"): 2, ("thread", "10"): 3, ("message", "12"): 1}
    (down,) = of_code(records, "downvotes_left_out")
    assert (down.source_id, down.values) == ("14", {"number": 2})


def of_code(records: list[Record], code: str) -> list[Problem]:
    return [record for record in records if isinstance(record, Problem) and record.code == code]


def test_links_between_questions_are_kept_with_their_kind(records: list[Record]) -> None:
    links = [(link.kind, link.from_id, link.to_id) for link in of(records, Link).values()]
    assert links == [("linked", "10", "14"), ("duplicate", "14", "15")]


def test_what_is_broken_or_none_of_ours_is_listed(records: list[Record]) -> None:
    listed = {
        (problem.code, problem.source_id)
        for problem in records
        if isinstance(problem, Problem) and problem.code != "column_left_out"
    }
    assert listed == {
        ("site_assumed", "folder"),
        ("bad_address", "3"),
        ("tag_wiki_left_out", "13"),
        ("author_unknown", "15"),
        ("author_unknown", "4"),
        ("accepted_answer_missing", "15"),
        ("target_missing", "16"),
        ("target_missing", "3"),
        ("row_unreadable", "17"),
        ("post_type_left_out", "18"),
        ("downvotes_left_out", "14"),
        ("votes_target_missing", "555"),
        ("vote_type_left_out", "votes-5"),
        ("link_target_missing", "3"),
        ("link_kind_left_out", "4"),
        ("history_left_out", "PostHistory"),
        ("table_left_out", "Badges"),
    }
    columns = {(problem.source_id, problem.field) for problem in of_code(records, "column_left_out")}
    assert {("Users", "Age"), ("Users", "Reputation"), ("Users", "ProfileImageUrl"), ("Posts", "ViewCount")} <= columns


def test_every_problem_has_a_sentence_of_its_own(records: list[Record], sample: Sample) -> None:
    records += READERS["stackexchange"](site="teach.example.org").read(sample("query_export"))
    sentences = READERS["stackexchange"]().sentences
    for problem in records:
        if isinstance(problem, Problem):
            assert problem.code in sentences
            assert not problem.sentence(sentences).startswith(f"{problem.code}:")


def test_references_point_backwards_but_for_accepted_answers(records: list[Record]) -> None:
    seen: set[tuple[str, str]] = set()
    for record in records:
        if isinstance(record, Thread | Message) and record.author_id is not None:
            assert ("person", record.author_id) in seen
        if isinstance(record, Thread):
            assert ("space", record.space_id) in seen
        if isinstance(record, Message):
            assert ("thread", record.thread_id) in seen
            assert record.parent_id is None or ("message", record.parent_id) in seen
        if isinstance(record, Vote):
            assert (record.target_kind, record.target_id) in seen
        if isinstance(record, Link):
            assert {("thread", record.from_id), ("thread", record.to_id)} <= seen
        if not isinstance(record, Problem):
            assert (record.type, record.source_id) not in seen  # an id names one record of its kind
            seen.add((record.type, record.source_id))


def test_a_second_reading_gives_the_same_records_in_the_same_order(records: list[Record], sample: Sample) -> None:
    assert list(READERS["stackexchange"]().read(sample(MOESTUIN))) == records
    assert [from_json_line(to_json_line(record)) for record in records] == records


def test_gzipped_tables_read_the_same(records: list[Record], sample: Sample, tmp_path: Path) -> None:
    folder = tmp_path / MOESTUIN
    folder.mkdir()
    for path in sample(MOESTUIN).iterdir():
        (folder / f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes()))
    assert list(READERS["stackexchange"]().read(folder)) == records


def test_the_scratch_file_is_gone_when_the_reading_stops_half_way(sample: Sample, tmp_path: Path) -> None:
    reading = StackExchangeReader(scratch_folder=tmp_path).read(sample(MOESTUIN))
    next(reading)
    assert len(list(tmp_path.iterdir())) == 1
    reading.close()  # type: ignore[attr-defined]
    assert list(tmp_path.iterdir()) == []


def test_without_users_history_and_votes_what_is_there_is_read(sample: Sample, tmp_path: Path, codes: Codes) -> None:
    folder = tmp_path / MOESTUIN
    folder.mkdir()
    shutil.copy(sample(MOESTUIN) / "Posts.xml", folder)
    records = list(READERS["stackexchange"]().read(folder))
    assert {person.source_id: person.name for person in of(records, Person).values()} == {
        "2": None,
        "3": None,
        "77": None,
    }
    assert of(records, Thread)["10"].body == "My peas are *yellow*."
    assert not of(records, Vote)
    assert codes(records).count("table_missing") == 6


def test_a_query_export_takes_the_place_of_posts(sample: Sample, codes: Codes) -> None:
    records = list(READERS["stackexchange"](site="https://teach.example.org/").read(sample("query_export")))
    grading, style = of(records, Thread).values()
    assert grading.body == 'How do I "grade" fairly?\n\n```\nif a < b:\n    pass\n```'
    assert grading.created_at == datetime(2017, 5, 28, 9, 21, tzinfo=UTC)
    assert (grading.accepted_id, grading.licence, grading.source) == (None, "CC BY-SA 3.0", "teach.example.org")
    assert style.closed_at == datetime(2023, 2, 2, 8, tzinfo=UTC)
    assert style.author_name == "left the site"
    assert [code for code in codes(records) if code not in ("table_missing", "column_left_out")] == [
        "dates_assumed",
        "accepted_answer_missing",
        "deleted_left_out",
        "uneven_row",
        "votes_target_missing",
        "votes_target_missing",
        "link_target_missing",
    ]


def test_the_site_is_given_or_guessed_by_folder_or_by_links(sample: Sample, tmp_path: Path) -> None:
    assert StackExchangeReader(site="http://Tuin.Example.org/x").site_of(tmp_path).host == "tuin.example.org"
    assert StackExchangeReader().site_of(sample(MOESTUIN)).host == "moestuin.stackexchange.com"
    plain = tmp_path / "dump"
    plain.mkdir()
    shutil.copy(sample(MOESTUIN) / "Posts.xml", plain)
    assert StackExchangeReader().site_of(plain).host == "moestuin.stackexchange.com"  # an answer links to it
    with pytest.raises(UnreadableFile, match="Name it: --site"):
        list(StackExchangeReader().read(sample("query_export")))
    with pytest.raises(UnreadableFile, match="is not a site"):
        StackExchangeReader(site="no site")


def test_the_estimate_is_of_the_right_size(records: list[Record], sample: Sample) -> None:
    assert len(records) / 4 < (READERS["stackexchange"]().count(sample(MOESTUIN)) or 0) < len(records) * 4


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("Posts.xml", b"", "Posts.xml is damaged at line 1"),
        ("Posts.xml", b"<posts><row Id='1'", "Posts.xml is damaged at line 1"),
        ("Posts.xml", b"<posts>\n<row Id='1' &/></posts>", "Posts.xml is damaged at line 2"),
        ("Posts.xml", b'<?xml version="1.0" encoding="klingon"?><posts/>', "Posts.xml is damaged"),
        ("Posts.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><posts/>', "Posts.xml declares its own document type"),
        ("Posts.xml.gz", b"no gzip", "Posts.xml.gz is damaged"),
        ("Posts.xml.gz", gzip.compress(b"<posts>" + b" " * 100_000)[:-20], "Posts.xml.gz is damaged"),
        ("Posts.xml", b"<posts><row Id='" + b"1" * 20_000_000, "Posts.xml has a row of more than 16 MB"),
        ("QueryResults.csv", b"a,b\n1,2\n", "QueryResults.csv has no columns Id and Body"),
        ("Readme.txt", b"", "stackexchange_x has no Posts.xml"),
    ],
)
def test_a_damaged_dump_is_refused_with_one_sentence(tmp_path: Path, name: str, content: bytes, sentence: str) -> None:
    folder = tmp_path / "stackexchange_x"
    folder.mkdir()
    (folder / name).write_bytes(content)
    with pytest.raises(UnreadableFile) as refused:
        list(READERS["stackexchange"]().read(folder))
    assert str(refused.value).startswith(sentence)
    assert str(refused.value).endswith(".")


def test_an_archive_is_to_be_unpacked_first(tmp_path: Path) -> None:
    (tmp_path / "site.7z").write_bytes(b"7z")
    with pytest.raises(UnreadableFile, match="Unpack it first"):
        list(READERS["stackexchange"]().read(tmp_path / "site.7z"))


@pytest.mark.parametrize(
    ("source", "markdown"),
    [
        ("#Head\r\n##Two\r\n# Three", "# Head\n## Two\n# Three"),
        ("a <br>\nb<br/>c<br>\n\nd", "a\\\nb\\\nc\n\nd"),
        ("press <kbd>Ctrl</kbd>, x<sup>2</sup> <sup><sub>small print</sub></sup>", "press `Ctrl`, x² small print"),
        ("[![a pea](https://i.example/s.png)](https://i.example/b.png)", "[a pea](https://i.example/b.png)"),
        ("![](https://i.example/s.png)", "[image](https://i.example/s.png)"),
        ("[x](//en.example/y) [y](/tags) ", "[x](https://en.example/y) [y](https://tuin.example/tags)"),
        ("<!-- language: lang-py -->\n    code", "    code"),
        ("```\n#x\n![y](z)<br>\n```", "```\n#x\n![y](z)<br>\n```"),
        ("`#x <br>` <br> y", "`#x <br>`\\\ny"),
        ("some are:<br>\n1. a<br>\n2. b<br><br>\nc", "some are:\n1. a\n2. b\n\nc"),
        (
            "a [b][1].\n  [1]: https://i.example/\n  [2]: /tags",
            "a [b][1].\n\n  [1]: https://i.example/\n  [2]: https://tuin.example/tags",
        ),
        ("a [b][1] `c`\n[1]: https://i.example/", "a [b][1] `c`\n\n[1]: https://i.example/"),
        ("about [tag:peas] only", "about `peas` only"),
    ],
)
def test_typed_markdown_is_tidied_outside_code(source: str, markdown: str) -> None:
    assert tidy_source(source, "tuin.example") == markdown


def test_links_whose_addresses_stand_right_below_the_text_are_links() -> None:
    made = render(
        tidy_source("See [this][1] and [that][2].\n  [1]: https://a.example/\n  [2]: https://b.example/", "x.example")
    )
    assert 'href="https://a.example/"' in made.html
    assert "[1]" not in made.html


def test_html_left_in_markdown_is_seen_outside_code_only() -> None:
    assert has_html('a <div class="x">b</div>')
    assert not has_html("`<div>` and <https://a.example> and a < b > c\n\n```\n<p>\n```\n")


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("How to sow C++ (early) using A/B rows?", "how-to-sow-c-early-using-a-b-rows"),
        ('What is a "bolting" lettuce?', "what-is-a-bolting-lettuce"),
        ("a" * 79 + " bc", "a" * 79),
        ("???", ""),
    ],
)
def test_titles_are_written_in_addresses_as_the_site_did(title: str, slug: str) -> None:
    assert slug_of(title) == slug
