import uuid
from datetime import timedelta

import pytest
from tests.factories.communities import actor_in, again, connect, counted, make_charter, make_community, outsider
from tests.factories.people import make_person

from gilde.communities.actions import membership as membership_actions
from gilde.communities.actions import request as actions
from gilde.communities.enums import Joining, RequestState, Role, Verb
from gilde.communities.models import JoinQuestion, JoinRequest, Membership
from gilde.core.actor import SYSTEM, VISITOR
from gilde.core.clock import now
from gilde.core.models.activity import Activity
from gilde.core.rules import Refusal


@pytest.fixture
def community():
    return make_community(joining=Joining.REQUEST, host=make_person())


def open_count(community):
    community.refresh_from_db(fields=["open_request_count"])
    return community.open_request_count


def test_a_request_is_counted_where_the_host_sees_it(community):
    request = actions.ask(actor=outsider(), community=community, answers={})
    assert (request.state, open_count(community)) == (RequestState.OPEN, 1)
    assert Activity.objects.filter(verb=Verb.JOIN_REQUESTED, community_id=community.pk).count() == 1


def test_asking_twice_is_asking_once(community):
    actor, client_id = outsider(), uuid.uuid4()
    first = actions.ask(actor=actor, community=community, answers={}, client_id=client_id)
    assert actions.ask(actor=actor, community=community, answers={}, client_id=client_id) == first
    assert actions.ask(actor=actor, community=community, answers={}, client_id=uuid.uuid4()) == first
    assert (open_count(community), JoinRequest.objects.count()) == (1, 1)


def test_answers_are_kept_with_the_question_as_it_was_asked(community):
    host = actor_in(community, Role.HOST)
    actions.set_questions(actor=host, community=community, questions=[("Why?", True), ("Who sent you?", False)])
    why, who = JoinQuestion.objects.all()
    with pytest.raises(Refusal, match="Why"):
        actions.ask(actor=outsider(), community=community, answers={who.pk: "Nobody", why.pk: "  "})
    request = actions.ask(actor=outsider(), community=community, answers={why.pk: " To learn. "})
    actions.set_questions(actor=host, community=community, questions=[("Since when?", True)])
    request.refresh_from_db()
    assert request.answers == [
        {"question": "Why?", "answer": "To learn."},
        {"question": "Who sent you?", "answer": ""},
    ]


def test_a_question_that_stays_is_the_same_one_for_who_answers_at_this_moment(community):
    host = actor_in(community, Role.HOST)
    actions.set_questions(actor=host, community=community, questions=[("Why?", True), ("Who sent you?", False)])
    why, _who = JoinQuestion.objects.all()
    asked = [("Since when?", False), ("Why?", False), ("Why?", True)]
    actions.set_questions(actor=host, community=community, questions=asked)
    assert [(row.text, row.required) for row in community.join_questions.all()] == asked
    request = actions.ask(actor=outsider(), community=community, answers={
        row.pk: "To learn." for row in community.join_questions.all() if row.required or row.pk == why.pk
    })  # fmt: skip
    assert [answer["answer"] for answer in request.answers] == ["", "To learn.", "To learn."]


@pytest.mark.parametrize(
    ("values", "word"),
    [({"joining": Joining.OPEN}, "Anyone can join"), ({"joining": Joining.INVITATION}, "invitation"),
     ({"joining": Joining.REQUEST, "archived_at": now()}, "archived")],
)  # fmt: skip
def test_one_asks_only_where_one_joins_on_request(values, word):
    with pytest.raises(Refusal, match=word):
        actions.ask(actor=outsider(), community=make_community(**values), answers={})


def test_a_visitor_and_a_member_do_not_ask(community):
    with pytest.raises(Refusal, match="Log in"):
        actions.ask(actor=VISITOR, community=community, answers={})
    with pytest.raises(Refusal, match="already"):
        actions.ask(actor=actor_in(community), community=community, answers={})


def test_who_is_let_in_belongs_to_the_needed_parents_too(community):
    top = make_community(joining=Joining.INVITATION)
    connect(top, community, required=True)
    actor = outsider()
    request = actions.ask(actor=actor, community=community, answers={})
    membership = actions.accept(actor=actor_in(community, Role.FACILITATOR), request=request, note="Welcome!")
    assert membership.role == Role.MEMBER
    assert set(again(actor).roles) == {community.pk, top.pk}
    request.refresh_from_db()
    assert (request.state, request.note, open_count(community)) == (RequestState.ACCEPTED, "Welcome!", 0)
    assert counted(community)[0] == counted(community)[1]


def test_the_charter_accepted_while_asking_counts_unless_it_changed(community):
    charter = make_charter(community)
    with pytest.raises(Refusal, match="agreements"):
        actions.ask(actor=outsider(), community=community, answers={})
    host = actor_in(community, Role.HOST)
    early, late = outsider(), outsider()
    first = actions.ask(actor=early, community=community, answers={}, charters=[charter.pk])
    second = actions.ask(actor=late, community=community, answers={}, charters=[charter.pk])
    assert actions.accept(actor=host, request=first).charter_seen == charter
    make_charter(community, "Other words.")
    assert actions.accept(actor=host, request=second).charter_seen is None


def test_the_first_decision_counts(community):
    host = actor_in(community, Role.HOST)
    actor = outsider()
    request = actions.ask(actor=actor, community=community, answers={})
    actions.decline(actor=host, request=request, note="Not now.")
    actions.decline(actor=host, request=request, note="Never.")
    assert actions.accept(actor=host, request=request) is None
    request.refresh_from_db()
    assert (request.state, request.note, open_count(community)) == (RequestState.DECLINED, "Not now.", 0)
    assert not again(actor).roles


def test_after_a_no_one_asks_again_a_week_later(community):
    actor = outsider()
    request = actions.ask(actor=actor, community=community, answers={})
    actions.decline(actor=actor_in(community, Role.HOST), request=request)
    with pytest.raises(Refusal, match="week"):
        actions.ask(actor=actor, community=community, answers={})
    JoinRequest.objects.update(decided_at=now() - timedelta(days=8))
    assert actions.ask(actor=actor, community=community, answers={}).pk != request.pk


def test_a_request_is_withdrawn_by_who_made_it(community):
    actor = outsider()
    request = actions.ask(actor=actor, community=community, answers={})
    with pytest.raises(Refusal):
        actions.withdraw(actor=outsider(), request=request)
    actions.withdraw(actor=actor, request=request)
    actions.withdraw(actor=actor, request=request)
    assert open_count(community) == 0
    assert actions.ask(actor=actor, community=community, answers={}).state == RequestState.OPEN


@pytest.mark.parametrize("role", [Role.MEMBER, Role.GUEST])
def test_members_do_not_decide(community, role):
    request = actions.ask(actor=outsider(), community=community, answers={})
    with pytest.raises(Refusal):
        actions.accept(actor=actor_in(community, role), request=request)
    assert open_count(community) == 1


def test_coming_in_another_way_answers_the_request(community):
    actor = outsider()
    request = actions.ask(actor=actor, community=community, answers={})
    membership_actions.enrol(actor=SYSTEM, person_id=actor.person_id, community=community)
    request.refresh_from_db()
    assert (request.state, open_count(community)) == (RequestState.ACCEPTED, 0)
    assert Membership.objects.filter(community=community, person_id=actor.person_id).exists()
