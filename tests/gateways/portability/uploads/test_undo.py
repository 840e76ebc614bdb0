"""Undoing an import takes back what it made and nobody touched, and says why the rest stays."""

from __future__ import annotations

import csv
import io

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from tests.factories.communities import make_member
from tests.factories.dialogue import make_answer, make_comment, make_contribution
from tests.factories.people import actor_of
from tests.factories.portability import counters_hold
from tests.gateways.portability.uploads.conftest import PEOPLE, Send, finish, site_zip

from gilde.attention.search.models import SearchEntry
from gilde.attention.search.tasks import rebuild
from gilde.communities.models import Community
from gilde.core.actor import Actor
from gilde.core.rules import Refusal
from gilde.dialogue.actions.appreciation import appreciate
from gilde.dialogue.enums import AppreciationKind
from gilde.dialogue.models import Answer, Comment, Contribution
from gilde.gateways.portability.actions import upload as actions
from gilde.gateways.portability.actions import working
from gilde.gateways.portability.models import ImportedRecord, ImportUpload, OldAddress
from gilde.people.enums import PersonState
from gilde.people.models import Person

NAME = "moestuin.stackexchange.com.zip"


def undone(row: ImportUpload, host: Actor) -> ImportUpload:
    """The same import, undone."""
    actions.undo(actor=host, upload=row)
    return finish(row)


def report_of(row: ImportUpload) -> list[dict[str, str]]:
    """The rows of the report of undoing."""
    with default_storage.open(row.undo_report) as stream:
        return list(csv.DictReader(io.StringIO(stream.read().decode("utf-8-sig"))))


def counts() -> tuple[int, ...]:
    """How much of everything there is."""
    models = (Person, Contribution, Answer, Comment, ImportedRecord, OldAddress)
    return tuple(model._default_manager.count() for model in models)


def test_an_untouched_import_leaves_nothing(imported: Send, place: Community, host: Actor) -> None:
    before = counts()
    row = imported(site_zip(), NAME)
    rebuild.call()
    found = SearchEntry.objects.filter(community_id=place.pk).exclude(kind="communities.community").count()
    assert found
    undone(row, host)
    assert row.state == "undone"
    assert counts() == before
    assert {each["result"] for each in report_of(row)} == {"removed"}
    assert not SearchEntry.objects.filter(kind__startswith="dialogue", community_id=place.pk).exists()
    counters_hold(place)


def test_after_undoing_everything_can_come_in_again(imported: Send, place: Community, host: Actor) -> None:
    first = imported(site_zip(), NAME)
    assert first.run is not None
    undone(first, host)
    second = imported(site_zip(), NAME)
    assert second.run is not None
    assert second.run.counts["results"] == first.run.counts["results"]
    counters_hold(place)


def test_a_conversation_somebody_took_part_in_stays_whole(imported: Send, place: Community, host: Actor) -> None:
    row = imported(site_zip(), NAME)
    member = actor_of(make_member(place))
    questions = Contribution.objects.filter(community=place, kind="question")
    replied, thanked = questions.order_by("-answer_count", "pk")[:2]
    mine = make_answer(member, replied)
    appreciate(actor=member, target=thanked, kind=AppreciationKind.LIKE, on=True)
    before = {each.pk: (each.answer_count + 1 if each == replied else each.answer_count) for each in (replied, thanked)}
    undone(row, host)
    assert set(Contribution.objects.filter(community=place)) == {replied, thanked}
    for each in (replied, thanked):
        each.refresh_from_db()
        assert each.answer_count == before[each.pk]
    assert Answer.objects.filter(pk=mine.pk).exists()
    reasons = {each["remark"] for each in report_of(row) if each["result"] == "kept"}
    assert len(reasons) >= 3, reasons
    assert {note[2] for note in row.undo["notes"]} == reasons
    assert Person.objects.filter(pk=replied.author_id).exists()
    counters_hold(place)


