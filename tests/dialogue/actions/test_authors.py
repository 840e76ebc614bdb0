"""Who was named as one of those who made something takes their name off."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.factories.dialogue import client_of, make_contribution, member, person_of

from gilde.attention.notifications.enums import Reason
from gilde.attention.notifications.models import Notice
from gilde.communities.models import Community
from gilde.core.actor import Actor
from gilde.core.models import Activity
from gilde.core.rules import Refusal
from gilde.core.tasks.worker import run_due
from gilde.dialogue.actions.authors import take_name_off
from gilde.dialogue.enums import ContributionKind, State, Verb
from gilde.dialogue.models import Authorship, Contribution


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
