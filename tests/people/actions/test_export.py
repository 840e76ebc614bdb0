"""Asking for one's own data, and what becomes of it."""

from __future__ import annotations

import io
import json
import re
import uuid
import zipfile
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from tests.factories.communities import make_community, make_member
from tests.factories.dialogue import make_contribution
from tests.factories.people import actor_of, affiliate, label, make_organisation, make_person
from tests.people.pictures import picture

from gilde.communities.enums import Joining
from gilde.communities.models import JoinRequest
from gilde.core import exports
from gilde.core.actor import VISITOR
from gilde.core.clock import now
from gilde.core.files.store import store_upload
from gilde.core.models import QueuedTask
from gilde.core.rules import Refusal
from gilde.dialogue.actions.draft import save_draft
from gilde.gateways.portability.command_line import export_person_words
from gilde.gateways.portability.export import make_export, write_export
from gilde.gateways.portability.export_person import export_person_main
from gilde.people.actions.export import ask_export, keep_export, remove_old_exports
from gilde.people.actions.leaving import erase
from gilde.people.actions.photo import change_photo
from gilde.people.actions.profile import change_motivation, change_story
from gilde.people.enums import ExportState, LabelKind, Question
from gilde.people.models import Export


@pytest.fixture
def anna():
    return make_person("Anna <b>", handle="anna", with_account=True)


def opened(person, language="en"):
    stream = io.BytesIO()
    write_export(person, stream, language=language)
    return zipfile.ZipFile(stream)


def test_asking_enqueues_the_work_and_asking_again_while_it_waits_gives_the_same(anna):
    row = ask_export(actor=actor_of(anna), client_id=uuid.uuid4())
    assert ask_export(actor=actor_of(anna), client_id=uuid.uuid4()) == row
    assert QueuedTask.objects.get(function="gilde.gateways.portability.export.make_export").args == [row.pk]


def test_a_replay_after_it_was_ready_gives_the_first(anna):
    key = uuid.uuid4()
    row = ask_export(actor=actor_of(anna), client_id=key)
    keep_export(export=row, path="exports/x.zip", size=1)
    assert ask_export(actor=actor_of(anna), client_id=key) == row
    assert ask_export(actor=actor_of(anna), client_id=uuid.uuid4()) != row


def test_a_visitor_has_nothing_to_take_along():
    with pytest.raises(Refusal):
        ask_export(actor=VISITOR)


def test_the_task_makes_a_file_once_however_often_it_runs(anna):
    row = ask_export(actor=actor_of(anna))
    for _ in range(2):
        make_export.func(row.pk)
    row.refresh_from_db()
    assert row.state == ExportState.READY
    assert row.expires_at - row.ready_at == timedelta(days=7)
    with default_storage.open(row.path) as stream:
        assert zipfile.ZipFile(stream).testzip() is None


def test_after_seven_days_it_is_gone(anna):
    row = ask_export(actor=actor_of(anna))
    make_export.func(row.pk)
    row.refresh_from_db()
    assert remove_old_exports() == 0
    Export.objects.update(expires_at=now())
    assert remove_old_exports() == 1
    assert not default_storage.exists(row.path)
    assert Export.objects.get().state == ExportState.GONE


def test_what_never_came_is_given_up_so_that_one_can_ask_again(anna):
    row = ask_export(actor=actor_of(anna))
    Export.objects.update(asked_at=now() - timedelta(hours=7))
    remove_old_exports()
    assert ask_export(actor=actor_of(anna)) != row


def test_leaving_takes_the_file_away(anna, django_capture_on_commit_callbacks):
    row = ask_export(actor=actor_of(anna))
    make_export.func(row.pk)
    row.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        erase(actor=actor_of(anna))
    assert not default_storage.exists(row.path)
    make_export.func(row.pk)


def test_a_page_has_no_names_of_columns_on_it(anna):
    """What the JSON calls ``what_we_did`` is said in the reader's words on the page, in whatever depth it stands."""
    change_story(actor=actor_of(anna), text="I am", audience=10)
    change_motivation(actor=actor_of(anna), answers={Question.HEART: "Care"}, audience=10)
    save_draft(actor=actor_of(anna), place="new:practice", data={"title": "Half", "what_we_did": "Walked"})
    session = UserSession.objects.create(user=anna.account, ip="192.0.2.1", user_agent="Firefox", session_key="k")
    place = make_community("House", joining=Joining.REQUEST)
    JoinRequest.objects.create(person=anna, community=place, answers=[{"question": "Why?", "answer": "To learn."}])
    pages = opened(anna, "nl")
    names = {
        (page, name)
        for page in pages.namelist()
        if page.endswith(".html")
        for name in re.findall(r"<dt>(.*?)</dt>", pages.read(page).decode())
    }
    assert {name for _page, name in names} >= {"Vraag", "Antwoord", "Wat we deden", "Hoofdadres", "Laatst gezien"}
    assert {(page, name) for page, name in names if re.fullmatch(r"[a-z_]+", name)} == set()
    assert session.ip in pages.read("account.html").decode()


