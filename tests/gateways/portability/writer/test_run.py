"""Stopping, going on, and what the database refuses."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import timedelta

import pytest
from django.db import connection, transaction
from tests.factories.communities import counted, make_member
from tests.factories.people import actor_of
from tests.factories.portability import (
    LONG_AGO,
    SITE,
    Done,
    Source,
    answer,
    became,
    comment,
    link,
    many_people,
    person,
    thread,
    vote,
)
from tests.meanwhile import Meanwhile

from gilde.communities.models import Community
from gilde.core.models import Activity
from gilde.dialogue.actions.comment import add_comment
from gilde.dialogue.models import Answer, Comment, Contribution, ContributionLink
from gilde.gateways.portability.models import ImportedRecord, ImportRun
from gilde.gateways.portability.records import Record
from gilde.gateways.portability.writer import bookmark
from gilde.gateways.portability.writer.outcome import Outcome
from gilde.gateways.portability.writer.report import ReportFile
from gilde.gateways.portability.writer.run import Import
from gilde.people.models import Person


def a_forum() -> list[Record]:
    """A small forum whose parts refer to each other, also forwards."""
    records: list[Record] = [*many_people(40)]
    for number in range(1, 31):
        body = f"See [next](https://{SITE}/q/{number % 30 + 1})"
        author = str(number)
        records.append(thread(str(number), f"Question {number}", body=body, author_id=author, accepted_id=f"a{number}"))
    for number in range(1, 31):
        records.append(answer(f"a{number}", str(number), author_id="40", created_at=LONG_AGO + timedelta(days=number)))
    for number in range(1, 61):
        target = str((number + 1) // 2)
        parent = f"a{target}" if number % 2 else None
        records += [comment(f"c{number}", target, parent_id=parent), vote(f"c{number}", number, "message")]
    return [*records, *(link(str(number), str(number + 1)) for number in range(1, 30))]


def picture(place: Community) -> dict[str, object]:
    """Everything an import leaves, without the ids."""
    place.refresh_from_db()
    numbers = {row.pk: row.title for row in Contribution.objects.all()}
    return {
        "people": sorted(Person.objects.values_list("name", "handle", "contribution_count", "uri")),
        "members": counted(place),
        "threads": sorted(
            (row.title, row.author.name, row.answer_count, row.comment_count, row.has_accepted, row.last_activity_at)
            for row in Contribution.objects.select_related("author")
        ),
        "texts": sorted(SITE in row.body_html for row in Contribution.objects.all()),
        "answers": sorted((numbers[row.contribution_id], row.comment_count) for row in Answer.objects.all()),
        "comments": sorted((row.body, row.imported_likes, row.answer_id is None) for row in Comment.objects.all()),
        "links": sorted((numbers[row.source_id], numbers[row.target_id]) for row in ContributionLink.objects.all()),
        "counts": (place.contribution_count, ImportedRecord.objects.filter(unresolved=True).count()),
        "activities": Activity.objects.filter(verb="portability.imported").count(),
    }


@pytest.fixture(autouse=True)
def _small_batches(source: Source) -> None:
    source.size = 7


@pytest.fixture
def undisturbed(source: Source, place: Community) -> dict[str, object]:
    """What an import without a stop leaves, and how its report looks; cleaned away again."""
    done = source.bring(*a_forum())
    assert done.summary.finished
    found = {**picture(place), "report": done.report.read_bytes()}
    for model in (ContributionLink, Comment, Answer, Contribution, ImportedRecord, ImportRun, Activity):
        model._default_manager.all().delete()
    place.memberships.all().delete()
    Person.objects.all().delete()
    Community.objects.update(member_count=0, contribution_count=0)
    return found


def test_an_import_that_is_stopped_again_and_again_ends_as_one_that_was_not(
    source: Source, place: Community, undisturbed: dict[str, object]
) -> None:
    source.write(*a_forum())
    runs = 0
    while True:
        seen = iter(range(2 + runs % 3))

        def stop(work: Import, _done: int, seen=seen) -> None:
            if next(seen, None) is None:
                work.stop()

        done = source.go(progress=stop)
        runs += 1
        if done.summary.finished:
            break
        assert counted(place)[0] == counted(place)[1], "counters are right after every batch"
    assert runs > 5
    assert ImportRun.objects.count() == 1
    assert {**picture(place), "report": done.report.read_bytes()} == undisturbed


class PowerCut(BaseException):
    """Nobody catches this."""


class UnluckyReport(ReportFile):
    """Every fifth time, the power fails when a batch and its rows are written and not committed yet."""

    written = 0

    def write(self, outcomes: Iterable[Outcome]) -> int:
        size = super().write(outcomes)
        UnluckyReport.written += 1
        if UnluckyReport.written % 5 == 4:
            raise PowerCut
        return size


def test_an_import_that_dies_in_the_middle_goes_on_without_loss_or_doubles(
    source: Source, place: Community, undisturbed: dict[str, object]
) -> None:
    source.write(*a_forum())
    source.report_file = UnluckyReport
    deaths = 0
    while True:
        try:
            done = source.go()
        except PowerCut:
            deaths += 1
            assert counted(place)[0] == counted(place)[1]
        else:
            break
    assert deaths > 5
    assert {**picture(place), "report": done.report.read_bytes()} == undisturbed


def test_a_report_whose_last_rows_were_not_committed_is_cut_back(source: Source) -> None:
    source.write(*many_people(30))
    first = source.go(progress=lambda work, _done: work.stop())
    with first.report.open("ab") as stream:
        stream.write(b"person,999,,added,of a batch that was lost\r\nperson,1000,,ad")
    done = source.go()
    assert done.report == first.report
    assert [row["source id"] for row in done.rows] == [str(number) for number in range(1, 31)]


def test_a_stopped_import_begins_again_when_the_export_was_replaced(source: Source) -> None:
    source.write(*many_people(30))
    source.go(progress=lambda work, _done: work.stop())
    done = source.bring(person("new", "In front"), *many_people(30))
    assert done.summary.counts == {"person added": 24, "person same": 7}
    assert Person.objects.count() == 31


def test_who_wants_can_begin_again(source: Source) -> None:
    source.write(*many_people(30))
    source.go(progress=lambda work, _done: work.stop())
    done = source.go(go_on=False)
    assert done.summary.counts == {"person added": 23, "person same": 7}
    again = source.go()
    assert again.summary.counts == {"person same": 30}


def test_a_finished_import_is_not_gone_on_with(source: Source) -> None:
    source.bring(*many_people(3))
    os.utime(source.path, ns=(1, 1))
    assert source.go().summary.counts == {"person same": 3}
    assert ImportRun.objects.filter(finished_at__isnull=False).count() == 2


def test_two_processes_do_not_go_on_with_the_same_import(source: Source) -> None:
    source.write(*many_people(30))

    def meanwhile(_work: Import, done: int) -> None:
        if done == 7:
            ImportRun.objects.update(position=14)

    with pytest.raises(bookmark.CannotImport, match="under way"):
        source.go(progress=meanwhile)
    assert Person.objects.count() == 7


def test_the_same_files_do_not_come_in_under_another_name(source: Source) -> None:
    source.bring(*many_people(3))
    stat = source.path.stat()
    text = source.path.read_text()
    source.path.write_text(text.replace(SITE, "veld.example.org").ljust(len(text))[: len(text)])
    os.utime(source.path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    with pytest.raises(bookmark.CannotImport, match=f"--site {SITE}"):
        source.go()
    assert Person.objects.count() == 3


@pytest.fixture
def refuses_thirteen(place: Community) -> None:
    """A database in which nobody can be called "Lid 13"."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "CREATE TRIGGER no_thirteen BEFORE INSERT ON people_person WHEN NEW.name = 'Lid 13' "
                "BEGIN SELECT RAISE(ABORT, 'not thirteen'); END"
            )
        else:
            cursor.execute("ALTER TABLE people_person ADD CONSTRAINT no_thirteen CHECK (name <> 'Lid 13')")


