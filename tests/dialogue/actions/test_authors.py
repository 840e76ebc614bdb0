"""Who stands beside a contribution: named, told of it, named no more, or gone by their own wish."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.urls import reverse
from tests.factories.dialogue import client_of, joined, make_contribution, make_place, member, person_of
from tests.factories.people import make_person

from gilde.attention.notifications.enums import Reason
from gilde.attention.notifications.models import Notice
from gilde.communities.models import Community
from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.core.models import Activity
from gilde.core.rules import Refusal
from gilde.core.tasks.worker import run_due
from gilde.dialogue.actions.appreciation import appreciate
from gilde.dialogue.actions.authors import take_name_off
from gilde.dialogue.actions.contribution import ContributionText, edit
from gilde.dialogue.actions.story import approve
from gilde.dialogue.enums import AppreciationKind, ContributionKind, Part, State, Verb
from gilde.dialogue.models import Appreciation, Authorship, Contribution
from gilde.dialogue.queries.version import as_in_form, version_of
from gilde.people.actions.block import block
from gilde.people.enums import PersonState
from gilde.people.models import Person


@pytest.fixture
def made(place: Community, anna: Actor, bo: Actor) -> Contribution:
    """What Anna shared as made together with Bo."""
    return make_contribution(anna, place, "The bridge", authors=[person_of(bo)])


def test_who_is_named_hears_of_it_once(made: Contribution, bo: Actor) -> None:
    run_due()
    [notice] = Notice.objects.filter(person_id=bo.person_id)
    assert (notice.reason, notice.contribution_id) == (Reason.MENTION, made.pk)


def test_the_name_goes_and_the_one_who_wrote_it_hears(made: Contribution, anna: Actor, bo: Actor) -> None:
    page = client_of(bo).get(made.get_absolute_url()).content.decode()
    assert reverse("dialogue:name_off", args=[made.pk]) in page
    assert (
        reverse("dialogue:name_off", args=[made.pk])
        not in client_of(anna).get(made.get_absolute_url()).content.decode()
    )
    answer = client_of(bo).post(reverse("dialogue:name_off", args=[made.pk]), follow=True)
    assert "Your name no longer stands with “The bridge”." in answer.content.decode()
    made.refresh_from_db()
    assert not made.several_authors
    assert not Authorship.objects.exists()
    run_due()
    assert Notice.objects.filter(person_id=anna.person_id, reason=Reason.STORY).count() == 1
    assert "took their name off" in client_of(anna).get(reverse("notifications:bell")).content.decode()
    assert client_of(bo).get(reverse("dialogue:edit", args=[made.pk])).status_code == 403


def test_twice_is_once_and_the_others_stay(place: Community, anna: Actor, bo: Actor) -> None:
    cas = member(place)
    row = make_contribution(anna, place, authors=[person_of(bo), person_of(cas)])
    assert take_name_off(actor=bo, contribution=row)
    assert not take_name_off(actor=bo, contribution=row)
    assert [part.person_id for part in Authorship.objects.all()] == [cas.person_id]
    assert Contribution.objects.get(pk=row.pk).several_authors
    assert Activity.objects.filter(verb=Verb.AUTHOR_LEFT).count() == 1


def test_who_wrote_it_and_who_told_it_cannot(place: Community, anna: Actor, bo: Actor, made: Contribution) -> None:
    with pytest.raises(Refusal, match="You can delete it"):
        take_name_off(actor=anna, contribution=made)
    told = make_contribution(anna, place, kind=ContributionKind.STORY, teller=person_of(bo))
    with pytest.raises(Refusal, match="Send it back"):
        take_name_off(actor=bo, contribution=told)
    assert Authorship.objects.filter(contribution=told).exists()


def test_from_a_story_that_still_waits_it_goes_and_leads_home(place: Community, anna: Actor, bo: Actor) -> None:
    cas = member(place)
    row = make_contribution(anna, place, kind=ContributionKind.STORY, authors=[person_of(cas)], teller=person_of(bo))
    assert row.state == State.WAITING
    answer = client_of(cas).post(reverse("dialogue:name_off", args=[row.pk]))
    assert (answer.status_code, answer["location"]) == (302, "/")
    assert Contribution.objects.get(pk=row.pk).several_authors  # the teller


def saved(row: Contribution, actor: Actor, **changed: str) -> HttpResponse:
    """The form of an edit by ``actor``, sent as it opens but for what ``changed``."""
    stands = as_in_form(Contribution.objects.get(pk=row.pk))
    sent = {name: value for name, value in stands.items() if value is not None} | {"begun": version_of(stands)}
    return client_of(actor).post(reverse("dialogue:edit", args=[row.pk]), sent | changed)


def beside(row: Contribution) -> list[int]:
    return list(Authorship.objects.filter(contribution=row).order_by("position").values_list("person_id", flat=True))


def told(actor: Actor, reason: Reason) -> int:
    return Notice.objects.filter(person_id=actor.person_id, reason=reason).count()


def test_the_scribe_names_others_and_each_hears_once(
    place: Community, anna: Actor, bo: Actor, made: Contribution
) -> None:
    cas = member(place)
    run_due()
    edits = made.revisions.count()
    assert saved(made, anna, authors=f"@{cas.handle}, @{anna.handle}").status_code == 302
    run_due()
    assert beside(made) == [cas.person_id]
    assert (told(cas, Reason.MENTION), told(bo, Reason.STORY)) == (1, 1)
    assert "no longer names you with" in client_of(bo).get(reverse("notifications:bell")).content.decode()
    assert client_of(bo).get(reverse("dialogue:edit", args=[made.pk])).status_code == 403
    assert saved(made, anna, authors=f"@{bo.handle} @{cas.handle}").status_code == 302
    assert saved(made, anna, authors="").status_code == 302
    run_due()
    assert beside(made) == []
    assert not Contribution.objects.get(pk=made.pk).several_authors
    assert (told(cas, Reason.MENTION), told(cas, Reason.STORY), told(bo, Reason.STORY)) == (1, 1, 1)
    assert made.revisions.count() == edits  # names are no words: nobody's name stays in the history
    changes = Activity.objects.filter(verb=Verb.AUTHORS_CHANGED).order_by("pk")
    assert [row.data for row in changes] == [
        {"added": [cas.person_id], "removed": [bo.person_id]},
        {"added": [bo.person_id], "removed": []},
        {"added": [], "removed": [bo.person_id, cas.person_id]},
    ]


def test_saving_without_a_change_of_names_changes_no_names(anna: Actor, bo: Actor, made: Contribution) -> None:
    assert saved(made, anna, body="Other words.").status_code == 302
    assert beside(made) == [bo.person_id]
    assert not Activity.objects.filter(verb=Verb.AUTHORS_CHANGED).exists()


def test_a_form_that_does_not_ask_for_names_changes_none(anna: Actor, bo: Actor, made: Contribution) -> None:
    sent = {"title": made.title, "body": "Other words.", "audience": made.audience}
    assert client_of(anna).post(reverse("dialogue:edit", args=[made.pk]), sent).status_code == 302
    assert beside(made) == [bo.person_id]


def test_only_who_wrote_it_down_names_others(place: Community, anna: Actor, bo: Actor, made: Contribution) -> None:
    cas = member(place)
    page = client_of(bo).get(reverse("dialogue:edit", args=[made.pk])).content.decode()
    assert 'name="authors"' not in page
    assert 'name="authors"' in client_of(anna).get(reverse("dialogue:edit", args=[made.pk])).content.decode()
    assert saved(made, bo, authors=f"@{cas.handle}", body="Words of Bo.").status_code == 302
    assert beside(made) == [bo.person_id]
    with pytest.raises(Refusal, match="Only the person who wrote this down"):
        edit(actor=bo, contribution=made, text=ContributionText(title="x"), authors=[person_of(cas)])


def test_who_took_their_name_off_is_not_named_again(anna: Actor, bo: Actor, made: Contribution) -> None:
    begun = version_of(as_in_form(made))
    take_name_off(actor=bo, contribution=made)
    client, address = client_of(anna), reverse("dialogue:edit", args=[made.pk])
    sent = {"title": made.title, "body": made.body, "audience": made.audience, "authors": f"@{bo.handle}"}
    meanwhile = client.post(address, {**sent, "begun": begun})
    assert meanwhile.status_code == 409
    assert "Made together with" in meanwhile.content.decode()
    again = client.post(address, {**sent, "body": "Typed with care."})
    assert again.status_code == 422
    said = again.content.decode()
    assert f"{bo.name} took their name off this." in said[said.index('id="id_authors_error"') :][:400]
    assert "Typed with care." in again.content.decode()
    assert beside(made) == []


def test_who_is_away_stays_named_and_nobody_blocked_is_added(
    place: Community, anna: Actor, bo: Actor, made: Contribution
) -> None:
    cas = member(place)
    Person.objects.filter(pk=bo.person_id).update(state=PersonState.DEACTIVATED)
    assert saved(made, anna, authors=f"@{cas.handle}").status_code == 302
    assert set(beside(made)) == {bo.person_id, cas.person_id}
    block(actor=member(place), person=person_of(anna))
    blocker = Person.objects.latest("pk")
    page = saved(made, anna, authors=f"@{blocker.handle}")
    assert page.status_code == 422
    assert "cannot be named with this right now" in page.content.decode()
    assert set(beside(made)) == {bo.person_id, cas.person_id}


def test_nobody_is_named_with_what_they_cannot_read(place: Community, anna: Actor) -> None:
    outsider = make_person("Olga")
    with pytest.raises(Refusal, match="Olga is not a member of this community"):
        make_contribution(anna, place, "Among us", authors=[outsider])
    row = make_contribution(anna, place, "Among us")
    page = saved(row, anna, authors=f"@{outsider.handle}")
    assert page.status_code == 422
    assert "Olga is not a member of this community" in page.content.decode()
    assert beside(row) == []
    square = make_place("The square", audience=Audience.PUBLIC)
    writer = joined(anna, square)
    open_to_all = make_contribution(writer, square, "For all", authors=[outsider], audience=Audience.PUBLIC)
    assert beside(open_to_all) == [outsider.pk]
    with pytest.raises(Refusal):
        make_contribution(writer, square, "For members", authors=[outsider], audience=Audience.MEMBERS)


def test_what_was_given_to_it_by_who_is_named_now_is_taken_back(
    place: Community, anna: Actor, made: Contribution
) -> None:
    cas = member(place)
    appreciate(actor=cas, target=made, kind=AppreciationKind.LIKE, on=True)
    saved(made, anna, authors=f"@{cas.handle}")
    assert Contribution.objects.get(pk=made.pk).like_count == 0
    assert not Appreciation.objects.exists()


def test_other_names_beside_a_told_story_wait_for_its_teller_who_stays(
    place: Community, anna: Actor, bo: Actor
) -> None:
    cas, dan = member(place), member(place)
    row = make_contribution(anna, place, kind=ContributionKind.STORY, authors=[person_of(cas)], teller=person_of(bo))
    approve(actor=bo, contribution=row)
    run_due()
    assert (told(cas, Reason.MENTION), told(dan, Reason.MENTION)) == (1, 0)
    assert saved(row, anna, authors=f"@{dan.handle} @{bo.handle}").status_code == 302
    assert Contribution.objects.get(pk=row.pk).state == State.WAITING
    assert {(part.person_id, part.part) for part in Authorship.objects.all()} == {
        (dan.person_id, Part.AUTHOR),
        (bo.person_id, Part.TELLER),
    }
    run_due()
    assert told(dan, Reason.MENTION) == 0
    approve(actor=bo, contribution=row)
    run_due()
    assert told(dan, Reason.MENTION) == 1


def test_a_story_approved_once_more_is_not_told_once_more(place: Community, anna: Actor, bo: Actor) -> None:
    cas = member(place)
    row = make_contribution(anna, place, kind=ContributionKind.STORY, authors=[person_of(cas)], teller=person_of(bo))
    approve(actor=bo, contribution=row)
    run_due()
    assert saved(row, anna, body="Other words.").status_code == 302
    approve(actor=bo, contribution=row)
    run_due()
    assert told(cas, Reason.MENTION) == 1
    assert told(anna, Reason.STORY) == 2
