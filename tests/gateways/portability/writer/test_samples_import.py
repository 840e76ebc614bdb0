"""Whole imports of the real folders; collected where ``GILDE_SAMPLES`` names them."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path

import pytest
from django.db.models import Q
from django.test import Client
from tests.factories.communities import PUBLIC, make_community
from tests.factories.portability import bring, counters_hold

from gilde.communities.models import Community
from gilde.core.models import Activity
from gilde.dialogue.models import Answer, Comment, Contribution, ContributionLink
from gilde.gateways.portability.models import ImportedRecord, ImportRun, OldAddress
from gilde.gateways.portability.readers import READERS
from gilde.people.enums import PersonState
from gilde.people.models import Affiliation, Organisation, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(db: None) -> Community:
    return make_community("Moved in", slug="moved-in", audience=PUBLIC, language="en")


AI_COUNTS = {
    "person added": 3157,
    "space added": 1,
    "thread added": 421,
    "answer added": 749,
    "comment added": 1165,
    "vote added": 1244,
    "link added": 91,
}


def links_lead_here(client: Client) -> None:
    """Links within the dump, and its old addresses, lead to what they became."""
    inner = Q(body__contains="](/d/") | Q(body__contains="]: /d/")
    rows = [row for model in (Contribution, Answer, Comment) for row in model.objects.filter(inner)]
    assert len(rows) > 60
    assert ImportedRecord.objects.filter(unresolved=True).count() < 30
    profiles = [row for model in (Contribution, Answer) for row in model.objects.filter(body__contains="(/@")]
    assert len(profiles) >= 2
    for old in ImportedRecord.objects.filter(type="thread").order_by("pk")[:30]:
        question = Contribution.objects.get(pk=old.target_id)
        answered = client.get(f"/questions/{old.source_id}/any-title-it-once-had")
        assert (answered.status_code, answered["Location"]) == (301, question.get_absolute_url())
        assert client.get(answered["Location"]).status_code == 200
    for row in rows[:30]:
        address = row.body.partition("](/d/")[2].partition(")")[0] or row.body.partition("]: /d/")[2].split()[0]
        assert client.get(f"/d/{address.partition('#')[0]}", follow=True).status_code == 200


def test_the_complete_dump_comes_in_with_exact_figures_however_often_it_is_stopped(
    samples: Path, place: Community, tmp_path: Path, client: Client
) -> None:
    reader, path, report = READERS["stackexchange"](), samples / "stackexchange_ai", tmp_path / "first.csv"
    dry = bring(reader, path, place, tmp_path / "dry.csv", dry=True)
    assert not Person.objects.exists()
    for stop_after in (1000, 4000):
        done = bring(reader, path, place, report, stop_after=stop_after)
        assert not done.summary.finished
        assert len(done.rows) == done.summary.position >= stop_after
    done = bring(reader, path, place, report)
    assert done.summary.finished
    assert ImportRun.objects.count() == 1
    assert done.summary.counts == dry.summary.counts == AI_COUNTS
    assert done.rows == dry.rows

    # 3,157 people of whom one is the site itself, and one who is only named.
    people = ImportedRecord.objects.filter(type="person")
    assert people.values("target_id").distinct().count() == 3157
    assert Person.objects.count() == 3157 + 1
    assert set(Person.objects.values_list("state", flat=True)) == {PersonState.PLACEHOLDER}
    assert place.memberships.count() == 3156
    system = people.get(source_id="-1").target_id
    assert not place.memberships.filter(person=system).exists()
    assert Contribution.objects.filter(community=place, kind="question").count() == 421
    assert (Answer.objects.count(), Comment.objects.count()) == (749, 1165)
    assert Answer.objects.filter(accepted_at__isnull=False).count() == 212
    # 101 links: 10 lead to nothing; of the 91, six say of a pair that is linked already that it is a duplicate.
    assert ImportedRecord.objects.filter(type="link").count() == 91
    assert ContributionLink.objects.count() == 85
    assert ContributionLink.objects.filter(duplicate=True).count() == 6
    assert [row["result"] for row in done.rows if "there is no question" in row["remark"]] == ["left out"] * 10
    assert done.summary.problems["link_target_missing"] == 101 - 91
    likes = sum(sum(model.objects.values_list("imported_likes", flat=True)) for model in (Contribution, Answer))
    assert likes == 1597 + 2258
    assert done.summary.problems["downvotes_left_out"] == 178
    for model in (Contribution, Answer, Comment):
        assert not model.objects.exclude(licence="CC BY-SA 3.0", origin="ai.stackexchange.com").exists()
        assert not model.objects.exclude(uri__startswith="https://ai.stackexchange.com/").exists()
        assert {moment.year for moment in model.objects.values_list("created_at", flat=True)} == {2016}
    counters_hold(place)
    assert Activity.objects.filter(verb="portability.imported").count() == 1

    links_lead_here(client)

    # The second time, nothing changes.
    before = OldAddress.objects.count()
    again = bring(reader, path, place, tmp_path / "second.csv")
    assert again.summary.counts == {name.replace("added", "same"): number for name, number in AI_COUNTS.items()}
    assert (Person.objects.count(), OldAddress.objects.count()) == (3158, before)
    counters_hold(place)


def test_a_dump_without_people_comes_in_with_placeholders(samples: Path, place: Community, tmp_path: Path) -> None:
    reader, path = READERS["stackexchange"](), samples / "stackexchange_matheducators"
    done = bring(reader, path, place, tmp_path / "r.csv")
    assert done.summary.counts == {"person added": 360, "space added": 1, "thread added": 397, "answer added": 1507}
    assert Answer.objects.filter(accepted_at__isnull=False).count() == 189
    assert done.summary.problems["table_missing"] == 6
    named = Person.objects.filter(contribution_count__gt=0, uri__isnull=False)
    assert named.exists()
    assert all(person.name.split()[-1].isdecimal() for person in named)
    counters_hold(place)
    again = bring(reader, path, place, tmp_path / "again.csv")
    assert not any("added" in name or "updated" in name for name in again.summary.counts)


def test_a_partial_dump_brings_what_is_there_and_lists_what_is_not(
    samples: Path, place: Community, tmp_path: Path
) -> None:
    reader, path = READERS["stackexchange"](), samples / "stackexchange_cseducators_partial"
    done = bring(reader, path, place, tmp_path / "r.csv")
    counts = done.summary.counts
    assert (counts["thread added"], counts["person added"], counts["link added"]) == (1220, 573, 396)
    assert not Answer.objects.exists()
    problems = done.summary.problems
    assert (problems["accepted_answer_missing"], problems["link_target_missing"]) == (428, 1)
    assert problems["votes_target_missing"] > 5000
    assert problems["table_missing"] == 3
    assert sum(1 for row in done.rows if row["result"] == "left out" and row["remark"]) > 5000
    counters_hold(place)
    again = bring(reader, path, place, tmp_path / "again.csv")
    assert not any("added" in name or "updated" in name for name in again.summary.counts)


# ── members ──────────────────────────────────────────────────────────────────


@pytest.fixture(scope="session")
def members(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The members of an association, from the list its site is built from, as CSV."""
    with zipfile.ZipFile(samples / "fronteers_nl" / "fronteers-site-content.zip") as archive:
        listed = json.loads(archive.read("src/_data/members-list.json"))
    path = tmp_path_factory.mktemp("members") / "leden.csv"
    with path.open("w", newline="", encoding="utf-8-sig") as stream:
        rows = csv.writer(stream, delimiter=";")
        rows.writerow(["Naam", "Werkgever", "Website"])
        rows.writerows([each["naam"], each.get("werkgever", ""), each.get("website", "")] for each in listed)
    return path


def test_the_members_of_an_association_come_in_once(members: Path, place: Community, tmp_path: Path) -> None:
    reader = READERS["members"](site="fronteers.nl")
    done = bring(reader, members, place, tmp_path / "r.csv")
    assert done.summary.counts == {"person added": 120}
    assert Person.objects.filter(state=PersonState.PLACEHOLDER, invited_email="").count() == 120
    assert Organisation.objects.exists()
    assert Affiliation.objects.count() <= 120
    counters_hold(place)
    again = bring(reader, members, place, tmp_path / "again.csv")
    assert again.summary.counts == {"person same": 120}
    assert (Person.objects.count(), place.memberships.count()) == (120, 120)
