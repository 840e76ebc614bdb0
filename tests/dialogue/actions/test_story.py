"""A story told by one and written down by another."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.factories.dialogue import client_of, make_comment, member, person_of

from gilde.communities.enums import Role
from gilde.communities.models import Community
from gilde.core.actor import SYSTEM, Actor
from gilde.core.rules import Refusal
from gilde.dialogue.actions.attachment import remove_attachment
from gilde.dialogue.actions.contribution import ContributionText, contribute, delete, edit
from gilde.dialogue.actions.restore import restore_contribution
from gilde.dialogue.actions.story import approve, return_to_scribe
from gilde.dialogue.actions.withheld import show_again, withhold
from gilde.dialogue.enums import ContributionKind, State
from gilde.dialogue.models import Attachment, Authorship, Contribution, Hold


@pytest.fixture
def told(place: Community, anna: Actor, bo: Actor) -> Contribution:
    """A story that Bo told, Anna wrote down and Bo approved."""
    row = contribute(
        actor=anna,
        community=place,
        kind=ContributionKind.STORY,
        text=ContributionText(title="The bridge", body="We built it in a week."),
        teller=person_of(bo),
    )
    return approve(actor=bo, contribution=row)


def counted(place: Community) -> int:
    place.refresh_from_db()
    return place.contribution_count


def test_what_the_scribe_changes_waits_for_the_teller_again(
    place: Community, anna: Actor, bo: Actor, told: Contribution
) -> None:
    reader = member(place)
    make_comment(reader, told)
    told.refresh_from_db()
    stood, before = told.last_activity_at, counted(place)
    row = edit(actor=anna, contribution=told, text=ContributionText(title="The bridge", body="It took a year."))
    assert row.state == State.WAITING
    assert counted(place) == before - 1
    assert not Contribution.objects.visible_to(reader).filter(pk=told.pk).exists()
    assert "This is your story" in client_of(bo).get(told.get_absolute_url()).content.decode()
    back = approve(actor=bo, contribution=row)
    assert (back.state, back.last_activity_at) == (State.PUBLISHED, stood)
    assert counted(place) == before
    assert Contribution.objects.visible_to(reader).filter(pk=told.pk).exists()


def test_what_the_teller_changes_shows_at_once(place: Community, bo: Actor, told: Contribution) -> None:
    row = edit(actor=bo, contribution=told, text=ContributionText(title="The bridge", body="It took two weeks."))
    assert row.state == State.PUBLISHED
    assert Authorship.objects.get(contribution=told, person_id=bo.person_id).approved_at is not None


def test_saving_without_a_change_asks_nobody_again(anna: Actor, told: Contribution) -> None:
    same = ContributionText(title=told.title, body=told.body, fields=told.fields)
    assert edit(actor=anna, contribution=told, text=same).state == State.PUBLISHED


def test_the_last_line_is_the_tellers_too(anna: Actor, told: Contribution) -> None:
    more = ContributionText(title=told.title, body=told.body, fields=told.fields, brought_me="A medal.")
    assert edit(actor=anna, contribution=told, text=more).state == State.WAITING


def test_the_scribe_is_told_before_changing_it(anna: Actor, bo: Actor, told: Contribution) -> None:
    words, address = "until Bo", reverse("dialogue:edit", args=[told.pk])
    assert words in client_of(anna).get(address).content.decode()
    assert words not in client_of(bo).get(address).content.decode()


def test_a_file_that_the_scribe_takes_away_waits_for_the_teller(anna: Actor, bo: Actor, told: Contribution) -> None:
    for number, by_itself in enumerate((False, True)):
        drawing = SimpleUploadedFile(f"bridge-{number}.pdf", b"%PDF-1.4\n%%EOF\n")
        key = client_of(anna).post("/new/files/", {"file": drawing}).json()["key"]
        Attachment.objects.filter(file__key=key).update(contribution=told)
        file = Attachment.objects.get(file__key=key)
        if by_itself:
            remove_attachment(actor=anna, attachment=file)
        else:
            words = ContributionText(title=told.title, body=told.body)
            edit(actor=anna, contribution=told, text=words, without=[file.pk])
        assert not Attachment.objects.filter(pk=file.pk).exists()
        told.refresh_from_db()
        assert told.state == State.WAITING
        approve(actor=bo, contribution=told)


def test_a_story_that_is_brought_back_waits_for_its_teller_as_it_did(place: Community, anna: Actor, bo: Actor) -> None:
    host, reader = member(place, role=Role.HOST), member(place)
    row = contribute(
        actor=anna,
        community=place,
        kind=ContributionKind.STORY,
        text=ContributionText(title="The bridge", body="We built it in a week."),
        teller=person_of(bo),
    )
    before = counted(place)
    delete(actor=anna, contribution=row)
    restore_contribution(actor=host, contribution=row)
    row.refresh_from_db()
    assert row.state == State.WAITING
    assert counted(place) == before
    assert not Contribution.objects.visible_to(reader).filter(pk=row.pk).exists()
    approve(actor=bo, contribution=row)
    assert Contribution.objects.visible_to(reader).filter(pk=row.pk).exists()


def test_a_story_that_a_decision_hides_shows_only_after_that_and_its_teller(
    place: Community, anna: Actor, bo: Actor
) -> None:
    reader = member(place)
    row = contribute(
        actor=anna,
        community=place,
        kind=ContributionKind.STORY,
        text=ContributionText(title="The bridge", body="We built it in a week."),
        teller=person_of(bo),
    )
    before = counted(place)
    assert not withhold(actor=SYSTEM, row=row, state=State.HELD)
    assert withhold(actor=SYSTEM, row=row, state=State.HIDDEN)
    with pytest.raises(Refusal, match="A decision hides"):
        approve(actor=bo, contribution=row)
    edit(actor=anna, contribution=row, text=ContributionText(title="The bridge", body="It took a year."))
    row.refresh_from_db()
    assert row.state == State.HIDDEN
    assert show_again(actor=SYSTEM, row=row)
    row.refresh_from_db()
    assert (row.state, counted(place)) == (State.WAITING, before)
    assert not Contribution.objects.visible_to(reader).filter(pk=row.pk).exists()
    approve(actor=bo, contribution=row)
    assert counted(place) == before + 1
    assert Contribution.objects.visible_to(reader).filter(pk=row.pk).exists()


@pytest.mark.parametrize("sent_back", [False, True])
def test_what_changes_in_a_hidden_story_is_asked_of_its_teller_when_it_comes_back(
    place: Community, anna: Actor, bo: Actor, told: Contribution, sent_back: bool
) -> None:
    before = counted(place)
    withhold(actor=SYSTEM, row=told, state=State.HIDDEN)
    if sent_back:
        return_to_scribe(actor=bo, contribution=told, note="A year.")
    else:
        edit(actor=anna, contribution=told, text=ContributionText(title="The bridge", body="It took a year."))
    told.refresh_from_db()
    assert told.state == State.HIDDEN
    show_again(actor=SYSTEM, row=told)
    told.refresh_from_db()
    assert (told.state, counted(place)) == (State.WAITING, before - 1)
    approve(actor=bo, contribution=told)
    assert counted(place) == before


def test_a_newcomer_cannot_have_their_links_written_down_by_somebody_known(place: Community, host: Actor) -> None:
    teller = member(place, "Newcomer", new=True)
    row = contribute(
        actor=host,
        community=place,
        kind=ContributionKind.STORY,
        text=ContributionText(title="The bridge", body="We built it in a week."),
        teller=person_of(teller),
    )
    words = ContributionText(title="The bridge", body="Look at https://shop.example/sale")
    edit(actor=teller, contribution=row, text=words)
    approve(actor=teller, contribution=row)
    row.refresh_from_db()
    assert row.state == State.HELD
    assert Hold.objects.get().writer_id == teller.person_id
    assert "A host looks at this first" in client_of(teller).get(row.get_absolute_url()).text
    return_to_scribe(actor=teller, contribution=row, note="Not like this.")
    row.refresh_from_db()
    assert (row.state, Hold.objects.open().exists()) == (State.WAITING, False)
