import pytest
from tests.factories.communities import again, outsider
from tests.factories.dialogue import (
    make_answer,
    make_comment,
    make_compliment,
    make_contribution,
    make_place,
    make_question,
    member,
    person_of,
)
from tests.factories.governance import decided, make_case, make_report
from tests.factories.people import make_account, make_person

from gilde.communities.enums import Role
from gilde.communities.models import Membership
from gilde.core.reportables import reportables
from gilde.core.rules import Refusal
from gilde.dialogue.models import Answer, Compliment, Contribution
from gilde.governance.actions import appeal as appeals
from gilde.governance.actions import case as actions
from gilde.governance.actions.leaving import forget
from gilde.governance.enums import Outcome, Side
from gilde.governance.models import Case
from gilde.governance.rules import case as rules
from gilde.people.models import Account
from gilde.people.queries.actor import actor_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return make_place()


@pytest.fixture
def host(place):
    return member(place, role=Role.HOST)


def operator():
    return actor_for(person := make_person(account=make_account(is_superuser=True)), person.account)


def waiting(place):
    place.refresh_from_db()
    return place.open_case_count


def test_a_case_is_for_hosts_and_the_operator_and_nobody_else(place, host):
    author, reporter = member(place), member(place)
    case = make_case(reporter, make_contribution(author, place))
    other_place = make_place()
    for nobody in (
        author, reporter, outsider(), member(place, role=Role.FACILITATOR), member(place, role=Role.GUEST),
        member(other_place, role=Role.HOST),
    ):  # fmt: skip
        assert not Case.objects.visible_to(nobody).filter(pk=case.pk).exists()
        with pytest.raises(Refusal):
            actions.take(actor=nobody, case=case)
    for someone in (host, operator()):
        assert Case.objects.visible_to(someone).filter(pk=case.pk).exists()


def test_a_host_neither_sees_nor_handles_a_case_about_themselves(place, host):
    reporter = member(place)
    case = make_case(reporter, make_contribution(host, place))
    assert not Case.objects.visible_to(host).exists()
    with pytest.raises(Refusal):
        actions.take(actor=host, case=case)
    actions.take(actor=member(place, role=Role.HOST), case=case)


def test_a_host_who_reported_leaves_it_to_another(place, host):
    case = make_case(host, make_contribution(member(place), place))
    with pytest.raises(Refusal):
        actions.take(actor=host, case=case)
    actions.take(actor=operator(), case=case)


def test_who_has_a_part_in_it_reads_truly_who_handles_it(place, host):
    case = make_case(host, make_contribution(member(place), place))
    boss = operator()

    def said(actor):
        return str(rules.judge.reason(actor, case))

    assert said(host) == "You reported this yourself. The operator handles it."
    other = member(place, role=Role.HOST)
    assert said(host) == "You reported this yourself. Another host or the operator handles it."
    Account.objects.filter(person=boss.person_id).update(is_active=False)
    assert said(host) == "You reported this yourself. Another host handles it."
    Membership.objects.filter(person=other.person_id).delete()
    assert said(host) == "You reported this yourself. Nobody else here can handle it yet: make another member host."


def test_who_handles_it_does_not_tell_that_a_host_wrote_it_without_a_name(place, host):
    operator()
    second = member(place, role=Role.HOST)
    case = make_case(host, make_contribution(member(place), place))
    before = str(rules.judge.reason(host, case))
    Case.objects.filter(pk=case.pk).update(about=None, asker=second.person_id)
    assert str(rules.judge.reason(host, Case.objects.get(pk=case.pk))) == before


def test_one_person_handles_a_case_until_they_give_it_back(place, host):
    other = member(place, role=Role.HOST)
    case = make_case(member(place), make_contribution(member(place), place))
    actions.take(actor=host, case=case)
    actions.take(actor=host, case=case)
    with pytest.raises(Refusal):
        actions.take(actor=other, case=case)
    with pytest.raises(Refusal):
        actions.decide(actor=other, case=case, outcome=Outcome.NOTHING, rule="", reasons="x")
    actions.release(actor=host, case=case)
    assert actions.take(actor=other, case=case).handler_id == other.person_id


def test_a_removed_host_handles_nothing_any_more(place, host):
    case = make_case(member(place), make_contribution(member(place), place))
    actions.take(actor=host, case=case)
    person_of(host).memberships.all().delete()
    gone = again(host)
    assert not Case.objects.visible_to(gone).exists()
    with pytest.raises(Refusal):
        actions.note(actor=gone, case=case, text="x")