def test_what_the_database_refuses_is_left_out_and_the_rest_comes_in(
    source: Source, place: Community, refuses_thirteen: None
) -> None:
    source.size = 200
    done = source.bring(*many_people(30), thread("5", author_id="13", author_name="Thirteen"))
    assert done.results("13") == ["left out"]
    assert done.remarks("13")
    assert done.summary.counts["person added"] == 29
    assert counted(place) == (29, 29)
    assert became(thread("5")).author.name == "Thirteen"


def test_an_empty_export_ends_well(source: Source) -> None:
    source.path.write_text("")
    done = source.go()
    assert done.summary.finished
    assert not done.summary.counts


def test_the_run_says_when_it_ended_and_what_it_did(source: Source, place: Community) -> None:
    make_member(place)
    source.bring(*many_people(3))
    run = ImportRun.objects.get()
    assert run.finished_at is not None
    assert (run.reader, run.source, run.position) == ("records", SITE, 3)
    told = Activity.objects.get(verb="portability.imported")
    assert (told.target_id, told.community_id, told.actor_id) == (run.pk, place.pk, None)
    assert told.data["counts"] == {"person added": 3}


def test_of_two_records_with_one_name_the_first_counts_and_every_next_run_changes_nothing(source: Source) -> None:
    twice = [person("1", "Anna"), person("1", "Bo"), thread("5", "First"), thread("5", "Second"), thread("6")]
    source.size = 2
    for added in ("added", "same"):
        done = source.bring(*twice)
        assert done.summary.counts == {f"person {added}": 1, f"thread {added}": 2}
        assert done.summary.problems == {"id_twice": 2}
        assert done.results("5") == [added, "left out"]
        assert "first" in done.remarks("5")[0] or "eerste" in done.remarks("5")[0]
    assert became(twice[0]).name == "Anna"
    assert became(twice[2]).title == "First"


