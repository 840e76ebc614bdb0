"""Hiding as a decision: out of sight for everybody but its author and those who keep order, and back again."""

import pytest
from tests.factories.communities import outsider
from tests.factories.dialogue import (
    client_of,
    make_answer,
    make_comment,
    make_compliment,
    make_contribution,
    make_place,
    make_question,
    member,
    person_of,
)
from tests.factories.governance import decided, make_case
from tests.factories.people import make_account, make_person

from gilde.attention.search.actions.index import index
from gilde.attention.search.models import SearchEntry
from gilde.communities.enums import Role
from gilde.core.audience import Audience
from gilde.core.models import Activity
from gilde.core.reportables import reportables
from gilde.core.rules import Refusal
from gilde.core.searchables import searchables
from gilde.dialogue.enums import State
from gilde.dialogue.models import Answer, Contribution
from gilde.governance.actions import appeal as appeals
from gilde.governance.actions import case as actions
from gilde.governance.enums import Outcome, StepKind, Verb
from gilde.governance.models import Case, Step
from gilde.governance.queries.log import log
from gilde.governance.sentences import sentence
from gilde.people.queries.actor import actor_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return make_place(audience=Audience.PUBLIC)


@pytest.fixture
def host(place):
    return member(place, role=Role.HOST)


@pytest.mark.parametrize("kind", ["contribution", "answer", "comment"])
def test_what_is_hidden_is_seen_by_its_author_and_the_hosts_alone_and_comes_back_as_it_was(place, host, kind):
    author, reporter = member(place), member(place)
    question = make_question(author, place)
    answer = make_answer(author, question)
    thing = {"contribution": question, "answer": answer, "comment": make_comment(author, question)}[kind]
    model = type(thing)

    def sees(actor):
        return model.objects.visible_to(actor).filter(pk=thing.pk).exists()

    def numbers():
        row = Contribution.objects.get(pk=question.pk)
        place.refresh_from_db()
        return row.answer_count, row.comment_count, place.contribution_count

    before = numbers()
    case = decided(host, make_case(reporter, thing), Outcome.HIDE, "Let it cool down.")
    assert case.hidden
    assert numbers() != before
    for nobody in (reporter, outsider(), member(place, role=Role.GUEST), member(make_place(), role=Role.HOST)):
        assert not sees(nobody)
    for somebody in (author, host, member(place, role=Role.HOST)):
        assert sees(somebody)
    assert Case.objects.told_to(author).filter(pk=case.pk).exists()
    case = actions.put_back(actor=member(place, role=Role.HOST), case=case)
    assert (case.hidden, case.outcome) == (False, Outcome.HIDE)
    assert sees(reporter)
    assert numbers() == before
    with pytest.raises(Refusal):
        actions.put_back(actor=host, case=case)


def reindex():
    for kind, searchable in searchables().items():
        index(kind=kind, ids=searchable.after(0, 1000))


def test_search_and_pages_lose_it_at_once(place, host):
    author, reporter = member(place), member(place)
    row = make_contribution(author, place, "Zwanenzang of the guild")
    reindex()
    assert SearchEntry.objects.filter(title__contains="Zwanenzang").exists()
    case = decided(host, make_case(reporter, row), Outcome.HIDE)
    browser = client_of(reporter)
    for address in (
        row.get_absolute_url(),
        f"/c/{place.slug}/",
        "/",
        "/search/?q=zwanenzang",
        f"/c/{place.slug}/feed.atom",
    ):
        assert "Zwanenzang" not in browser.get(address, follow=True).content.decode(), address
    assert browser.get(row.get_absolute_url()).status_code == 404
    reindex()
    assert not SearchEntry.objects.filter(title__contains="Zwanenzang").exists()
    actions.put_back(actor=host, case=case)
    assert browser.get(row.get_absolute_url()).status_code == 200


def test_an_appeal_brings_it_back_and_the_author_is_told_why_it_was_hidden(place, host):
    author, other = member(place), member(place, role=Role.HOST)
    row = make_contribution(author, place)
    case = decided(host, make_case(member(place), row), Outcome.HIDE, "Let it cool down.")
    page = client_of(author).get(f"/me/reports/{case.pk}/").content.decode()
    assert "Let it cool down." in page
    asked = appeals.appeal(actor=author, case=case, words="It is cool.")
    appeals.decide(actor=other, appeal=asked, outcome=Outcome.NOTHING, reasons="It is.")
    assert Contribution.objects.get(pk=row.pk).state == State.PUBLISHED
    assert not Case.objects.get().hidden


def test_the_operator_hides_where_they_are_no_member(place):
    person = make_person(account=make_account(is_superuser=True))
    operator = actor_for(person, person.account)
    answer = make_answer(member(place), make_question(member(place), place))
    decided(operator, make_case(member(place), answer), Outcome.HIDE)
    assert Answer.objects.get().state == State.HIDDEN


