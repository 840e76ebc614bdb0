"""What a decision keeps somebody from is said on the pages of the community, and nobody else reads it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.factories.dialogue import (
    client_of,
    joined,
    make_comment,
    make_contribution,
    make_place,
    make_question,
    member,
)

from gilde.communities.actions.restriction import restrict
from gilde.communities.enums import RestrictionKind, Role
from gilde.core.audience import Audience
from gilde.core.clock import now
from gilde.ui.times import day

pytestmark = pytest.mark.django_db
SENTENCES = {
    RestrictionKind.NO_POSTS: "You can reply here, but not begin anything until",
    RestrictionKind.READ_ONLY: "You can read here, but not write until",
    RestrictionKind.REMOVED: "You cannot join here until",
}


def kept(place, kind=RestrictionKind.READ_ONLY):
    host, one = member(place, role=Role.HOST), member(place)
    restrict(actor=host, person_id=one.person_id, community=place, kind=kind, lasts=timedelta(days=14))
    return one


@pytest.mark.parametrize(("kind", "sentence"), SENTENCES.items())
def test_the_stream_says_what_is_kept_from_whom_until_when_and_leads_to_why(kind, sentence):
    place = make_place("Plain talk", audience=Audience.PUBLIC)
    one, other = kept(place, kind), member(place)
    page = client_of(one).get(place.get_absolute_url()).content.decode()
    assert f"{sentence} {day(now() + timedelta(days=14), year=True)}." in page
    assert 'href="/me/reports/"' in page
    assert sentence not in client_of(other).get(place.get_absolute_url()).content.decode()


def test_an_introduction_that_is_refused_says_so_once():
    place = make_place("Plain talk")
    page = client_of(kept(place)).get(f"/c/{place.slug}/hello/").content.decode()
    assert page.count(SENTENCES[RestrictionKind.READ_ONLY]) == 1


def test_asked_to_write_where_one_may_not_another_place_is_not_offered_without_a_word():
    place, elsewhere = make_place("Plain talk"), make_place("Elsewhere")
    one = kept(place)
    one = joined(one, elsewhere)
    page = client_of(one).get(f"/new/question/?in={place.pk}").content.decode()
    assert SENTENCES[RestrictionKind.READ_ONLY] in page
    assert "Elsewhere" in page
    assert (
        SENTENCES[RestrictionKind.READ_ONLY]
        not in client_of(one).get(f"/new/question/?in={elsewhere.pk}").content.decode()
    )


def test_a_heading_of_comments_waits_until_there_is_something_beneath_it():
    place = make_place("Plain talk")
    one, other = kept(place), member(place)
    question = make_question(other, place)
    address = question.get_absolute_url()
    assert ">Comments<" not in client_of(one).get(address).content.decode()
    assert "Comments" in client_of(other).get(address).content.decode()
    make_comment(other, question, "One more thing.")
    assert "Comments" in client_of(one).get(address).content.decode()
    talk = make_contribution(other, place)
    assert "Comments" in client_of(one).get(talk.get_absolute_url()).content.decode()
