from __future__ import annotations

import pytest
from tests.factories.dialogue import (
    joined,
    make_answer,
    make_behaviour,
    make_comment,
    make_compliment,
    make_contribution,
    make_place,
    make_question,
    member,
    person_of,
)
from tests.factories.people import actor_of

from gilde.communities.enums import Role
from gilde.communities.models import Community
from gilde.core.actor import VISITOR, Actor
from gilde.core.audience import Audience
from gilde.core.rules import Refusal
from gilde.dialogue.actions.appreciation import appreciate
from gilde.dialogue.actions.contribution import delete
from gilde.dialogue.actions.curation import close, move, pin, reopen, unpin
from gilde.dialogue.enums import AppreciationKind, ContributionKind
from gilde.dialogue.models import Answer, Appreciation, Comment, Compliment, Contribution, ContributionTag


def test_a_host_pins_at_most_three(place: Community, anna: Actor, host: Actor) -> None:
    rows = [make_contribution(anna, place) for _ in range(4)]
    for row in rows[:3]:
        pin(actor=host, contribution=row)
        pin(actor=host, contribution=row)
    with pytest.raises(Refusal, match="At most 3"):
        pin(actor=host, contribution=rows[3])
    unpin(actor=host, contribution=rows[0])
    pin(actor=host, contribution=rows[3])
    pinned = set(Contribution.objects.filter(pinned_at__isnull=False).values_list("pk", flat=True))
    assert pinned == {row.pk for row in rows[1:]}


def test_members_do_not_pin_their_own(place: Community, anna: Actor) -> None:
    row = make_contribution(anna, place)
    with pytest.raises(Refusal, match="hosts and facilitators"):
        pin(actor=anna, contribution=row)


def test_a_deleted_contribution_makes_room_for_a_pin(place: Community, anna: Actor, host: Actor) -> None:
    rows = [make_contribution(anna, place) for _ in range(4)]
    for row in rows[:3]:
        pin(actor=host, contribution=row)
    delete(actor=anna, contribution=rows[0])
    assert pin(actor=host, contribution=rows[3]).pinned_at is not None


def test_closing_asks_for_a_reason_and_ends_the_replies(place: Community, anna: Actor, bo: Actor) -> None:
    row = make_contribution(anna, place)
    with pytest.raises(Refusal, match="why you are closing this"):
        close(actor=anna, contribution=row, reason="  ")
    close(actor=anna, contribution=row, reason="We decided on Tuesday.")
    with pytest.raises(Refusal, match="closed"):
        make_comment(bo, row)
    reopen(actor=anna, contribution=row)
    make_comment(bo, row)
    row.refresh_from_db()
    assert (row.closed_reason, row.closed_by_id, row.comment_count) == ("", None, 1)


def test_what_a_host_closed_the_author_does_not_open(place: Community, anna: Actor, bo: Actor, host: Actor) -> None:
    row = make_contribution(anna, place)
    close(actor=host, contribution=row, reason="Off topic.")
    with pytest.raises(Refusal, match="This conversation is closed"):
        reopen(actor=anna, contribution=row)
    with pytest.raises(Refusal):
        reopen(actor=bo, contribution=row)
    assert Contribution.objects.get(pk=row.pk).closed_at is not None


def test_others_do_not_close(place: Community, anna: Actor, bo: Actor) -> None:
    row = make_contribution(anna, place)
    with pytest.raises(Refusal, match="hosts and facilitators"):
        close(actor=bo, contribution=row, reason="I am done.")