def test_what_its_author_deleted_meanwhile_does_not_come_back(place, host):
    from gilde.dialogue.actions.contribution import delete

    author = member(place)
    row = make_contribution(author, place)
    case = decided(host, make_case(member(place), row), Outcome.HIDE)
    delete(actor=author, contribution=Contribution.objects.select_related("community").get(pk=row.pk))
    actions.put_back(actor=host, case=case)
    assert Contribution.objects.get(pk=row.pk).state == State.DELETED


def appealed(author, judge, case, outcome=Outcome.NOTHING):
    asked = appeals.appeal(actor=author, case=case, words="Look again.")
    appeals.decide(actor=judge, appeal=asked, outcome=outcome, reasons="We did.")


@pytest.mark.parametrize("kind", ["contribution", "answer", "comment"])
def test_a_won_appeal_does_not_bring_back_what_was_gone_before_the_decision(place, host, kind):
    author, judge = member(place), member(place, role=Role.HOST)
    question = make_question(author, place)
    thing = {
        "contribution": lambda: question,
        "answer": lambda: make_answer(author, question),
        "comment": lambda: make_comment(author, question),
    }[kind]()
    case = make_case(member(place), thing)
    reportables()[kind].remove(author, thing.pk)  # by its author, before anybody decided
    case = decided(host, case)
    assert not case.removed
    appealed(author, judge, case)
    thing = type(thing).objects.get(pk=thing.pk)
    assert thing.deleted_at is not None
    assert thing.deleted_by_id == author.person_id


@pytest.mark.parametrize("kind", ["contribution", "comment"])
@pytest.mark.parametrize("first", ["hidden", "removed"])
def test_two_decisions_about_one_thing_end_apart(place, host, kind, first):
    author, judge = member(place), member(place, role=Role.HOST)
    thing = make_contribution(author, place)
    if kind == "comment":
        thing = make_comment(author, thing)
    hiding = decided(host, make_case(member(place), thing), Outcome.HIDE)
    removing = decided(judge, make_case(host, thing), Outcome.REMOVE)
    third = member(place, role=Role.HOST)

    def state():
        row = type(thing).objects.get(pk=thing.pk)
        return State.DELETED if row.deleted_at is not None else row.state

    ends = {"hidden": hiding, "removed": removing}
    appealed(author, third, ends.pop(first))
    assert state() == (State.DELETED if first == "hidden" else State.HIDDEN)
    appealed(author, third, ends.popitem()[1])
    assert state() == State.PUBLISHED


def test_what_two_decisions_hide_is_seen_again_when_both_have_ended(place, host):
    author, other = member(place), member(place, role=Role.HOST)
    row = make_contribution(author, place)
    cases = [decided(host, make_case(member(place), row), Outcome.HIDE)]
    cases.append(decided(host, make_case(other, row), Outcome.HIDE))
    assert cases[1].hidden
    browser = client_of(host)
    page = browser.post(f"/cases/{cases[0].pk}/show/", follow=True, HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "another decision still does" in page
    assert Contribution.objects.get().state == State.HIDDEN
    assert not Activity.objects.filter(verb=Verb.PUT_BACK).exists()
    actions.put_back(actor=host, case=cases[1])
    assert Contribution.objects.get().state == State.PUBLISHED
    assert Activity.objects.filter(verb=Verb.PUT_BACK).count() == 1


def test_only_what_people_wrote_in_a_conversation_is_hidden(place):
    assert {kind for kind, row in reportables().items() if row.hide is not None} == {
        "contribution",
        "answer",
        "comment",
    }
    person = make_person(account=make_account(is_superuser=True))
    operator = actor_for(person, person.account)
    giver, receiver = member(place), member(place)
    with pytest.raises(Refusal):
        decided(operator, make_case(receiver, make_compliment(giver, person_of(receiver))), Outcome.HIDE)


def test_members_read_that_something_was_hidden_and_not_what(place, host):
    case = decided(
        host, make_case(member(place), make_contribution(member(place), place, "A sharp word")), Outcome.HIDE
    )
    for _twice in range(2):
        browser = client_of(host)
        browser.post(f"/cases/{case.pk}/show/")
    said = [sentence(act) for act in log(member(place), place).acts]
    assert "hid a contribution" in said
    assert "let everyone see a contribution again" in said
    assert not any("A sharp word" in words for words in said)
    assert Step.objects.filter(kind=StepKind.PUT_BACK).count() == 1
    assert Activity.objects.filter(verb=Verb.PUT_BACK).count() == 1


def test_nobody_else_shows_it_again(place, host):
    author, reporter = member(place), member(place, role=Role.HOST)
    case = decided(host, make_case(reporter, make_contribution(author, place)), Outcome.HIDE)
    for nobody in (author, member(place), outsider()):
        assert client_of(nobody).post(f"/cases/{case.pk}/show/").status_code == 404
    assert client_of(reporter).post(f"/cases/{case.pk}/show/").status_code == 403
    assert Case.objects.get().hidden