def test_a_conversation_that_was_changed_or_linked_to_stays(imported: Send, place: Community, host: Actor) -> None:
    row = imported(site_zip(), NAME)
    changed, linked = Contribution.objects.filter(community=place, kind="question").order_by("pk")[:2]
    Contribution.objects.filter(pk=changed.pk).update(title="Anders")
    make_contribution(
        actor_of(make_member(place)), place, "Zie ook", body=f"Kijk: {settings.SITE_URL}{linked.get_absolute_url()}"
    )
    undone(row, host)
    assert {changed.pk, linked.pk} <= set(Contribution.objects.values_list("pk", flat=True))
    counters_hold(place)


def test_somebody_who_took_over_their_profile_stays_a_member(imported: Send, place: Community, host: Actor) -> None:
    row = imported(PEOPLE, "leden.csv")
    anna = Person.objects.get(name="Anna de Vries")
    Person.objects.filter(pk=anna.pk).update(state=PersonState.ACTIVE)
    undone(row, host)
    assert place.memberships.filter(person=anna).exists()
    assert not Person.objects.filter(name="Bram Bos").exists()
    assert [each["result"] for each in report_of(row)] == ["kept", "removed"]
    counters_hold(place)


def test_what_came_before_is_left_alone(imported: Send, place: Community, host: Actor) -> None:
    first = imported(site_zip(), NAME)
    before = counts()
    second = imported(site_zip(), NAME)
    undone(second, host)
    assert counts() == before
    assert first.run is not None
    counters_hold(place)


def test_undoing_goes_on_where_a_worker_was_killed(
    imported: Send, place: Community, host: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = counts()
    row = imported(site_zip(), NAME)
    actions.undo(actor=host, upload=row)
    monkeypatch.setattr(working, "SLICE", -1.0)
    for _slice in range(3):
        assert working.work_on(row.pk)
    monkeypatch.undo()
    finish(row)
    assert counts() == before
    assert row.run is not None
    total = sum(number for name, number in row.run.counts["results"].items() if name.endswith(" added"))
    assert len(report_of(row)) >= total


def test_what_is_undone_while_another_worker_did_not_hear_of_the_stop_leaves_nothing(
    send: Send, place: Community, host: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = counts()
    row = send(site_zip(), NAME)
    actions.start(actor=host, upload=row)
    monkeypatch.setattr(
        working.Import.__init__, "__kwdefaults__", {**working.Import.__init__.__kwdefaults__, "size": 5}
    )  # type: ignore[attr-defined]
    seen = []

    def meanwhile(_beat: object, done: int) -> None:
        """After its first batch: a host stops and undoes, and another worker does all of that at once."""
        if not seen:
            seen.append(done)
            actions.stop(actor=host, upload=row)
            undone(row, host)

    with monkeypatch.context() as patch:
        patch.setattr(working._Beat, "__call__", meanwhile)
        assert working.work_on(row.pk) is False
    row.refresh_from_db()
    assert seen == [5]
    assert row.state == "undone"
    assert counts() == before
    counters_hold(place)


def test_an_undo_that_was_given_up_goes_on_and_is_not_imported_again(imported: Send, host: Actor) -> None:
    row = imported(site_zip(), NAME)
    actions.undo(actor=host, upload=row)
    ImportUpload.objects.filter(pk=row.pk).update(state="failed", trouble="broken")
    row.refresh_from_db()
    with pytest.raises(Refusal):
        actions.start(actor=host, upload=row)
    assert undone(row, host).state == "undone"


def test_a_reply_that_a_second_import_brought_goes_and_its_conversation_stays(
    imported: Send, place: Community, host: Actor
) -> None:
    full = site_zip()
    imported(full, NAME)
    question = Contribution.objects.filter(community=place, comment_count__gt=0).order_by("pk").first()
    assert question is not None
    gone = Comment.objects.filter(contribution=question).order_by("pk").first()
    assert gone is not None
    record = ImportedRecord.objects.get(target="comment", target_id=gone.pk)
    gone.delete()
    record.delete()
    second = imported(full, NAME)
    assert second.run is not None
    assert second.run.counts["results"]["comment added"] == 1
    undone(second, host)
    assert Contribution.objects.filter(pk=question.pk).exists()
    assert not ImportedRecord.objects.filter(source_id=record.source_id, type="message").exists()
    make_comment(actor_of(make_member(place)), question)
