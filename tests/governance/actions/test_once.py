"""What is sent twice happens once: one step, one activity, one notice, however close together the two come."""

import uuid
from datetime import timedelta

import pytest
from tests.communities.test_races import at_once, refused
from tests.factories.dialogue import make_contribution, make_place, member
from tests.factories.governance import decided, make_case

from gilde.attention.notifications.actions.notice import spread
from gilde.attention.notifications.models import Notice
from gilde.communities.enums import RestrictionKind, Role
from gilde.communities.models import Restriction
from gilde.core.models import Activity
from gilde.core.rules import Refusal
from gilde.governance.actions import appeal as appeals
from gilde.governance.actions import case as actions
from gilde.governance.enums import Outcome, Side, StepKind, Verb
from gilde.governance.models import Case, Step

pytestmark = pytest.mark.django_db


class Room:
    """A case that a host took on, and every act on it as one call with a client id."""

    def __init__(self):
        self.place = make_place()
        self.author, self.reporter = member(self.place), member(self.place)
        self.host = member(self.place, role=Role.HOST)
        self.other = member(self.place, role=Role.HOST)
        self.case = make_case(self.reporter, make_contribution(self.author, self.place))
        actions.take(actor=self.host, case=self.case)

    def note(self, key, text="Spoke on the telephone."):
        return actions.note(actor=self.host, case=self.case, text=text, client_id=key)

    def message(self, key, text="What did you mean?"):
        return actions.message(actor=self.host, case=self.case, to=Side.REPORTED, text=text, client_id=key)

    def release(self, key):
        return actions.release(actor=self.host, case=self.case, client_id=key)

    def take(self, key):
        return actions.take(actor=self.host, case=self.case, client_id=key)

    def decide(self, key, outcome=Outcome.WORD, measure=None):
        return actions.decide(
            actor=self.host, case=self.case, outcome=outcome, rule="", reasons="x", measure=measure, client_id=key
        )

    def judge(self, key, row):
        return appeals.decide(actor=self.other, appeal=row, outcome=Outcome.NOTHING, reasons="y", client_id=key)


def steps(kind):
    return Step.objects.filter(kind=kind).count()


def acts(verb):
    return Activity.objects.filter(verb=verb).count()


def test_a_note_is_the_first_one_however_often_it_is_sent():
    room, key = Room(), uuid.uuid4()
    first = room.note(key)
    assert room.note(key, "Something else").pk == first.pk
    assert [row.text for row in Step.objects.filter(kind=StepKind.NOTE)] == ["Spoke on the telephone."]
    assert acts(Verb.CASE_NOTED) == 1
    room.note(uuid.uuid4())
    assert steps(StepKind.NOTE) == 2


def test_a_message_sent_twice_is_told_once_also_when_the_case_was_decided_meanwhile():
    room, key = Room(), uuid.uuid4()
    first = room.message(key)
    room.decide(uuid.uuid4())
    assert room.message(key).pk == first.pk
    assert (steps(StepKind.MESSAGE), acts(Verb.CASE_MESSAGE)) == (1, 1)
    spread(Activity.objects.get(verb=Verb.CASE_MESSAGE))
    assert Notice.objects.filter(person_id=room.author.person_id).count() == 1


def test_the_client_id_of_one_person_is_not_that_of_another():
    room, key = Room(), uuid.uuid4()
    room.note(key)
    actions.note(actor=room.other, case=room.case, text="I agree.", client_id=key)
    assert steps(StepKind.NOTE) == 2


def test_giving_back_twice_does_not_give_back_what_somebody_took_on_in_between():
    room, key = Room(), uuid.uuid4()
    room.release(key)
    assert room.release(key).handler_id is None
    actions.take(actor=room.other, case=room.case)
    assert room.release(key).handler_id == room.other.person_id
    assert (steps(StepKind.RELEASED), acts(Verb.CASE_RELEASED)) == (1, 1)


def test_a_late_take_does_not_take_on_what_was_given_back():
    room, key = Room(), uuid.uuid4()
    room.release(uuid.uuid4())
    room.take(key)
    room.release(uuid.uuid4())
    assert room.take(key).handler_id is None
    assert acts(Verb.CASE_TAKEN) == 2


def test_a_decision_sent_twice_is_one_decision_and_another_one_is_refused():
    room, key, end = Room(), uuid.uuid4(), uuid.uuid4()
    measure = actions.Measure(RestrictionKind.NO_POSTS, timedelta(days=3))
    room.decide(key, Outcome.SANCTION, measure)
    assert room.decide(key, Outcome.SANCTION, measure).outcome == Outcome.SANCTION
    assert (Restriction.objects.count(), steps(StepKind.DECIDED), acts(Verb.CASE_DECIDED)) == (1, 1, 1)
    with pytest.raises(Refusal):
        room.decide(uuid.uuid4())
    for _twice in range(2):
        actions.lift(actor=room.host, case=room.case, client_id=end)
    assert (steps(StepKind.LIFTED), acts(Verb.SANCTION_LIFTED)) == (1, 1)


def test_an_appeal_decided_twice_is_decided_once():
    room, key = Room(), uuid.uuid4()
    room.decide(uuid.uuid4(), Outcome.REMOVE)
    row = appeals.appeal(actor=room.author, case=room.case, words="Why")
    assert room.judge(key, row).changed is True
    assert room.judge(key, row).changed is True
    assert (steps(StepKind.APPEAL_DECIDED), acts(Verb.APPEAL_DECIDED)) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_eight_at_the_same_instant_are_one():
    room = Room()
    for send, kind in (
        (room.note, StepKind.NOTE), (room.message, StepKind.MESSAGE), (room.release, StepKind.RELEASED),
        (room.take, StepKind.TAKEN), (room.decide, StepKind.DECIDED),
    ):  # fmt: skip
        before, key = steps(kind), uuid.uuid4()
        results = at_once(*[lambda send=send, key=key: send(key)] * 8)
        assert refused(results) == 0, kind
        assert None not in results, kind
        assert steps(kind) == before + 1, kind
    room.place.refresh_from_db()
    assert room.place.open_case_count == 0


@pytest.mark.django_db(transaction=True)
def test_two_who_decide_an_appeal_at_the_same_instant_decide_once():
    room = Room()
    case = decided(room.other, make_case(room.reporter, make_contribution(room.author, room.place)), Outcome.WORD)
    row = appeals.appeal(actor=room.author, case=case, words="Why")
    third = member(room.place, role=Role.HOST)
    results = at_once(
        *(
            lambda a=actor: appeals.decide(actor=a, appeal=row, outcome=Outcome.NOTHING, reasons="y")
            for actor in (room.host, third)
        )
    )
    assert refused(results) == 1
    assert steps(StepKind.APPEAL_DECIDED) == 1
    assert Case.objects.get(pk=case.pk).outcome == Outcome.NOTHING
