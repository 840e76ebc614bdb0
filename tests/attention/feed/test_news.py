"""“3 new” on Home while it is open: what came, as far as its reader may read it and wants to hear of it."""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.factories.dialogue import (
    client_of,
    joined,
    make_answer,
    make_comment,
    make_contribution,
    make_place,
    make_question,
    member,
    person_of,
)
from tests.factories.people import actor_of

from gilde.attention.feed.queries.news import MOST, count_news
from gilde.attention.notifications.actions.level import choose
from gilde.attention.notifications.enums import Level, Subject
from gilde.communities.enums import Role
from gilde.communities.models import Community, Membership
from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.core.clock import now
from gilde.core.live.hearing import heard_of
from gilde.core.models.signal import Signal
from gilde.dialogue.actions.contribution import delete
from gilde.dialogue.actions.curation import move
from gilde.dialogue.models import Contribution
from gilde.people.actions.block import block

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Community:
    return make_place("Care close to home")


@pytest.fixture
def anna(place: Community) -> Actor:
    return member(place, "Anna Visser")


@pytest.fixture
def bo(place: Community) -> Actor:
    return member(place, "Bo Jansen")


def fresh(actor: Actor) -> Actor:
    """``actor`` as of now."""
    return actor_of(person_of(actor))


def count(actor: Actor, since: datetime, **more: str) -> int:
    actor = fresh(actor)
    return count_news(actor, list(actor.roles), since, **more)


def pill(client: Client, since: datetime, more: str = "") -> str:
    """What stands in the pill, empty for none."""
    answer = client.get(f"/home/new/?since={quote(since.isoformat())}{more}", headers={"hx-request": "true"})
    assert answer.status_code == 200
    found = re.search(r"<a [^>]*>([^<]*)</a>", answer.content.decode())
    return found[1] if found else ""


def test_an_open_home_says_how_much_is_new_and_a_click_reads_it_anew(place: Community, anna: Actor, bo: Actor) -> None:
    row = make_contribution(bo, place, "Before")
    client = client_of(anna)
    text = client.get("/").content.decode()
    asking = re.search(r'data-hx-get="(/home/new/\?since=[^"]+)" data-hx-trigger="live:talk from:body"', text)
    assert asking is not None
    assert 'data-topic="home"' in text
    assert "button-primary" not in client.get(asking[1]).content.decode()
    make_comment(bo, row)
    make_comment(bo, row)
    make_contribution(bo, place, "After")
    came = client.get(asking[1]).content.decode()
    assert '<a class="button button-primary" href="/">2 new</a>' in came
    assert asking[1] in came.replace("&amp;", "&")  # it goes on asking


def test_what_one_does_oneself_is_not_new_and_neither_is_an_edit_or_a_like(
    place: Community, anna: Actor, bo: Actor
) -> None:
    row, since = make_contribution(bo, place), now()
    make_comment(anna, row)
    make_contribution(anna, place, "Mine")
    assert count(anna, since) == 0
    assert count(bo, since) == 2


def test_answers_and_what_hangs_on_them_are_new_too(place: Community, anna: Actor, bo: Actor) -> None:
    question, since = make_question(anna, place), now()
    answer = make_answer(bo, question)
    assert count(anna, since) == 1
    make_comment(bo, question, answer=answer)
    assert count(anna, since) == 1


@pytest.mark.parametrize("subject", list(Subject))
def test_what_was_muted_is_not_counted_and_the_nearest_choice_wins(
    place: Community, anna: Actor, bo: Actor, subject: Subject
) -> None:
    row, since = make_contribution(bo, place), now()
    make_comment(bo, row)
    number = {"contribution": row.pk, "community": place.pk, "person": bo.person_id}[subject.value]
    assert count(anna, since) == 1
    choose(actor=anna, subject=subject, number=number, level=Level.MUTE)
    assert count(anna, since) == 0
    if subject == Subject.COMMUNITY:
        choose(actor=anna, subject=Subject.CONTRIBUTION, number=row.pk, level=Level.FOLLOW)
        assert count(anna, since) == 1
    if subject == Subject.PERSON:
        make_comment(member(place), row)
        assert count(anna, since) == 1


