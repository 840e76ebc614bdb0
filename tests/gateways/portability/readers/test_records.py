import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gilde.gateways.portability.json_lines import from_json_line, to_json_line
from gilde.gateways.portability.records import (
    LINK_KINDS,
    MESSAGE_KINDS,
    THREAD_KINDS,
    File,
    InvalidRecord,
    Link,
    Message,
    Person,
    Problem,
    Record,
    Space,
    Thread,
    Vote,
)

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)
ids = texts.filter(bool)
moments = st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=30))])).filter(
    lambda moment: 2 <= moment.year <= 9998
)
numbers = st.integers(-(2**31), 2**31 - 1).filter(lambda number: number > -(2**31))
lists = st.lists(texts, max_size=4).map(tuple)
base: dict[str, Any] = {"source": ids, "source_id": ids, "source_url": texts, "licence": texts}
signed: dict[str, Any] = {
    **base,
    "author_id": st.none() | texts,
    "author_name": texts,
    "created_at": moments,
    "edited_at": st.none() | moments,
    "body": texts,
    "old_paths": lists,
}
records = st.one_of(
    st.builds(
        Person,
        **base,
        name=st.none() | texts,
        email=st.none() | texts,
        about=texts,
        links=lists,
        joined_at=st.none() | moments,
        is_system=st.booleans(),
    ),
    st.builds(Space, **base, name=ids, parent_id=st.none() | texts),
    st.builds(
        Thread,
        **signed,
        kind=st.sampled_from(sorted(THREAD_KINDS)),
        title=texts,
        closed_at=st.none() | moments,
        closed_reason=texts,
        tags=lists,
        language=st.none() | texts,
        accepted_id=st.none() | texts,
    ),
    st.builds(Message, **signed, kind=st.just("comment"), thread_id=texts, parent_id=st.none() | texts),
    st.builds(
        File,
        **base,
        name=ids,
        target_kind=st.sampled_from(["thread", "message"]),
        target_id=texts,
        size=st.none() | numbers,
    ),
    st.builds(Vote, **base, target_kind=st.just("thread"), target_id=texts, count=st.integers(1, 2**31 - 1)),
    st.builds(Link, **base, kind=st.sampled_from(sorted(LINK_KINDS)), from_id=texts, to_id=texts),
    st.builds(
        Problem,
        **base,
        code=st.just("some_reason"),
        field=texts,
        values=st.dictionaries(texts, texts | numbers, max_size=3),
        row=st.none() | numbers,
        left_out=st.booleans(),
    ),
)


def question(**changes: Any) -> Thread:
    fields: dict[str, Any] = {
        "source": "tuin.example",
        "source_id": "1",
        "kind": "question",
        "title": "Why?",
        "created_at": datetime(2020, 1, 1, tzinfo=UTC),
    }
    return Thread(**fields | changes)


@settings(deadline=None)
@given(records)
def test_every_record_comes_back_from_its_line_exactly_as_it_was(record: Record) -> None:
    line = to_json_line(record)
    assert "\n" not in line
    assert from_json_line(line) == record
    assert type(from_json_line(line)) is type(record)


@settings(deadline=None)
@given(st.text() | st.dictionaries(st.text(), st.integers() | st.text() | st.none()).map(json.dumps))
def test_any_line_is_a_record_or_a_sentence(line: str) -> None:
    try:
        assert isinstance(from_json_line(line), Record)
    except InvalidRecord as error:
        assert str(error).endswith(".")  # noqa: PT017


@settings(deadline=None)
@given(
    st.sampled_from(["person", "thread", "message", "vote", "problem", "file"]),
    st.dictionaries(
        st.sampled_from(["source", "source_id", "created_at", "count", "values", "tags", "is_system", "row", "kind"]),
        st.none() | st.booleans() | st.integers() | st.floats() | texts | st.lists(st.integers()),
    ),
)
def test_wrong_types_are_refused_with_a_sentence(record_type: str, fields: dict[str, Any]) -> None:
    try:
        from_json_line(json.dumps({"type": record_type, **fields}))
    except InvalidRecord as error:
        assert str(error).endswith(".")  # noqa: PT017


def test_fields_at_their_default_are_not_written() -> None:
    assert json.loads(to_json_line(question())) == {
        "type": "thread",
        "source": "tuin.example",
        "source_id": "1",
        "kind": "question",
        "title": "Why?",
        "created_at": "2020-01-01T00:00:00+00:00",
    }


def test_moments_are_kept_in_utc() -> None:
    amsterdam = timezone(timedelta(hours=1))
    assert (
        question(created_at=datetime(2020, 1, 1, 13, tzinfo=amsterdam))
        .created_at.isoformat()
        .endswith("12:00:00+00:00")
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"created_at": datetime(2020, 1, 1)}, "The field “created_at” of a thread needs a time zone."),
        ({"kind": "rant"}, "The thread 1 has the unknown kind “rant”."),
        ({"source_id": ""}, "A thread needs a source and a source_id."),
        ({"title": "a\0b"}, "The field “title” of a thread has a character that cannot be stored."),
        ({"tags": ("\ud800",)}, "The field “tags” of a thread has a character that cannot be stored."),
        ({"body": "x", "body_html": "<p>x</p>"}, "The thread 1 has a body and a body_html; give one."),
    ],
)
def test_a_thread_that_breaks_the_format_says_how(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InvalidRecord) as refused:
        question(**changes)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("{", "This line is not JSON."),
        ("[" * 100_000, "This line is not JSON."),
        ("[]", "A line must be an object with a type."),
        (
            '{"type":"poem"}',
            "The type of a line must be one of person, space, thread, message, file, vote, link, problem.",
        ),
        ('{"type":"space","source":"a","source_id":"1"}', "A space needs the field “name”."),
        ('{"type":"space","source":"a","source_id":"1","name":"x","colour":1}', "A space has no field “colour”."),
        ('{"type":"space","source":"a","source_id":1,"name":"x"}', "The field “source_id” of a space must be text."),
        (
            '{"type":"vote","source":"a","source_id":"1","target_kind":"thread","target_id":"1","count":true}',
            "The field “count” of a vote must be a whole number.",
        ),
        (
            '{"type":"vote","source":"a","source_id":"1","target_kind":"thread","target_id":"1","count":9999999999}',
            "The field “count” of a vote is too large a number.",
        ),
        (
            '{"type":"file","source":"a","source_id":"1","name":"x","path":"../x","target_kind":"thread","target_id":"1"}',
            "The file 1 has a path that leaves the export.",
        ),
    ],
)
def test_a_line_that_breaks_the_format_says_how(line: str, sentence: str) -> None:
    with pytest.raises(InvalidRecord) as refused:
        from_json_line(line)
    assert str(refused.value) == sentence


def test_an_answer_hangs_on_its_thread_only() -> None:
    assert "answer" in MESSAGE_KINDS
    with pytest.raises(InvalidRecord):
        Message(
            source="a",
            source_id="2",
            kind="answer",
            thread_id="1",
            parent_id="3",
            created_at=datetime(2020, 1, 1, tzinfo=UTC),
        )


def test_a_problem_says_its_reason_in_the_readers_words() -> None:
    problem = Problem(source="a", source_id="line-3", row=3, code="bad_date", values={"value": "31 juni"})
    assert problem.sentence({"bad_date": "Line %(row)s: “%(value)s” is no date."}) == "Line 3: “31 juni” is no date."
    assert problem.sentence({}).startswith("bad_date: ")
    assert problem.sentence({"bad_date": "%(unheard_of)s"}).startswith("bad_date: ")
