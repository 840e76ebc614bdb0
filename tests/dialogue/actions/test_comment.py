"""Commenting: once per sending, and everything that goes with it."""

from __future__ import annotations

import uuid

import pytest
from tests.factories.dialogue import make_contribution, make_place, member

from gilde.core.rules import Refusal
from gilde.dialogue.actions.comment import add_comment
from gilde.dialogue.actions.curation import close
from gilde.dialogue.actions.draft import save_draft
from gilde.dialogue.models import Comment, Draft, ReadMark

pytestmark = pytest.mark.django_db


def test_what_is_sent_twice_stands_once_also_when_the_conversation_was_closed_in_between():
    place = make_place()
    anna, bo = member(place), member(place)
    talk, key = make_contribution(anna, place), uuid.uuid4()
    first = add_comment(actor=bo, contribution=talk, body="One.", client_id=key)
    assert add_comment(actor=bo, contribution=talk, body="One.", client_id=key) == first
    close(actor=anna, contribution=talk, reason="Said enough.")
    assert add_comment(actor=bo, contribution=talk, body="One.", client_id=key) == first
    with pytest.raises(Refusal):
        add_comment(actor=bo, contribution=talk, body="Two.", client_id=uuid.uuid4())
    with pytest.raises(Refusal):  # the key of somebody else opens nothing
        add_comment(actor=member(place), contribution=talk, body="One.", client_id=key)
    assert [row.body for row in Comment.objects.filter(contribution=talk)] == ["One."]
    talk.refresh_from_db()
    assert talk.comment_count == 1


def test_a_comment_is_counted_read_by_its_writer_and_ends_the_draft_of_its_place_alone():
    place = make_place()
    anna, bo = member(place), member(place)
    talk = make_contribution(anna, place)
    here, elsewhere = f"c:{talk.pk}", f"a:{talk.pk}"
    for actor in (anna, bo):
        save_draft(actor=actor, place=here, data={"body": "On"})
    save_draft(actor=bo, place=elsewhere, data={"body": "El"})
    key = uuid.uuid4()
    row = add_comment(actor=bo, contribution=talk, body="One.", client_id=key)
    talk.refresh_from_db()
    assert (talk.comment_count, talk.last_activity_at) == (1, row.created_at)
    assert ReadMark.objects.get(person=bo.person_id, contribution=talk).read_at == row.created_at
    left = set(Draft.objects.values_list("person_id", "place"))
    assert left == {(anna.person_id, here), (bo.person_id, elsewhere)}
    save_draft(actor=bo, place=here, data={"body": "One."})  # the page kept it once more while it waited for its answer
    add_comment(actor=bo, contribution=talk, body="One.", client_id=key)
    assert not Draft.objects.filter(person=bo.person_id, place=here).exists()
