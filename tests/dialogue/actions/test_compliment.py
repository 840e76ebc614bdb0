from __future__ import annotations

import uuid

import pytest
from tests.factories.dialogue import (
    make_behaviour,
    make_comment,
    make_compliment,
    make_contribution,
    make_place,
    member,
    person_of,
)
from tests.factories.people import label, make_person

from gilde.communities.models import Community
from gilde.core.actor import VISITOR, Actor
from gilde.core.audience import Audience
from gilde.core.models import Activity
from gilde.core.rules import Refusal
from gilde.dialogue.actions.compliment import give, hide, show, withdraw
from gilde.dialogue.enums import ComplimentState, Verb
from gilde.dialogue.models import Compliment
from gilde.people.models import Label

WORDS = "You asked the question nobody dared to ask."


def test_a_compliment_is_seen_by_the_two_until_it_is_shown(
    place: Community, anna: Actor, bo: Actor, host: Actor
) -> None:
    row = make_compliment(anna, person_of(bo), contribution=make_contribution(bo, place))
    assert (row.state, row.community_id) == (ComplimentState.WAITING, place.pk)
    sees = {actor.name: Compliment.objects.visible_to(actor).exists() for actor in (anna, bo, host)}
    assert sees == {"Anna Visser": True, "Bo Jansen": True, "Hilde Bos": False}
    show(actor=bo, compliment=row)
    assert Compliment.objects.visible_to(host).exists()
    assert not Compliment.objects.visible_to(VISITOR).exists()
    assert not Compliment.objects.visible_to(member(make_place())).exists()


def test_what_is_about_no_community_shows_to_everyone(anna: Actor, bo: Actor) -> None:
    make_compliment(anna, person_of(bo), about="the workshop in March", shown=True)
    assert Compliment.objects.visible_to(VISITOR).exists()


def test_the_receiver_hides_and_shows_again(anna: Actor, bo: Actor, host: Actor) -> None:
    row = make_compliment(anna, person_of(bo), shown=True)
    hide(actor=bo, compliment=row)
    assert not Compliment.objects.visible_to(host).exists()
    assert Compliment.objects.visible_to(anna).get() == row
    show(actor=bo, compliment=row)
    assert Compliment.objects.visible_to(host).exists()


def test_only_the_receiver_decides_and_only_the_giver_takes_back(anna: Actor, bo: Actor, host: Actor) -> None:
    row = make_compliment(anna, person_of(bo))
    for act, actors in ((show, (anna, host)), (hide, (anna, host)), (withdraw, (bo, host))):
        for actor in actors:
            with pytest.raises(Refusal, match="Only the person who"):
                act(actor=actor, compliment=row)
    row.refresh_from_db()
    assert row.state == ComplimentState.WAITING


def test_what_was_taken_back_nobody_sees_or_shows(anna: Actor, bo: Actor) -> None:
    row = make_compliment(anna, person_of(bo), shown=True)
    withdraw(actor=anna, compliment=row)
    withdraw(actor=anna, compliment=row)
    assert not Compliment.objects.visible_to(anna).exists()
    assert not Compliment.objects.visible_to(bo).exists()
    with pytest.raises(Refusal, match="has withdrawn it"):
        show(actor=bo, compliment=row)
    assert Activity.objects.filter(verb=Verb.COMPLIMENT_WITHDRAWN).count() == 1


def test_the_same_client_id_gives_one_compliment(anna: Actor, bo: Actor) -> None:
    key = uuid.uuid4()
    rows = {give(actor=anna, receiver=person_of(bo), text=WORDS, client_id=key).pk for _ in range(2)}
    assert len(rows) == 1 == Compliment.objects.count()


def test_a_compliment_goes_to_somebody_else_who_is_here(anna: Actor) -> None:
    with pytest.raises(Refusal, match="someone else"):
        give(actor=anna, receiver=person_of(anna), text=WORDS)
    for state in ("deactivated", "erased", "deceased"):
        with pytest.raises(Refusal, match="cannot receive"):
            give(actor=anna, receiver=make_person(state=state), text=WORDS)


def test_about_a_contribution_it_goes_to_who_took_part(place: Community, anna: Actor, bo: Actor, host: Actor) -> None:
    row = make_contribution(anna, place)
    with pytest.raises(Refusal, match="did not take part"):
        make_compliment(anna, person_of(bo), contribution=row)
    make_comment(bo, row)
    assert make_compliment(anna, person_of(bo), contribution=row).contribution == row
    assert make_compliment(host, person_of(anna), contribution=row).contribution == row


def test_it_names_a_specialism_of_the_receiver_or_none(anna: Actor, bo: Actor) -> None:
    label(person_of(bo), "Wound care")
    label(person_of(anna), "Sailing")
    skill, other = Label.objects.get(name="Wound care"), Label.objects.get(name="Sailing")
    assert make_compliment(anna, person_of(bo), skill=skill).skill == skill
    with pytest.raises(Refusal, match="not one of this person's specialisms"):
        make_compliment(anna, person_of(bo), skill=other)


def test_it_names_a_behaviour_both_can_see(place: Community, anna: Actor, bo: Actor) -> None:
    ours = make_behaviour(place)
    row = make_compliment(anna, person_of(bo), behaviour=ours)
    assert (row.behaviour, row.community) == (ours, place)
    theirs = make_behaviour(make_place(audience=Audience.COMMUNITY))
    with pytest.raises(Refusal, match="another community"):
        make_compliment(anna, person_of(bo), behaviour=theirs)
