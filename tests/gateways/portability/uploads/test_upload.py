"""What a host sends is checked, imported, and imported once."""

from __future__ import annotations

import gzip
import os

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import translation
from tests.factories.communities import make_community, make_member
from tests.factories.people import actor_of, log_in, make_person
from tests.factories.portability import counters_hold
from tests.gateways.portability.uploads.conftest import PEOPLE, Send, finish, site_zip, zipped

from gilde.communities.enums import Role
from gilde.communities.models import Community
from gilde.core.actor import Actor
from gilde.core.idempotency import read_client_id
from gilde.core.ids import token
from gilde.core.rules import Refusal
from gilde.dialogue.models import Contribution
from gilde.gateways.portability.actions import copy, working
from gilde.gateways.portability.actions import upload as actions
from gilde.gateways.portability.models import ImportedRecord, ImportUpload
from gilde.people.models import Account, Person


def test_a_check_says_what_would_happen_and_writes_nothing(send: Send, place: Community) -> None:
    before = Person.objects.count()
    row = send(PEOPLE, "leden.csv")
    assert (row.state, row.format) == ("checked", "members")
    assert row.found["results"] == {"person added": 2}
    assert Person.objects.count() == before
    with default_storage.open(row.check_report) as report:
        assert report.read().decode("utf-8-sig").count("\n") == 3


def test_people_come_in_and_a_second_time_nothing_does(imported: Send, place: Community) -> None:
    row = imported(PEOPLE, "leden.csv")
    assert row.state == "done"
    assert place.memberships.filter(person__name="Anna de Vries").count() == 1
    again = imported(PEOPLE, "andere naam.csv")
    assert again.run is not None
    assert again.run.counts["results"] == {"person same": 2}
    assert place.memberships.filter(person__name="Anna de Vries").count() == 1
    counters_hold(place)


def test_a_question_site_comes_in_from_a_zip(imported: Send, place: Community) -> None:
    row = imported(site_zip(), "moestuin.stackexchange.com.zip")
    assert (row.state, row.format) == ("done", "stackexchange")
    questions = Contribution.objects.filter(community=place, kind="question")
    assert questions.exists()
    assert {each.origin for each in questions} == {"moestuin.stackexchange.com"}
    counters_hold(place)


