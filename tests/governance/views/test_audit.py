"""The log of what happened: who reads it, what it must not say, narrowing it, taking it along."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import tracemalloc
from datetime import timedelta
from enum import StrEnum
from importlib import import_module
from itertools import islice

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.timezone import localtime
from tests.factories.communities import outsider
from tests.factories.dialogue import (
    client_of,
    make_answer,
    make_comment,
    make_contribution,
    make_place,
    member,
    person_of,
)
from tests.factories.governance import make_case
from tests.factories.people import actor_of, log_in, make_account, make_person

from gilde.communities.actions import membership as memberships
from gilde.communities.enums import Role
from gilde.core.acts import Sight, Sort, said, verbs_of
from gilde.core.audience import Audience
from gilde.core.clock import now
from gilde.core.models import Activity
from gilde.dialogue.actions import contribution as contributions
from gilde.dialogue.actions.appreciation import appreciate
from gilde.dialogue.actions.contribution import ContributionText
from gilde.dialogue.enums import AppreciationKind, ContributionKind
from gilde.governance.enums import Verb
from gilde.governance.queries.audit import Wanted, audit, every
from gilde.governance.queries.newest import Key
from gilde.people.actions.block import block
from gilde.people.actions.follow import follow

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return make_place(audience=Audience.COMMUNITY)


@pytest.fixture
def host(place):
    return member(place, "Hans Host", role=Role.HOST)


@pytest.fixture
def boss():
    return make_person("Boss", account=make_account(is_superuser=True))


def page(actor, place, query=""):
    answer = client_of(actor).get(f"/c/{place.slug}/log/{query}", HTTP_ACCEPT_LANGUAGE="en")
    return answer.status_code, html.unescape(re.sub(r"\s+", " ", answer.content.decode()))


def words(actor, place, **wanted):
    return [f"{line.by} {line.words}" for line in audit(actor, place, Wanted(**wanted)).lines]


def all_verbs():
    found = {}
    for config in apps.get_app_configs():
        if config.name.startswith("gilde."):
            try:
                module = import_module(f"{config.name}.enums")
            except ModuleNotFoundError:
                continue
            kind = getattr(module, "Verb", None)
            if kind is not None and issubclass(kind, StrEnum):
                found.update({verb.value: verb for verb in kind})
    return sorted(found)


@pytest.mark.parametrize("verb", all_verbs())
def test_every_verb_of_the_house_is_put_into_words_in_both_languages(verb):
    it = said(verb)
    assert it is not None, f"register_acts() knows no words for {verb}"
    for text in (it.plain, it.titled, it.named):
        if text:
            with translation.override("en"):
                english = str(text)
            with translation.override("nl"):
                assert str(text) != english, f"no Dutch for {english!r}"
    assert "%(title)s" in str(it.titled) or not it.titled
    assert "%(name)s" in str(it.named) or not it.named
    assert "%(" not in str(it.plain)


def test_hosts_read_what_happened_with_the_way_to_it_and_nobody_else_does(place, host, boss):
    author = member(place, "Anna")
    contribution = make_contribution(author, place, "On Mondays")
    make_comment(member(place, "Bea"), contribution)
    status, shown = page(host, place)
    assert status == 200
    assert f'href="{contribution.get_absolute_url()}">shared “On Mondays”' in shown
    assert "commented on “On Mondays”" in shown
    for nobody in (author, outsider(), member(place, role=Role.FACILITATOR), member(place, role=Role.GUEST)):
        assert page(nobody, place)[0] == 404
        assert client_of(nobody).get("/log/").status_code == 404
        assert client_of(nobody).post(f"/c/{place.slug}/log/export/").status_code == 404
        assert client_of(nobody).post("/log/export/").status_code == 404
    gone = member(place, "Former", role=Role.HOST)
    memberships.leave(actor=gone, community=place)
    assert page(actor_of(person_of(gone)), place)[0] == 404
    assert log_in(boss).get(f"/c/{place.slug}/log/").status_code == 404  # reads everything at /log/
    assert log_in(boss).get("/log/").status_code == 200


def test_the_operator_reads_that_something_happened_and_no_titles_of_places_they_are_not_in(place, host, boss):
    make_contribution(member(place, "Anna"), place, "A secret title")
    page_ = html.unescape(log_in(boss).get("/log/", HTTP_ACCEPT_LANGUAGE="en").content.decode())
    assert "shared a contribution" in page_
    assert "A secret title" not in page_
    assert place.name not in page_
    assert "a community you are not in" in page_


def test_what_is_ones_own_business_is_nobody_elses(place, host, boss):
    anna, bea = member(place, "Anna"), member(place, "Bea")
    contribution = make_contribution(bea, place)
    before = Activity.objects.count()
    appreciate(actor=anna, target=contribution, kind=AppreciationKind.LIKE, on=True)
    follow(actor=anna, person=person_of(bea))
    block(actor=anna, person=person_of(host))
    assert Activity.objects.count() > before
    for lines in (words(host, place), words(actor_of(boss), None)):
        assert not [line for line in lines if line.startswith("Anna") and " let " not in line]
    assert not set(verbs_of(Sight.PLACE, Sight.HOUSE)) & set(verbs_of(Sight.OWN))


def test_who_reported_is_told_to_nobody_and_a_case_about_a_host_not_to_that_host(place, host):
    other = member(place, "Olga Other", role=Role.HOST)
    reporter = member(place, "Rita Reporter")
    make_case(reporter, make_contribution(host, place, "By the host"))
    assert "Someone reported something" in words(other, place)
    assert not [line for line in words(other, place) if "Rita" in line and " let " not in line]
    assert not [line for line in words(host, place) if "report" in line]
    assert words(other, place, who=person_of(reporter), sort=Sort.CASES) == []


def test_who_asked_without_a_name_stays_unknown_by_every_filter(place, host):
    asker = member(place, "Ada Asker")
    type(place).objects.filter(pk=place.pk).update(unnamed="talk")
    place.refresh_from_db()
    text = ContributionText(title="May I ask?", body="How?", fields={"tried": "Nothing."})
    contribution = contributions.contribute(
        actor=asker, community=place, kind=ContributionKind.QUESTION, text=text, unnamed=True
    )
    make_answer(member(place, "Bo"), contribution)
    contributions.delete(actor=asker, contribution=contribution)
    assert "Someone removed a contribution" in words(host, place)
    for wanted in ({"who": person_of(asker)}, {"about": person_of(asker)}):
        assert not [line for line in words(host, place, **wanted) if "“" in line or "remov" in line or "shared" in line]


def test_titles_go_when_what_they_name_can_no_longer_be_seen(place, host):
    author = member(place, "Anna")
    contribution = make_contribution(author, place, "Gone tomorrow")
    contributions.delete(actor=author, contribution=contribution)
    status, shown = page(host, place)
    assert status == 200
    assert "Gone tomorrow" not in shown
    assert "Anna" in shown


def test_it_can_be_narrowed_to_who_what_about_whom_and_when(place, host):
    anna, bea = member(place, "Anna"), member(place, "Bea")
    contribution = make_contribution(anna, place, "Her words")
    make_comment(bea, contribution)
    contributions.delete(actor=host, contribution=make_contribution(anna, place, "Too sharp"))
    assert words(host, place, who=person_of(bea), sort=Sort.TALK) == ["Bea commented on “Her words”"]
    assert words(host, place, sort=Sort.ORDER) == ["Hans Host removed a contribution"]
    assert words(host, place, about=person_of(anna), sort=Sort.ORDER) == ["Hans Host removed a contribution"]
    Activity.objects.filter(verb="dialogue.commented").update(at=now() - timedelta(days=10))
    week = localtime(now() - timedelta(days=10)).date()  # a day of the reader, not one of Greenwich
    assert words(host, place, since=week, until=week) == ["Bea commented on “Her words”"]
    handle = person_of(bea).handle
    status, shown = page(host, place, f"?who=@{handle.upper()}&sort=talk")
    assert status == 200
    assert "commented on" in shown
    assert f'value="@{handle.upper()}"' in shown


@pytest.mark.parametrize(
    "query",
    [
        "?who=nobody-at-all",
        "?since=yesterday",
        "?since=2026-05-05&until=2026-05-01",
        "?sort=everything",
        "?since=0001-01-01",
        "?until=9999-12-31",
    ],
)
def test_a_filter_that_cannot_be_read_says_so_and_shows_nothing(place, host, query):
    make_contribution(member(place, "Anna"), place, "On Mondays")
    status, shown = page(host, place, query)
    assert status == 422
    assert "On Mondays" not in shown
    assert "field-error" in shown


@pytest.mark.parametrize("query", ["?before=x", "?before=99999999999999999999999", "?before=-1", "?until=8999-12-31"])
def test_odd_addresses_are_read_as_far_as_they_go(place, host, query):
    make_contribution(host, place, "On Mondays")
    assert page(host, place, query)[0] == 200


def test_a_day_beyond_every_calendar_is_refused_before_the_log_goes_out(place, host):
    for given in ({"since": "0001-01-01"}, {"until": "9999-12-31"}):
        answer = client_of(host).post(f"/c/{place.slug}/log/export/", {"form": "csv", **given})
        assert answer.status_code == 404
    assert not Activity.objects.filter(verb=Verb.LOG_EXPORTED).exists()


def test_somebody_one_cannot_know_is_not_found_by_the_filter(place, host):
    hidden = make_person("Hidden", handle="hidden", audience=Audience.ME)
    for handle in ("never-was", hidden.handle):
        assert f"We found nobody called @{handle}." in page(host, place, f"?who={handle}")[1]


def test_pages_follow_each_other_and_every_line_has_an_address(place, host):
    author = member(place, "Anna")
    for number in range(60):
        make_contribution(author, place, f"Number {number}")
    shown = page(host, place)[1]
    older = re.search(r'href="([^"]*)" rel="next"', shown)[1]
    second = html.unescape(client_of(host).get(older).content.decode())
    assert "Number 59”" in shown
    assert "Number 0”" in second
    first = re.search(r'class="audit-when" href="([^"#]*)#(act-\d+)"', shown)
    again = client_of(host).get(first[1]).content.decode()
    assert f'id="{first[2]}"' in again


def test_as_many_statements_for_fifty_lines_as_for_one(place, host):
    client = client_of(host)

    def statements():
        with CaptureQueriesContext(connection) as caught:
            client.get(f"/c/{place.slug}/log/")
        return len(caught)

    make_contribution(member(place, "Anna"), place)
    client.get(f"/c/{place.slug}/log/")
    few = statements()
    for number in range(20):
        author = member(place, f"Member {number}")
        contribution = make_contribution(author, place, f"Number {number}", kind="question")
        make_answer(host, contribution)
        make_comment(author, contribution)
    assert statements() <= few + 3  # answers and comments are read too now
    assert statements() <= 14


def exported(actor, place, **given):
    answer = client_of(actor).post(f"/c/{place.slug}/log/export/", given, HTTP_ACCEPT_LANGUAGE="en")
    assert answer.status_code == 200
    return answer, b"".join(answer.streaming_content)


def test_it_is_taken_along_as_a_table_that_opens_in_a_spreadsheet_and_has_no_formulas(place, host):
    make_contribution(member(place, "Anna"), place, "On Mondays")
    make_contribution(member(place, "=HYPERLINK(1)"), place, "@cmd")
    answer, body = exported(host, place, form="csv")
    assert body.startswith(b"\xef\xbb\xbf")
    assert 'filename="log-' in answer["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    assert rows[0][:4] == ["Number", "When", "Who", "What"]
    assert ["Anna", "shared “On Mondays”"] in [row[2:4] for row in rows]
    assert "'=HYPERLINK(1)" in [row[2] for row in rows]
    assert not [cell for row in rows for cell in row if cell[:1] in "=+@" and cell]


def test_it_is_taken_along_as_lines_of_json_with_the_same_filters(place, host):
    anna = member(place, "Anna")
    make_comment(anna, make_contribution(member(place, "Bea"), place, "Hers"))
    _answer, body = exported(host, place, form="jsonl", who=person_of(anna).handle, sort="talk")
    rows = [json.loads(line) for line in body.decode().splitlines()]
    assert [row["what"] for row in rows] == ["commented on “Hers”"]
    assert rows[0]["who"] == "Anna"


def test_taking_it_along_is_an_act_itself_and_stands_in_the_log(place, host):
    exported(host, place, form="csv", sort="talk")
    row = Activity.objects.get(verb=Verb.LOG_EXPORTED)
    assert row.actor_id == host.person_id
    assert row.data == {"form": "csv", "sort": "talk"}
    assert words(host, place)[0] == "Hans Host exported the log"
    assert client_of(host).post(f"/c/{place.slug}/log/export/", {"form": "exe"}).status_code == 404
    assert client_of(host).get(f"/c/{place.slug}/log/export/").status_code == 405
    assert Activity.objects.filter(verb=Verb.LOG_EXPORTED).count() == 1


def many_rows(place, person_id, count):
    Activity.objects.bulk_create(
        (
            Activity(
                at=now(), verb="dialogue.commented", actor_id=person_id, target_kind="dialogue.comment",
                target_id=10**9 + number, community_id=place.pk, data={},
            )
            for number in range(count)
        ),
        batch_size=2_000,
    )  # fmt: skip


def test_thousands_of_lines_go_out_in_constant_memory(place, host):
    many_rows(place, host.person_id, 6_000)
    lines = every(host, place, Wanted(sort="talk"), before=Key(now(), 0))
    next(lines)
    tracemalloc.start()
    count = 1 + sum(1 for _line in islice(lines, 1_000))
    _now, at_first = tracemalloc.get_traced_memory()
    tracemalloc.reset_peak()
    count += sum(1 for _line in lines)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 6_000
    assert peak < 2 * at_first < 8_000_000  # five times as many lines


def test_a_page_of_a_long_log_reads_only_its_end(place, host):
    # PostgreSQL reads a small table whole, rightly; SQLite's plan does not depend on the size.
    count = 5_000 if connection.vendor == "sqlite" else 20_000
    many_rows(place, host.person_id, count)
    many_rows(make_place(), host.person_id, count)
    with CaptureQueriesContext(connection) as caught:
        audit(host, place, Wanted())
    statement = next(it["sql"] for it in caught if 'FROM "core_activity"' in it["sql"])
    with connection.cursor() as cursor:
        cursor.execute(("EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN ") + statement)
        plan = " ".join(str(row) for row in cursor.fetchall())
    assert "activity_community_at" in plan or "activity_at" in plan
    if connection.vendor == "sqlite":
        assert "TEMP B-TREE" not in plan


def test_imported_acts_stand_at_their_date_in_every_view_of_the_log(place, host):
    author = member(place, "Anna")
    old, new = make_contribution(author, place, "Old"), make_contribution(author, place, "New")
    Activity.objects.filter(target_id=new.pk, verb="dialogue.contributed").update(at=now() - timedelta(days=2))
    Activity.objects.filter(target_id=old.pk, verb="dialogue.contributed").update(at=now() - timedelta(days=1))
    expected = ["Anna shared “Old”", "Anna shared “New”"]
    for wanted in ({}, {"sort": "talk"}, {"who": person_of(author)}):
        assert [line for line in words(host, place, **wanted) if "shared" in line] == expected
    lines = every(host, place, Wanted(sort="talk"), before=Key(now(), 0))
    assert [f"{line.by} {line.words}" for line in lines] == expected


def test_the_address_of_a_line_shows_that_line_first(place, host):
    make_contribution(member(place, "Anna"), place, "One")
    make_contribution(member(place, "Bea"), place, "Two")
    line = audit(host, place, Wanted(sort="talk")).lines[1]
    assert audit(host, place, Wanted(), before=Key.read(line.here)).lines[0] == line
