from __future__ import annotations

from tests.factories.dialogue import make_answer, make_comment, make_contribution, make_place, make_question, member

from gilde.communities.models import Community
from gilde.core.actor import VISITOR, Actor
from gilde.core.audience import Audience
from gilde.dialogue.queries.face import readable_authors


def test_a_face_goes_where_the_name_goes(open_place: Community) -> None:
    closed = make_place(audience=Audience.COMMUNITY)
    wrote, answered, commented, silent, inside = (member(open_place) for _ in range(5))
    question = make_question(wrote, open_place)
    make_answer(answered, question)
    make_comment(commented, question)
    insider = member(closed)
    make_contribution(insider, closed)
    everybody = [actor.person_id or 0 for actor in (wrote, answered, commented, silent, inside, insider)]
    seen = {wrote.person_id, answered.person_id, commented.person_id}
    assert readable_authors(VISITOR, everybody) == seen
    assert readable_authors(insider, everybody) == {*seen, insider.person_id}


def test_of_nobody_nothing_is_asked(anna: Actor) -> None:
    assert readable_authors(anna, []) == set()
