"""Looking at what would happen."""

from __future__ import annotations

from pathlib import Path

from django.apps import apps
from django.core.files.storage import default_storage
from tests.factories.people import make_account, make_person
from tests.factories.portability import (
    Source,
    answer,
    comment,
    file,
    link,
    many_people,
    person,
    space,
    thread,
    vote,
)

from gilde.dialogue.models import Contribution
from gilde.gateways.portability.records import Record


def everything(folder: Path) -> list[Record]:
    (folder / "note.txt").write_text("A note", encoding="utf-8")
    return [
        *many_people(250),
        person("-1", "Community", is_system=True),
        person("e", "A. V.", email="anna@example.org"),
        space("1"),
        space("2", "Other"),
        thread("5", accepted_id="7", author_id="1", tags=("peas",)),
        thread("6", kind="discussion", author_name="gone"),
        answer("7", "5"),
        answer("8", "6"),
        answer("9", "404"),
        comment("10", "5", parent_id="7"),
        comment("11", "5", parent_id="404"),
        comment("12", "5", parent_id="10", author_id="404"),
        file("f", "note.txt", "7", "message"),
        file("g", "missing.txt", "5"),
        vote("5", 2),
        vote("404", 2),
        link("5", "6"),
        link("5", "404"),
        link("6", "6"),
    ]


def rows_by_table() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def test_a_dry_run_writes_nothing_and_says_what_a_real_one_then_does(source: Source) -> None:
    make_person("Anna", account=make_account("anna@example.org"))
    records = everything(source.folder)
    before = rows_by_table()
    dry = source.bring(*records, dry=True)
    assert rows_by_table() == before
    assert not list(Path(default_storage.location).rglob("*note*"))
    real = source.bring(*records)
    assert [(row["source id"], row["result"]) for row in dry.rows] == [
        (row["source id"], row["result"]) for row in real.rows
    ]
    assert dry.summary.counts == real.summary.counts


def test_a_dry_run_before_a_second_run_tells_what_changed(source: Source) -> None:
    source.bring(*many_people(3), thread("5"), thread("6"), answer("7", "5"))
    Contribution.objects.filter(title="Question six").update(body="x")
    changed = [
        *many_people(4),
        thread("5", body="Changed there"),
        thread("6"),
        answer("7", "5", "Changed too"),
        comment("8", "5"),
    ]
    Contribution.objects.filter(pk=Contribution.objects.latest("pk").pk).update(body="Changed here")
    dry = source.bring(*changed, dry=True)
    assert dry.summary.counts == source.bring(*changed).summary.counts
    assert dry.summary.counts["thread updated"] == 1


def test_the_same_record_twice_is_seen_in_a_dry_run_too(source: Source) -> None:
    records = [person("1", "Anna"), person("1", "Anna"), person("1", "Bo")]
    dry = source.bring(*records, dry=True)
    assert dry.results("1") == source.bring(*records).results("1") == ["added", "left out", "left out"]