def test_what_is_said_of_a_file_names_it(send: Send, place: Community, host: Actor, client: Client) -> None:
    def mails(year: int) -> bytes:
        mail = "From a@x.org Mon Jan  4 10:00:00 2021\nFrom: A <a@x.org>\nSubject: S{0}{1}\nMessage-ID: <{0}.{1}@x>\n"
        mail += "List-Id: <list.x.org>\nDate: Mon, 04 Jan 2021 10:00:00 +0000\n\n" + "words " * 400 + "\n\n"
        return gzip.compress("".join(mail.format(year, number) for number in range(9)).encode(), 0)

    whole = mails(2019)
    halves = {f"list/{year}.mbox.gz": mails(year)[: len(whole) // 2] for year in (2020, 2021, 2022, 2023)}
    row = send(zipped({"list/2019.mbox.gz": whole, **halves}), "list.zip")
    assert row.state == "checked"
    log_in(Person.objects.get(pk=host.person_id), client)
    page = client.get(row.get_absolute_url(), headers={"accept-language": "en"}).content.decode()
    assert "<b>list/2020.mbox.gz, list/2021.mbox.gz, list/2022.mbox.gz …</b>: " in page
    [note] = [note for note in row.found["notes"] if note[3]]
    assert note[0] == 4
    assert note[2] in page


def test_work_goes_on_where_a_worker_was_killed(
    send: Send, place: Community, host: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gilde.gateways.portability.writer.run.BATCH", 5)
    monkeypatch.setattr(
        working.Import.__init__, "__kwdefaults__", {**working.Import.__init__.__kwdefaults__, "size": 5}
    )  # type: ignore[attr-defined]
    row = send(site_zip(), "moestuin.stackexchange.com.zip")
    actions.start(actor=host, upload=row)

    class Killed(BaseException):
        pass

    def kill(self: object, done: int) -> None:
        if done >= 10:
            raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(working._Beat, "__call__", kill)
        with pytest.raises(Killed):
            working.work_on(row.pk)
    row.refresh_from_db()
    assert row.state == "importing"
    assert row.run is not None
    assert row.run.position == 10
    monkeypatch.setattr(working, "SLICE", 0.0)
    finish(row)
    assert row.state == "done"
    with default_storage.open(row.report) as report:
        lines = report.read().decode("utf-8-sig").splitlines()
    assert len({line for line in lines if line.startswith("thread,") and ",added," in line}) == len(
        [line for line in lines if line.startswith("thread,") and ",added," in line]
    )
    assert ImportedRecord.objects.filter(run=row.run).exists()
    counters_hold(place)


def test_what_kills_every_worker_is_given_up(send: Send, host: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    row = send(PEOPLE, "leden.csv")
    actions.start(actor=host, upload=row)

    def burst(_row: ImportUpload) -> bool:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(working, "_import", burst)
        for _try in range(working.MOST_TRIES):
            with pytest.raises(MemoryError):
                working.work_on(row.pk)
        assert working.work_on(row.pk) is False
    row.refresh_from_db()
    assert (row.state, row.trouble) == ("failed", "broken")
    actions.start(actor=host, upload=row)
    assert finish(row).state == "done"


def test_a_stopped_import_can_go_on(send: Send, host: Actor) -> None:
    row = send(PEOPLE, "leden.csv")
    actions.start(actor=host, upload=row)
    actions.stop(actor=host, upload=row)
    assert working.work_on(row.pk) is False
    row.refresh_from_db()
    assert (row.state, row.trouble) == ("failed", "stopped")
    actions.start(actor=host, upload=row)
    assert finish(row).state == "done"


def test_nobody_outside_the_community_is_recognised_or_drawn_in(imported: Send, place: Community) -> None:
    stranger = make_member(make_community("Elders"), person=make_person("Vreemde", with_account=True))
    inside = make_member(place, person=make_person("Lid", with_account=True))
    emails = {}
    for person in (stranger, inside):
        assert person.account is not None
        emails[person.pk] = person.account.emailaddress_set.get(primary=True).email
    content = f"Name,Email\r\nVreemde,{emails[stranger.pk]}\r\nLid,{emails[inside.pk]}\r\n".encode()
    row = imported(content, "leden.csv")
    assert row.run is not None
    assert row.run.counts["results"] == {"person added": 1, "person recognised": 1}
    assert not place.memberships.filter(person=stranger).exists()
    assert ImportedRecord.objects.filter(target="person", target_id=inside.pk).exists()


def test_the_same_source_in_two_communities_stays_apart(imported: Send, place: Community) -> None:
    other = make_community("Andere tuin")
    their_host = actor_of(make_member(other, Role.HOST))
    imported(site_zip(), "moestuin.stackexchange.com.zip")
    second = imported(site_zip(), "moestuin.stackexchange.com.zip", actor=their_host, into=other)
    assert second.run is not None
    assert second.run.counts["results"]["thread added"] == Contribution.objects.filter(community=place).count()
    assert Contribution.objects.filter(community=other).count() == Contribution.objects.filter(community=place).count()


def test_only_hosts_of_the_community_import_and_see_it(send: Send, place: Community) -> None:
    row = send(PEOPLE, "leden.csv")
    for role in (Role.FACILITATOR, Role.MEMBER, Role.GUEST):
        actor = actor_of(make_member(place, role))
        assert not ImportUpload.objects.visible_to(actor).exists()
        for act in (actions.start, actions.undo, actions.remove, actions.stop):
            with pytest.raises(Refusal):
                act(actor=actor, upload=row)
    second = actor_of(make_member(place, Role.HOST))
    assert ImportUpload.objects.visible_to(second).get() == row
    elsewhere = actor_of(make_member(make_community(), Role.HOST))
    assert not ImportUpload.objects.visible_to(elsewhere).exists()


def test_the_same_form_twice_keeps_one_file(place: Community, host: Actor) -> None:
    before = len(default_storage.listdir("imports")[1]) if default_storage.exists("imports") else 0
    key = read_client_id("dezelfde")
    rows = [
        actions.send(actor=host, community=place, file=ContentFile(PEOPLE), name="a.csv", client_id=key) for _ in "ab"
    ]
    assert rows[0] == rows[1]
    assert len(default_storage.listdir("imports")[1]) == before + 1


def test_files_go_after_a_week_and_reports_after_a_month(imported: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    row = imported(PEOPLE, "leden.csv")
    assert actions.remove_old() == 0
    sent, paths = row.sent_at, (row.path, row.check_report, row.report)
    assert all(default_storage.exists(path) for path in paths)
    ImportUpload.objects.update(sent_at=sent - actions.FILE_KEPT)
    actions.remove_old()
    row.refresh_from_db()
    assert (row.path, bool(row.report)) == ("", True)
    ImportUpload.objects.update(sent_at=sent - actions.REPORTS_KEPT)
    actions.remove_old()
    row.refresh_from_db()
    assert (row.report, row.check_report) == ("", "")
    assert not any(default_storage.exists(path) for path in paths)


@pytest.mark.parametrize(
    ("name", "content", "trouble"),
    [
        ("leeg.zip", zipped({}), "unknown"),
        ("kapot.zip", b"PK\x03\x04 and then nothing", "damaged"),
        ("uit.zip", zipped({"../../etc/passwd.md": b"# Hi", "/root.md": b"# Hi"}), "unknown"),
        ("bom.zip", zipped({"a.md": b"\0" * 19_000_000}), "unknown"),
        ("bom.csv.gz", gzip.compress(b"a" * 30_000_000, 1), "large"),
        ("lijst.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "unknown"),
        ("lijst2.csv", b"naam zonder adres\r\n1\r\n", "columns"),
        ("tuin.zip", zipped({"a/Posts.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><posts>"}), "damaged"),
        ("slack.zip", zipped({"users.json": b"{", "general/2020-01-01.json": b"[]"}), "damaged"),
        ("mail.mbox", b"From nobody\n" + b"x" * 1000, "nothing"),
    ],
)  # fmt: skip
def test_hostile_and_broken_files_end_in_a_sentence(
    send: Send, name: str, content: bytes, trouble: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copy, "MOST_UNPACKED", 20_000_000)
    row = send(content, name)
    assert row.state == "failed"
    assert row.trouble == trouble
    assert Person.objects.filter(origin__isnull=False).count() == 0


def test_a_file_with_nothing_to_import_says_why_in_the_language_of_its_sender(send: Send, host: Actor) -> None:
    browser = log_in(Person.objects.get(pk=host.person_id))
    Account.objects.filter(person=host.person_id).update(language="nl")
    broken = zipped({"a.md": b"---\na: &a [x]\ntitle: *a\n---\nText\n"})
    with translation.override("nl"):  # as their pages are
        row = send(broken, "a.zip", format="markdown", site="example.org")
    assert (row.state, row.trouble) == ("failed", "nothing")
    page = browser.get(row.get_absolute_url()).content.decode()
    assert "De regels boven deze pagina zijn niet te lezen" in page
    assert 'value="start"' not in page


def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five records at a time, and a slice is over after each."""
    given = {**working.Import.__init__.__kwdefaults__, "size": 5}  # type: ignore[attr-defined]
    monkeypatch.setattr(working.Import.__init__, "__kwdefaults__", given)
    monkeypatch.setattr(working._Slice, "is_over", lambda _self: True)


def report_of(row: ImportUpload) -> str:
    with default_storage.open(row.check_report) as report:
        return str(report.read().decode("utf-8-sig"))


def checked_in_one_go(send: Send) -> ImportUpload:
    return send(site_zip(), "moestuin.stackexchange.com.zip")


def waiting(place: Community, host: Actor, content: bytes, name: str) -> ImportUpload:
    """A file that was sent and not looked at yet."""
    key = read_client_id(token())
    return actions.send(actor=host, community=place, file=ContentFile(content), name=name, client_id=key)


def test_a_check_in_slices_finds_what_one_in_one_go_finds(
    send: Send, place: Community, host: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = checked_in_one_go(send)
    small_parts(monkeypatch)
    row = waiting(place, host, site_zip(), whole.name)
    seen = []
    while working.work_on(row.pk):
        row.refresh_from_db()
        seen.append(row.done)
        assert row.state == "checking"
    row.refresh_from_db()
    assert row.state == "checked"
    assert len(seen) > 3
    assert seen == sorted(set(seen))
    assert row.found == whole.found
    assert row.done == whole.done
    assert report_of(row) == report_of(whole)
    assert not Contribution.objects.filter(community=place).exists()
    assert not list((settings.VAR / "imports").glob(f"upload-{row.pk}-*.notes*"))


def test_a_check_whose_worker_was_killed_goes_on_and_counts_nothing_twice(
    send: Send, place: Community, host: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = checked_in_one_go(send)
    small_parts(monkeypatch)
    row = waiting(place, host, site_zip(), whole.name)
    assert working.work_on(row.pk)
    row.refresh_from_db()
    done = row.done

    class Killed(BaseException):
        pass

    def kill(*_given: object) -> None:
        raise Killed

    real = working.Import._judged
    for where in ("write", "keep"):  # while it writes its report, and between that and the next part
        with monkeypatch.context() as patch:
            patch.setattr(working.ReportFile, where, kill)
            with pytest.raises(Killed):
                working.work_on(row.pk)
    judged: list[int] = []
    monkeypatch.setattr(working.Import, "_judged", lambda self, given: judged.append(len(given)) or real(self, given))
    finish(row)
    assert row.state == "checked"
    assert sum(judged) <= whole.done - done
    assert row.found == whole.found
    assert report_of(row) == report_of(whole)


def test_without_its_notes_or_its_report_a_check_begins_anew(
    send: Send, place: Community, host: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = checked_in_one_go(send)
    small_parts(monkeypatch)
    for end in ("csv", "notes"):
        row = waiting(place, host, site_zip(), whole.name)
        assert working.work_on(row.pk)
        path = settings.VAR / "imports" / f"upload-{row.pk}-check.{end}"
        path.write_bytes(b"") if end == "csv" else path.write_bytes(b"no database")
        assert finish(row).state == "checked"
        assert row.found == whole.found
        assert report_of(row) == report_of(whole)


def test_notes_that_nobody_goes_on_with_are_removed(
    place: Community, host: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_parts(monkeypatch)
    row = waiting(place, host, site_zip(), "moestuin.stackexchange.com.zip")
    assert working.work_on(row.pk)
    notes = settings.VAR / "imports" / f"upload-{row.pk}-check.notes"
    actions.remove_old()
    assert notes.exists()
    old = (row.sent_at - actions.FILE_KEPT).timestamp()
    os.utime(notes, (old, old))
    actions.remove_old()
    assert not notes.exists()


def test_a_check_that_was_stopped_or_read_as_something_else_begins_anew(
    place: Community, host: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_parts(monkeypatch)
    row = waiting(place, host, site_zip(), "moestuin.stackexchange.com.zip")
    assert working.work_on(row.pk)
    actions.stop(actor=host, upload=row)
    assert not working.work_on(row.pk)
    actions.check(actor=host, upload=row, format="stackexchange", site="")
    row.refresh_from_db()
    assert row.done == 0
    assert finish(row).state == "checked"