def test_the_author_knows_nothing_until_somebody_writes_to_them(place, host):
    author, reporter = member(place), member(place)
    case = make_case(reporter, make_contribution(author, place))
    assert not Case.objects.told_to(author).exists()
    assert Case.objects.told_to(reporter).exists()
    actions.take(actor=host, case=case)
    actions.message(actor=host, case=case, to=Side.REPORTER, text="Thank you")
    assert not Case.objects.told_to(author).exists()
    actions.message(actor=host, case=case, to=Side.REPORTED, text="What did you mean?")
    assert Case.objects.told_to(author).exists()


def test_nothing_decided_is_not_told_to_the_author(place, host):
    author = member(place)
    case = decided(host, make_case(member(place), make_contribution(author, place)), Outcome.NOTHING)
    assert case.is_decided
    assert not Case.objects.told_to(author).exists()
    assert waiting(place) == 0


@pytest.mark.parametrize("kind", ["contribution", "answer", "comment", "comment under an answer"])
def test_a_removal_is_carried_out_and_an_appeal_brings_it_back_with_its_counters(place, host, kind):
    author, reporter = member(place), member(place)
    question = make_question(author, place)
    answer = make_answer(author, question)
    thing = {
        "contribution": lambda: question,
        "answer": lambda: answer,
        "comment": lambda: make_comment(author, question),
        "comment under an answer": lambda: make_comment(author, question, answer=answer),
    }[kind]()
    model = type(thing)

    def numbers():
        row = Contribution.objects.get(pk=question.pk)
        place.refresh_from_db()
        return row.answer_count, row.comment_count, place.contribution_count, Answer.objects.get().comment_count

    before = numbers()
    case = decided(host, make_case(reporter, thing))
    assert not model.objects.visible_to(host).filter(pk=thing.pk).exists()
    row = appeals.appeal(actor=author, case=case, words="It was a joke.")
    assert appeals.appeal(actor=author, case=case, words="Again.") == row
    assert waiting(place) == 1
    with pytest.raises(Refusal):
        appeals.decide(actor=host, appeal=row, outcome=Outcome.NOTHING, reasons="I was right.")
    appeals.decide(actor=member(place, role=Role.HOST), appeal=row, outcome=Outcome.WORD, reasons="It was.")
    assert model.objects.visible_to(reporter).filter(pk=thing.pk).exists()
    assert numbers() == before
    row.refresh_from_db()
    assert (row.changed, waiting(place)) == (True, 0)
    assert Case.objects.get().outcome == Outcome.WORD


def test_a_compliment_is_removed_and_brought_back_by_operators():
    place = make_place()
    giver, receiver = member(place), member(place)
    compliment = make_compliment(giver, person_of(receiver))
    case = decided(operator(), make_case(receiver, compliment))
    assert not Compliment.objects.visible_to(receiver).exists()
    row = appeals.appeal(actor=giver, case=case, words="It was meant well.")
    appeals.decide(actor=operator(), appeal=row, outcome=Outcome.NOTHING, reasons="It was.")
    assert Compliment.objects.visible_to(receiver).exists()


def test_an_appeal_that_is_refused_leaves_everything_as_it_is(place, host):
    author = member(place)
    contribution = make_contribution(author, place)
    case = decided(host, make_case(member(place), contribution))
    row = appeals.appeal(actor=author, case=case, words="No.")
    appeals.decide(actor=operator(), appeal=row, outcome=Outcome.REMOVE, reasons="It stands.")
    row.refresh_from_db()
    assert (row.changed, Contribution.objects.get(pk=contribution.pk).state) == (False, "deleted")


def test_only_those_concerned_appeal(place, host):
    author, bystander = member(place), member(place)
    case = decided(host, make_case(member(place), make_contribution(author, place)))
    with pytest.raises(Refusal):
        appeals.appeal(actor=bystander, case=case, words="I too")


def test_the_operator_decides_where_they_are_no_member(place):
    contribution = make_contribution(member(place), place)
    decided(operator(), make_case(member(place), contribution))
    assert Contribution.objects.get(pk=contribution.pk).state == "deleted"


def test_a_profile_cannot_be_removed_by_a_decision(place):
    case = make_case(member(place), person_of(member(place)))
    with pytest.raises(Refusal):
        decided(operator(), case)


def test_who_leaves_for_good_leaves_no_words(place):
    author, reporter = member(place), member(place)
    report = make_report(reporter, make_contribution(author, place), words="My very own words")
    for _twice in range(2):
        forget(person_id=reporter.person_id)
        forget(person_id=author.person_id)
    report.refresh_from_db()
    assert (report.words, report.case.said, report.case.title) == ("", "", "")


def test_every_kind_says_how_it_is_removed_or_that_it_is_not():
    removable = {kind for kind, row in reportables().items() if row.remove is not None}
    assert removable == {"contribution", "answer", "comment", "compliment"}
    assert set(reportables()) - removable == {"file", "profile"}