def test_addresses_in_it_lead_here_from_wherever_it_is_read(anna):
    here = make_community("House")
    make_member(here, person=anna)
    make_contribution(
        actor_of(anna), here, "Rounds", body="As I [said](/c/house/) and [they](https://example.org/) did."
    )
    pages = opened(anna)
    [talk] = json.loads(pages.read("data/contributions.json"))
    assert talk["address"].startswith("http://localhost:8000/d/")
    page = pages.read("contributions.html").decode()
    assert f'<a href="{talk["address"]}">{talk["address"]}</a>' in page
    assert 'href="http://localhost:8000/c/house/"' in page
    assert 'href="https://example.org/"' in page
    full, empty = pages.read("index.html").decode().split("Nothing is kept under:")
    assert 'href="contributions.html"' in full
    assert 'href="drafts.html"' in empty


def test_the_zip_holds_everything_as_pages_and_as_json(anna):
    change_story(actor=actor_of(anna), text="I **am** <script>", audience=10)
    label(anna, "wound care")
    label(anna, "nl", kind=LabelKind.LANGUAGE)
    affiliate(anna, make_organisation("Acme"), title="Nurse")
    file = store_upload(picture(), name="me.png", uploader_id=anna.pk)
    change_photo(actor=actor_of(anna), file=file)
    archive = opened(anna)
    names = set(archive.namelist())
    assert {"index.html", "profile.html", "data/profile.json", "data/account.json", "files/portrait.webp"} <= names
    profile = json.loads(archive.read("data/profile.json"))[0]
    assert (profile["name"], profile["story"], profile["specialisms"]) == (
        "Anna <b>",
        "I **am** <script>",
        ["wound care"],
    )
    page = archive.read("profile.html").decode()
    assert "<strong>am</strong>" in page
    assert "<script" not in page
    assert "Anna &lt;b&gt;" in page
    assert "Acme" in archive.read("organisations.html").decode()
    assert json.loads(archive.read("data/account.json"))[0]["email"] == anna.account.email
    assert archive.read("files/portrait.webp")[:4] == b"RIFF"


def test_every_link_on_the_first_page_leads_to_a_file_in_the_zip(anna):
    archive = opened(anna)
    page = archive.read("index.html").decode()
    for name in archive.namelist():
        if name.endswith(".html") and name != "index.html":
            assert f'href="{name}"' in page


@pytest.mark.parametrize("language", ["nl", "en"])
def test_pages_are_in_the_language_of_the_person(anna, language):
    from django.utils import translation

    with translation.override(language):
        title = translation.gettext("Organisations")
    assert title in opened(anna, language).read("organisations.html").decode()


def test_nothing_secret_of_the_log_in_is_in_it(anna):
    anna.account.set_password("a very secret password")
    anna.account.save()
    archive = opened(anna)
    text = b"".join(archive.read(name) for name in archive.namelist())
    assert anna.account.password.encode() not in text


def test_a_file_name_cannot_leave_its_folder_and_a_lost_file_is_listed(anna, monkeypatch):
    def lost():
        raise FileNotFoundError

    def exporter(person_id):
        yield exports.Attachment("../../etc/passwd", lambda: ContentFile(b"x"))
        yield exports.Attachment("a/b.txt", lambda: ContentFile(b"1"))
        yield exports.Attachment("A/B.txt", lambda: ContentFile(b"2"))
        yield exports.Attachment("C:\\evil\x00.txt", lambda: ContentFile(b"3"))
        yield exports.Attachment("lost.txt", lost)

    monkeypatch.setattr(exports, "_exporters", {"test": (1, "Test", exporter)})
    archive = opened(anna)
    files = [name for name in archive.namelist() if name.startswith("files/")]
    assert files == ["files/etc/passwd", "files/a/b.txt", "files/A/B-2.txt", "files/C_/evil_.txt"]
    assert "lost.txt" in archive.read("index.html").decode()


def test_rows_come_one_by_one(anna, monkeypatch):
    taken = []

    def rows():
        for number in range(5):
            taken.append(number)
            yield {"number": number, "flag": True, "nested": {"a": [1, 2]}, "lone": "\ud800"}

    monkeypatch.setattr(
        exports, "_exporters", {"test": (1, "Test", lambda pk: [exports.Records("many", "Many", rows(), {})])}
    )
    archive = opened(anna)
    assert len(json.loads(archive.read("data/many.json"))) == len(taken) == 5


def test_the_command_writes_a_private_file_and_never_overwrites(anna, tmp_path, capsys):
    target = tmp_path / "anna.zip"
    assert export_person_main(export_person_words(["@Anna", "--language", "nl", str(target)])) == 0
    assert target.stat().st_mode & 0o777 == 0o600
    assert zipfile.ZipFile(target).testzip() is None
    assert export_person_main(export_person_words([anna.account.email, str(target)])) == 1
    assert "exists already" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["anna.zip"]


def test_the_command_says_so_when_there_is_nobody(capsys, tmp_path):
    assert export_person_main(export_person_words(["nobody", str(tmp_path / "x.zip")])) == 1
    assert "nobody called" in capsys.readouterr().err


def test_the_command_says_so_when_it_cannot_write(anna, capsys, tmp_path):
    assert export_person_main(export_person_words(["anna", str(tmp_path / "no" / "such" / "folder.zip")])) == 1
    assert "could not be written" in capsys.readouterr().err
