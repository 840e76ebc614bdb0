"""Topics of a forum."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gilde.gateways.portability.html_to_markdown import body_as_markdown
from gilde.gateways.portability.readers.discourse import DiscourseReader
from gilde.gateways.portability.records import Message, Person, Problem, Record, Thread, UnreadableFile, Vote

Written = Callable[..., Path]
SITE = "forum.example.org"


def post(number: int, cooked: str = "<p>Text</p>", **values: Any) -> dict[str, Any]:
    return {
        "id": 100 + number,
        "post_number": number,
        "post_type": 1,
        "user_id": number,
        "username": f"user{number}",
        "name": f"User {number}",
        "created_at": f"2021-03-0{number}T10:00:00.000Z",
        "cooked": cooked,
        "reply_to_post_number": None,
        **values,
    }


def topic(*posts: dict[str, Any], **values: Any) -> dict[str, Any]:
    return {
        "id": 5,
        "slug": "yellow-peas",
        "title": "Yellow peas",
        "created_at": "2021-03-01T10:00:00.000Z",
        "category_id": 7,
        "tags": ["peas"],
        "post_stream": {"posts": list(posts)},
        **values,
    }


def read(written: Written, *topics: Any) -> list[Record]:
    path = Path()
    for number, each in enumerate(topics):
        path = written(f"forum/{number}.json", each if isinstance(each, str | bytes) else json.dumps(each))
    return list(DiscourseReader(site=SITE).read(path.parent))


def of(records: list[Record], kind: type[Any]) -> list[Any]:
    return [record for record in records if isinstance(record, kind)]


def test_a_topic_without_a_solution_is_a_discussion_whose_replies_quote(written: Written) -> None:
    records = read(written, topic(post(1), post(2), post(3, reply_to_post_number=2), closed=True))
    (thread,) = of(records, Thread)
    assert (thread.kind, thread.source_url) == ("discussion", f"https://{SITE}/t/yellow-peas/5")
    assert thread.closed_at is not None
    assert [(each.kind, each.source_id, each.parent_id) for each in of(records, Message)] == [
        ("comment", "5/2", None),
        ("comment", "5/3", "5/2"),
    ]
    assert [each.name for each in of(records, Person)] == ["User 1", "User 2", "User 3"]


def test_a_solved_topic_is_a_question_with_its_solution_accepted(written: Written) -> None:
    posts = [
        post(1),
        post(2),
        post(3, reply_to_post_number=2),
        post(4, reply_to_post_number=3, accepted_answer=True),
        post(5, reply_to_post_number=4),
        post(6, reply_to_post_number=1),
    ]
    records = read(written, topic(*posts))
    (thread,) = of(records, Thread)
    assert (thread.kind, thread.accepted_id) == ("question", "5/4")
    assert [(each.kind, each.source_id, each.parent_id) for each in of(records, Message)] == [
        ("answer", "5/2", None),
        ("comment", "5/3", "5/2"),
        ("answer", "5/4", None),
        ("comment", "5/5", "5/4"),
        ("answer", "5/6", None),
    ]


def test_likes_are_counted_and_notes_and_hidden_posts_listed(written: Written) -> None:
    likes = {"actions_summary": [{"id": 2, "count": 3}, {"id": 6, "count": 9}]}
    records = read(written, topic(post(1, **likes), post(2, **likes), post(3, post_type=3), post(4, hidden=True)))
    assert [(each.target_kind, each.target_id, each.count) for each in of(records, Vote)] == [
        ("thread", "5", 3),
        ("message", "5/2", 3),
    ]
    assert [each.code for each in of(records, Problem)] == ["small_action", "post_hidden"]


def test_a_post_reads_like_the_forum_showed_it(written: Written) -> None:
    cooked = (
        '<aside class="quote" data-post="2"><div class="title"><div class="quote-controls"></div>'
        '<img class="avatar" src="https://cdn.example.org/a.png"> Anna:</div><blockquote><p>Too wet.</p></blockquote>'
        '</aside><p>Thanks <img src="/images/emoji/smile.png" title=":slight_smile:" class="emoji" '
        'alt=":slight_smile:"> <a class="mention" href="/u/anna">@anna</a></p><script>evil()</script>'
        '<p><a href="javascript:evil()">x</a></p>'
    )
    (thread,) = of(read(written, topic(post(1, cooked))), Thread)
    assert body_as_markdown(thread) == (f"> Anna:\n>\n> Too wet.\n\nThanks 🙂 [@anna](https://{SITE}/u/anna)\n\nx")


def test_links_to_posts_fall_back_on_their_topic() -> None:
    text = f"[a](https://{SITE}/t/yellow-peas/5/4) [b](https://{SITE}/t/5?u=anna) https://{SITE}/u/anna"
    known = {"5": "/d/1/", "/u/anna": "/@anna"}
    assert DiscourseReader().rewrite_inner_links(text, SITE, known.get) == "[a](/d/1/) [b](/d/1/) [/@anna](/@anna)"


def test_files_that_hold_something_else_are_rows_and_the_rest_goes_on(written: Written) -> None:
    odd: list[Any] = [
        "{", "[]", '{"id": 1}', '{"id": 1, "post_stream": {"posts": [null, {"id": "x"}]}}', b"\xff\xfe{", "[" * 100_000,
        '{"id": 1e999}', '{"post_stream": 5, "id": 1}',
    ]  # fmt: skip
    records = read(written, *odd, topic(post(1), {"id": 1}, post(2, user_id=None, cooked=5, username=None)))
    assert len(of(records, Thread)) == 1
    assert [each.code for each in of(records, Problem)].count("posts_unreadable") == 1
    assert {each.code for each in of(records, Problem)} == {"not_json", "no_topic", "posts_unreadable"}


def test_a_folder_without_a_topic_is_refused(written: Written) -> None:
    with pytest.raises(UnreadableFile, match="no topic of a forum"):
        read(written, "{}")
