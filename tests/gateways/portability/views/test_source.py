"""The page of something imported says where it came from, as its licence asks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from tests.factories.communities import PUBLIC, make_community, make_member
from tests.factories.dialogue import make_answer, make_comment, make_question
from tests.factories.people import actor_of
from tests.factories.portability import SITE, Source, answer, became, comment, person, thread

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(tmp_path: Path) -> Source:
    return Source(tmp_path, make_community(audience=PUBLIC))


def sources(client: Client, address: str) -> list[tuple[str, str, str]]:
    """Address, name and licence of every source on the page, in the order of the page."""
    html = client.get(address).content.decode()
    return re.findall(r'<a href="([^"]*)" rel="nofollow noopener">([^<]*)</a> · ([^<]*)</p>', html)


def test_contribution_answer_and_comments_each_name_source_address_and_licence(source: Source, client: Client) -> None:
    source.bring(
        person("1", "Anna Visser"),
        thread("5", author_id="1"),
        answer("6", "5", author_id="1"),
        comment("7", "5", parent_id="6"),
        comment("8", "5", licence="CC BY-SA 4.0"),
    )
    address = became(thread("5")).get_absolute_url()
    assert sources(client, address) == [
        (f"https://{SITE}/q/5", SITE, "CC BY-SA 3.0"),
        (f"https://{SITE}/m/6", SITE, "CC BY-SA 3.0"),
        (f"https://{SITE}/m/7", SITE, "CC BY-SA 3.0"),
        (f"https://{SITE}/m/8", SITE, "CC BY-SA 4.0"),
    ]
    assert "Anna Visser" in client.get(address).content.decode()


def test_a_source_without_address_or_licence_is_named_all_the_same(source: Source, client: Client) -> None:
    source.bring(
        thread("5", source_url="", licence=""), comment("7", "5", source_url="javascript:alert(1)", licence="")
    )
    html = client.get(became(thread("5")).get_absolute_url()).content.decode()
    assert html.count(SITE) >= 2
    assert "javascript:" not in html


def test_what_was_written_here_names_no_source(source: Source, client: Client) -> None:
    someone = actor_of(make_member(source.community))
    question = make_question(someone, source.community)
    make_comment(someone, question, answer=make_answer(someone, question))
    assert sources(client, question.get_absolute_url()) == []
    assert "comment-source" not in client.get(question.get_absolute_url()).content.decode()
