"""Folders of Markdown pages."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gilde.gateways.portability.html_to_markdown import body_as_markdown
from gilde.gateways.portability.readers.markdown import MarkdownReader
from gilde.gateways.portability.records import Message, Person, Problem, Record, Thread, UnreadableFile

Written = Callable[..., Path]
POST = """---
title: "Peas: a story"
date: 2019-03-13
author: Anna Visser
categories:
  - Vegetables
  - Spring
---
# Peas: a story

They were **green**. See [the minutes](../notulen/28-11-2016.html) and ![a pea](pea.png).
"""
QUESTION = """[🏔️ Alkemio](https://welcome.alkem.io/) › Kennisbank
# 📄 Waarom zijn mijn erwten geel?
Als tuinder wil ik dat weten.

***
Vraag oorspronkelijk gesteld door [🏔️ Anna Visser](https://alkem.io/user/anna-1). [`🏔️ Origineel`](https://alkem.io/tuin/collaboration/geel-12)

- ## <a id="tenat-34"></a> 📌 Te nat
  De grond is te nat. Zie [📄 Water](water-13.md#goot-9).

      goot --leeg

  ***
  Antwoord oorspronkelijk geschreven door [🏔️ Bram](https://alkem.io/user/bram-2).  [`🏔️ Origineel`](https://alkem.io/tuin/collaboration/geel-12/posts/tenat-34)

    - #### 💬 Reactie van [🏔️ Cor](https://alkem.io/user/cor-3) op 2023-02-22 10:33 UTC

      Bij mij ook.

      > geel
- ## 📌 Context waarin dit relevant is
  Automatisch verzameld op basis van verwijzingen:
  - [📄 Water](water-13.md)
<details><summary><code>Schrijf een antwoord</code></summary>

1. [Log in](https://identity.alkem.io/login).

</details>

* * *
<small>Bijdragen zijn gelicenseerd onder [🌐 CC BY 4.0](https://creativecommons.org/licenses/by/4.0/deed.nl).</small>
"""


def read(path: Path, site: str | None = "tuin.example.org") -> list[Record]:
    return list(MarkdownReader(site=site).read(path))


def threads(records: list[Record]) -> dict[str, Thread]:
    return {record.source_id: record for record in records if isinstance(record, Thread)}


def page(written: Written, text: str, name: str = "site/page.md") -> tuple[Thread | None, list[str]]:
    path = written(name, text).parent
    while path.name != "site":
        path = path.parent
    records = read(path)
    return next(iter(threads(records).values()), None), [each.code for each in records if isinstance(each, Problem)]


def test_a_signed_and_dated_page_is_a_story_with_its_tags_and_addresses(written: Written) -> None:
    post, problems = page(written, POST, "site/src/nl/blog/2019/03/peas.md")
    assert post is not None
    assert not problems
    assert (post.kind, post.title, post.language) == ("story", "Peas: a story", "nl")
    assert post.created_at == datetime(2019, 3, 13, tzinfo=UTC)
    assert post.tags == ("Vegetables", "Spring")
    assert post.old_paths == ("/nl/blog/2019/03/peas", "/nl/blog/2019/03/peas.html", "/nl/blog/2019/03/peas.md")
    assert post.source_url == "https://tuin.example.org/nl/blog/2019/03/peas"
    assert body_as_markdown(post) == (
        "They were **green**. See [the minutes](https://tuin.example.org/nl/blog/2019/notulen/28-11-2016.html) and "
        "[a pea](https://tuin.example.org/nl/blog/2019/03/pea.png)."
    )


@pytest.mark.parametrize(
    ("name", "text", "moment"),
    [
        ("28-11-2016.md", "Text", datetime(2016, 11, 28, tzinfo=UTC)),
        ("notulen-alv-14-oktober-2020.md", "Text", datetime(2020, 10, 14, tzinfo=UTC)),
        ("_posts/2020-02-01-title.md", "Text", datetime(2020, 2, 1, tzinfo=UTC)),
        ("index.md", "---\ntitle: Notulen 5 april 2018\n---\nText", datetime(2018, 4, 5, tzinfo=UTC)),
        ("2017/05/a.md", "Text", datetime(2017, 5, 1, tzinfo=UTC)),
        ("a.md", "---\ndate: 2020-02-01T10:00:00+02:00\n---\nText", datetime(2020, 2, 1, 8, tzinfo=UTC)),
        ("a.md", "+++\ndate = 2020-02-01\n+++\nText", datetime(2020, 2, 1, tzinfo=UTC)),
    ],
)
def test_a_page_is_dated_by_what_it_its_name_or_its_folder_says(
    written: Written, name: str, text: str, moment: datetime
) -> None:
    found, problems = page(written, text, f"site/{name}")
    assert found is not None
    assert found.created_at == moment
    assert "date_assumed" not in problems


def test_a_page_without_a_date_says_so_and_gets_the_latest(written: Written) -> None:
    written("site/a.md", POST)
    records = read(written("site/b.md", "# Moss\n\nGrows.").parent)
    assert threads(records)["b"].created_at == datetime(2019, 3, 13, tzinfo=UTC)
    assert (threads(records)["b"].kind, threads(records)["b"].title) == ("resource", "Moss")
    assert [each.code for each in records if isinstance(each, Problem)] == ["date_assumed"]


@pytest.mark.parametrize("line", ["draft: true", "published: false", "excludeFromCollection: true"])
def test_what_was_not_shown_is_left_out(written: Written, line: str) -> None:
    found, problems = page(written, f"---\ntitle: x\nauthor: Anna\n{line}\n---\nText")
    assert (found, problems) == (None, ["page_not_published"])


def test_html_and_template_tags_become_plain_text(written: Written) -> None:
    text = (
        "---\ndate: 2020-01-01\n---\n{% note \"Read this\" %}\n{% include 'x.html' %}{{ page.title }}\n\n"
        '<div class="x" onclick="evil()">Hello <b>you</b><script>evil()</script></div>\n\n'
        'A <a href="javascript:evil()">trap</a>.\n\n```liquid\n{% raw %}\n```\n'
    )
    found, problems = page(written, text)
    assert found is not None
    assert problems == ["template_tags_left_out"]
    assert body_as_markdown(found) == "Read this\n\nHello **you**\n\nA trap.\n\n```liquid\n{% raw %}\n```"


@pytest.mark.parametrize(
    "front",
    [
        "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]",
        "!!python/object/apply:os.system ['true']",
        "title: [",
        "- a\n- b",
        "x: " + "[" * 5000,
        "a: " + "b" * 70_000,
    ],
)
def test_hostile_front_matter_is_a_row_of_the_report_and_the_rest_goes_on(written: Written, front: str) -> None:
    written("site/a.md", f"---\n{front}\n---\nText")
    started = time.process_time()
    records = read(written("site/b.md", POST).parent)
    assert time.process_time() - started < 5  # seconds of CPU: the machine may be busy
    assert [each.code for each in records if isinstance(each, Problem)] == ["front_matter_unreadable"]
    assert list(threads(records)) == ["b"]


def test_a_page_of_questions_gives_question_answers_and_comments(written: Written) -> None:
    path = written("tuin/geel-12.md", QUESTION).parent
    written(
        "tuin/toelichting-1.md",
        "# 📄 Toelichting\nWelkom.\n\n [`🏔️ Origineel`](https://alkem.io/tuin/collaboration/toelichting-1)\n",
    )
    records = read(path, None)
    question = threads(records)["geel-12"]
    answer, reply = (record for record in records if isinstance(record, Message))
    assert (question.kind, question.title, question.licence) == (
        "question",
        "Waarom zijn mijn erwten geel?",
        "CC BY 4.0",
    )
    assert body_as_markdown(question) == "Als tuinder wil ik dat weten."
    assert question.source == "alkem.io"
    assert question.old_paths[0] == "/tuin/collaboration/geel-12"
    assert (answer.kind, answer.source_id) == ("answer", "geel-12#tenat-34")
    assert body_as_markdown(answer) == (
        "**Te nat**\n\nDe grond is te nat. Zie [Water](https://alkem.io/water-13.md#goot-9).\n\n```\ngoot --leeg\n```"
    )
    assert (reply.kind, reply.parent_id) == ("comment", answer.source_id)
    assert body_as_markdown(reply) == "Bij mij ook.\n\n> geel"
    assert question.created_at == answer.created_at == reply.created_at == datetime(2023, 2, 22, 10, 33, tzinfo=UTC)
    assert threads(records)["toelichting-1"].kind == "resource"
    assert [each.name for each in records if isinstance(each, Person)] == ["Anna Visser", "Bram", "Cor"]


def test_links_to_pages_and_answers_are_found_in_whatever_form(written: Written) -> None:
    asked: list[str] = []
    text = "[a](https://alkem.io/water-13.md#goot-9) https://alkem.io/tuin/collaboration/geel-12 `https://alkem.io/x`"
    made = MarkdownReader().rewrite_inner_links(
        text, "alkem.io", lambda name: asked.append(name) or f"/d/{len(asked)}/"
    )
    assert asked == ["water-13#goot-9", "/tuin/collaboration/geel-12"]
    assert made == "[a](/d/1/) [/d/2/](/d/2/) `https://alkem.io/x`"


def test_who_does_not_say_where_it_comes_from_is_asked(written: Written) -> None:
    with pytest.raises(UnreadableFile, match="Name it: --site HOST"):
        read(written("site/a.md", POST).parent, None)


def test_a_folder_without_pages_is_refused(written: Written) -> None:
    with pytest.raises(UnreadableFile, match="no Markdown pages"):
        read(written("site/a.txt", "x").parent)


def test_bytes_that_are_no_utf8_are_read_and_said(written: Written) -> None:
    path = written("site/a.md", b"---\ndate: 2020-01-01\n---\ncaf\xe9").parent
    records = read(path)
    assert body_as_markdown(threads(records)["a"]) == "café"
    assert [each.code for each in records if isinstance(each, Problem)] == ["encoding_assumed"]