def test_a_move_takes_everything_along_and_both_counters(place: Community, anna: Actor, bo: Actor) -> None:
    other = make_place("The other house")
    behaviour = make_behaviour(place)
    question = make_question(anna, place, tags=["wound care"], behaviour=behaviour)
    answer = make_answer(bo, question)
    comment = make_comment(bo, question, answer=answer)
    for target in (question, answer, comment):
        actor = bo if target is question else anna
        appreciate(actor=actor, target=target, kind=AppreciationKind.LIKE, on=True)
    make_compliment(bo, person_of(anna), contribution=question, behaviour=behaviour)
    anna = joined(anna, other)
    pinned = Contribution.objects.filter(pk=question.pk)
    pinned.update(pinned_at=question.created_at)

    move(actor=anna, contribution=question, to=other)

    question.refresh_from_db()
    assert (question.community_id, question.pinned_at, question.behaviour_id) == (other.pk, None, None)
    for model in (Answer, Comment, ContributionTag, Compliment):
        assert set(model._default_manager.values_list("community_id", flat=True)) == {other.pk}, model
    assert list(Appreciation.objects.values_list("community_id", flat=True)) == [other.pk] * 3
    assert Compliment.objects.get().behaviour_id is None
    place.refresh_from_db()
    other.refresh_from_db()
    assert (place.contribution_count, other.contribution_count) == (0, 1)
    assert other.last_activity_at == question.last_activity_at


def test_after_a_move_the_old_circle_cannot_read_it(place: Community, anna: Actor, bo: Actor) -> None:
    closed = make_place(audience=Audience.COMMUNITY)
    row = make_contribution(anna, place)
    comment = make_comment(bo, row)
    move(actor=joined(anna, closed), contribution=row, to=closed)
    for stranger in (bo, VISITOR):
        assert not Contribution.objects.visible_to(stranger).filter(pk=row.pk).exists()
        assert not Comment.objects.visible_to(stranger).filter(pk=comment.pk).exists()


def test_nobody_moves_to_where_they_cannot_contribute(place: Community, anna: Actor) -> None:
    row = make_contribution(anna, place)
    guest = joined(anna, make_place("Guests only"), role=Role.GUEST)
    with pytest.raises(Refusal, match="As a guest"):
        move(actor=guest, contribution=row, to=Community.objects.get(name="Guests only"))
    with pytest.raises(Refusal, match="Join this community first"):
        move(actor=anna, contribution=row, to=make_place())
    row.refresh_from_db()
    assert row.community == place


def test_a_member_does_not_move_what_another_wrote(place: Community, anna: Actor, bo: Actor) -> None:
    other = make_place()
    with pytest.raises(Refusal, match="Only the person who wrote this"):
        move(actor=joined(bo, other), contribution=make_contribution(anna, place), to=other)


def test_a_host_does_not_take_a_text_away_from_its_author(place: Community, anna: Actor, host: Actor) -> None:
    other = make_place()
    with pytest.raises(Refusal, match="no longer see it"):
        move(actor=joined(host, other), contribution=make_contribution(anna, place), to=other)


def test_words_for_a_small_circle_stay_there(open_place: Community, place: Community, anna: Actor, host: Actor) -> None:
    row = make_contribution(anna, place)
    with pytest.raises(Refusal, match="smaller group"):
        move(actor=joined(host, open_place), contribution=row, to=open_place)
    both = joined(anna, open_place)
    make_comment(member(place), row)
    with pytest.raises(Refusal, match="Others replied"):
        move(actor=both, contribution=row, to=open_place)
    alone = make_contribution(both, place)
    assert move(actor=both, contribution=alone, to=open_place).community_id == open_place.pk


def test_moving_to_the_same_place_changes_nothing(place: Community, anna: Actor) -> None:
    row = make_contribution(anna, place)
    move(actor=anna, contribution=row, to=place)
    place.refresh_from_db()
    assert place.contribution_count == 1


@pytest.mark.parametrize("part", ["teller", "authors"])
def test_nothing_moves_to_where_who_told_it_or_made_it_too_cannot_read_it(
    place: Community, anna: Actor, bo: Actor, part: str
) -> None:
    other = make_place("Another room")
    anna = joined(anna, other)
    person = person_of(bo)
    made = {"teller": person} if part == "teller" else {"authors": [person]}
    story = make_contribution(anna, place, kind=ContributionKind.STORY, **made)
    with pytest.raises(Refusal, match="Bo Jansen is not a member of this community"):
        move(actor=anna, contribution=story, to=other)
    assert Contribution.objects.get(pk=story.pk).community_id == place.pk
    joined(bo, other)
    move(actor=anna, contribution=story, to=other)
    assert Contribution.objects.visible_to(actor_of(person)).get(pk=story.pk).community_id == other.pk