def test_a_record_that_stands_twice_is_known_after_a_stop_too(source: Source) -> None:
    source.write(*many_people(6), person("3", "Somebody else"), thread("5"))
    source.size = 4
    done = source.go(progress=lambda work, _done: work.stop())
    assert not done.summary.finished
    done = source.go()
    assert done.summary.finished
    assert done.summary.problems == {"id_twice": 1}
    assert done.results("3")[-1] == "left out"


def test_the_report_names_the_line_and_another_order_is_the_same_list(source: Source) -> None:
    people = many_people(3)
    rows = source.bring(*people).rows
    assert [(row["source id"], row["row"]) for row in rows] == [
        (each.source_id, str(n)) for n, each in enumerate(people, 1)
    ]
    assert source.bring(*reversed(people)).summary.counts == {"person same": 3}


@pytest.mark.django_db(transaction=True)
def test_a_batch_that_is_ended_for_somebody_who_writes_there_is_written_once_more(source: Source) -> None:
    people, old = person("1", "Anna"), thread("5", author_id="1")
    source.bring(people, old)
    row = became(old)
    writer = actor_of(make_member(source.community))
    Community.objects.update(last_activity_at=LONG_AGO)  # so that a comment moves the moment of the community too
    new = thread("5", title="Why are all my peas yellow?", author_id="1")

    def bring() -> Done:
        if connection.vendor == "postgresql":  # the first that looks is the one that is ended
            with connection.cursor() as cursor:
                cursor.execute("SET deadlock_timeout = '20ms'")
        return source.bring(person("1", "Anna Vos"), new)

    with transaction.atomic():
        list(Person.objects.select_for_update().filter(name="Anna"))
        # The import holds the community and comes to the conversation; the one who writes the other way round.
        move = Meanwhile(bring)
        said = Meanwhile(lambda: add_comment(actor=writer, contribution=row, body="Also here."), waiting=2)
    done = move.end()
    assert not isinstance(done, Exception), repr(done)
    assert not isinstance(said.end(), Exception)
    row.refresh_from_db()
    assert (row.title, row.comment_count) == ("Why are all my peas yellow?", 1)
    assert done.summary.counts == {"person updated": 1, "thread updated": 1}
    assert [len(done.results(each)) for each in ("1", "5")] == [1, 1]
