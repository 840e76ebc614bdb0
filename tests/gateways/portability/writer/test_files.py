"""Imported files."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.factories.communities import make_community, make_member
from tests.factories.people import actor_of, log_in
from tests.factories.portability import Source, answer, became, comment, file, person, thread

from gilde.communities.models import Community
from gilde.core.files.holders import may_see
from gilde.core.models import StoredFile
from gilde.dialogue.models import Attachment


@pytest.fixture
def folder(source: Source) -> Path:
    (source.folder / "files").mkdir()
    (source.folder / "files" / "note.txt").write_text("About peas.", encoding="utf-8")
    return source.folder


def test_a_file_hangs_on_what_it_belongs_to(source: Source, place: Community, folder: Path, client) -> None:
    records = [thread("5"), answer("6", "5"), comment("7", "5", parent_id="6")]
    files = [
        file("f1", "files/note.txt", "5", name="Peas.txt"),
        file("f2", "files/note.txt", "6", "message"),
        file("f3", "files/note.txt", "7", "message"),
    ]
    done = source.bring(*records, *files)
    on_thread, on_answer, on_comment = Attachment.objects.order_by("pk")
    question = became(thread("5"))
    assert (on_thread.name, on_thread.contribution, on_thread.answer) == ("Peas.txt", question, None)
    assert (on_answer.contribution, on_answer.answer, on_answer.comment) == (question, became(records[1]), None)
    assert (on_comment.contribution, on_comment.comment) == (question, became(records[2]))
    assert done.summary.counts["file added"] == 3
    assert client.get(on_thread.url).status_code == 200
    assert client.get(question.get_absolute_url()).content.decode().count("Peas.txt") >= 1


def test_a_file_of_a_closed_place_is_not_open(source: Source, folder: Path, client) -> None:
    closed = make_community()
    source.bring(thread("5"), file("f1", "files/note.txt", "5"), into=closed)
    stored = StoredFile.objects.get()
    assert client.get(stored.url()).status_code == 404
    someone = make_member(closed)
    assert may_see(actor_of(someone), stored)
    assert log_in(someone).get(stored.url()).status_code == 200


def test_the_second_time_no_file_is_doubled(source: Source, folder: Path) -> None:
    records = [thread("5"), file("f1", "files/note.txt", "5")]
    source.bring(*records)
    assert source.bring(*records).results("f1") == ["same"]
    assert (Attachment.objects.count(), StoredFile.objects.count()) == (1, 1)


def test_a_file_that_changed_takes_its_own_place(source: Source, folder: Path) -> None:
    source.bring(thread("5"), file("f1", "files/note.txt", "5"))
    done = source.bring(thread("5"), file("f1", "files/note.txt", "5", name="New name.txt"))
    assert done.results("f1") == ["updated"]
    assert Attachment.objects.get().name == "New name.txt"


@pytest.mark.parametrize("path", ["", "files/missing.txt", "files"])
def test_a_file_that_is_not_there_is_listed(source: Source, folder: Path, path: str) -> None:
    done = source.bring(thread("5"), file("f1", path, "5", name="x.txt"))
    assert done.results("f1") == ["left out"]
    assert done.remarks("f1")
    assert not Attachment.objects.exists()


def test_a_link_out_of_the_export_is_not_followed(source: Source, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "files" / "out.txt").symlink_to(tmp_path / "secret.txt")
    done = source.bring(thread("5"), file("f1", "files/out.txt", "5"))
    assert done.results("f1") == ["left out"]
    assert not StoredFile.objects.exists()


def test_a_file_that_we_do_not_keep_is_listed_with_the_reason(source: Source, folder: Path) -> None:
    (folder / "files" / "evil.exe").write_bytes(b"MZ\x90\x00" + bytes(200))
    done = source.bring(thread("5"), file("f1", "files/evil.exe", "5"))
    assert done.results("f1") == ["left out"]
    assert done.remarks("f1")[0].endswith(".")


def test_a_file_of_nothing_is_listed(source: Source, folder: Path) -> None:
    assert source.bring(file("f1", "files/note.txt", "404")).results("f1") == ["left out"]


def test_twenty_files_hang_on_one_text(source: Source, folder: Path) -> None:
    done = source.bring(person("1", "Anna"), thread("5"), *(file(f"f{n}", "files/note.txt", "5") for n in range(22)))
    assert Attachment.objects.count() == 20
    assert done.summary.counts["file left out"] == 2