def test_who_is_blocked_brings_nothing_new(place: Community, anna: Actor, bo: Actor) -> None:
    since = now()
    make_contribution(bo, place)
    block(actor=anna, person=person_of(bo))
    assert count(anna, since) == 0


def test_what_cannot_be_read_at_that_moment_is_not_counted(place: Community, anna: Actor, bo: Actor) -> None:
    closed = make_place("Closed", audience=Audience.COMMUNITY)
    host, since = joined(member(place, role=Role.HOST), closed, role=Role.HOST), now()
    moved, gone = make_contribution(host, place, "Moved"), make_contribution(bo, place, "Gone")
    make_contribution(host, closed, "Never hers")
    assert count(anna, since) == 2
    move(actor=host, contribution=moved, to=closed)
    delete(actor=bo, contribution=Contribution.objects.get(pk=gone.pk))
    assert count(anna, since) == 0
    client = client_of(anna)
    assert pill(client, since, f"&in={closed.pk}") == ""
    make_contribution(bo, place, "One more")
    assert pill(client, since) == "1 new" or pill(client, since) == "1 nieuw"
    Membership.objects.filter(person=anna.person_id).delete()
    assert pill(client, since) == ""


def test_a_guest_hears_what_a_guest_may_read_and_a_stranger_nothing(place: Community, bo: Actor) -> None:
    guest, stranger, since = member(place, role=Role.GUEST), member(make_place("Elsewhere")), now()
    make_contribution(bo, place)
    readable = Contribution.objects.visible_to(fresh(guest)).count()
    assert count(guest, since) == readable
    assert count(stranger, since) == 0


def test_the_filters_of_the_page_hold(place: Community, anna: Actor, bo: Actor) -> None:
    other = make_place("Second")
    anna, bo = joined(anna, other), joined(bo, other)
    since = now()
    make_contribution(bo, place)
    make_question(bo, other)
    client = client_of(anna)
    texts = [
        pill(client, since, more)[:1] for more in ("", f"&in={other.pk}", "&kind=question", f"&in={place.pk}&kind=idea")
    ]
    assert texts == ["2", "1", "1", ""]
    page = client.get(f"/?in={other.pk}&kind=question").content.decode()
    assert f"&amp;in={other.pk}&amp;kind=question" in page
    assert 'data-topic="home"' not in client.get(f"/?after={now().timestamp():.6f}-9").content.decode()


def test_more_than_twenty_are_not_counted_and_it_costs_the_same(place: Community, anna: Actor, bo: Actor) -> None:
    since, spent = now(), []
    for many in (1, MOST + 5):
        for number in range(many):
            make_contribution(bo, place, f"New {number}")
        actor = fresh(anna)
        with CaptureQueriesContext(connection) as queries:
            found = count_news(actor, list(actor.roles), since)
        spent.append(len(queries))
    assert found == MOST + 1
    assert spent == [2, 2]


def test_a_visitor_gets_nothing_and_a_bad_moment_is_a_bad_request(anna: Actor) -> None:
    assert Client().get("/home/new/?since=2026-11-22T10:00:00Z").status_code == 204
    client = client_of(anna)
    for bad in ("", "?since=", "?since=x", "?since=2026-11-22T10:00:00", "?since=9999-99-99"):
        assert client.get(f"/home/new/{bad}").status_code == 400


def test_home_listens_to_ones_own_communities_and_no_other(place: Community, anna: Actor, bo: Actor) -> None:
    other = make_place("Elsewhere")
    assert list(heard_of(fresh(anna), ["home", f"community:{other.pk}"])) == [f"community:{place.pk}"]
    row = make_contribution(bo, place)
    make_comment(bo, row)
    told = [topics for kind, topics in Signal.objects.values_list("kind", "topics") if kind == "talk"]
    assert [f"community:{place.pk}"] in told
    assert sorted([f"community:{place.pk}", f"contribution:{row.pk}"]) in told
    for topics in told:
        assert not any(topic.startswith("person:") for topic in topics)
