"""Who wrote something without their name: never judged by themselves, never learned by one, never seen by others."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.communities.test_races import at_once, refused
from tests.dialogue.test_unnamed import ask
from tests.factories.communities import again, outsider
from tests.factories.dialogue import client_of, make_comment, make_place, member, person_of
from tests.factories.governance import decided, make_case, make_report
from tests.factories.people import make_account, make_person

from gilde.attention.notifications.actions.notice import spread
from gilde.attention.notifications.models import Notice
from gilde.attention.notifications.queries.bell import bell
from gilde.attention.notifications.sentences import plain
from gilde.communities.actions.membership import appoint
from gilde.communities.enums import Role, Unnamed
from gilde.communities.models import Community
from gilde.core.clock import now
from gilde.core.models import Activity
from gilde.core.rules import Refusal
from gilde.dialogue.actions.unnamed import put_name
from gilde.dialogue.models import Contribution
from gilde.governance.actions import appeal as appeals
from gilde.governance.actions import case as cases
from gilde.governance.actions import disclosure as actions
from gilde.governance.enums import Outcome, Side, StepKind, Verb
from gilde.governance.exports import export
from gilde.governance.models import Case, Disclosure, Step
from gilde.governance.queries.disclosure import known
from gilde.governance.queries.judge import judges
from gilde.governance.queries.log import log
from gilde.governance.sentences import sentence
from gilde.people.actions.block import block
from gilde.people.enums import PersonState
from gilde.people.models import Person
from gilde.people.queries.actor import actor_for

pytestmark = pytest.mark.django_db
NAME = "Anna Quietly"


def client(actor):
    found = client_of(actor)
    found.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return found


class Room:
    """A question without a name that was reported, with two hosts without a part in it."""

    def __init__(self, role=Role.MEMBER):
        self.place = make_place()
        Community.objects.filter(pk=self.place.pk).update(unnamed=Unnamed.TALK)
        self.place.refresh_from_db()
        self.asker, self.reporter = member(self.place, NAME, role=role), member(self.place)
        self.host = member(self.place, "Hanna Host", role=Role.HOST)
        self.other = member(self.place, "Otto Other", role=Role.HOST)
        self.question = ask(self.asker, self.place)
        self.case = make_case(self.reporter, self.question)

    def propose(self, actor=None, key=None):
        cases.take(actor=actor or self.host, case=self.case)
        actions.propose(actor=actor or self.host, case=self.case, reason="There was a threat.", client_id=key)
        return Disclosure.objects.get(case=self.case, ended_at=None)

    def lifted(self):
        return actions.agree(actor=self.other, disclosure=self.propose())


def operator():
    person = make_person(account=make_account(is_superuser=True))
    return actor_for(person, person.account)


def shows_name(actor, address):
    page = client(actor).get(address).content.decode()
    return NAME in page.replace(f'alt="{NAME}"', "") if actor.name != NAME else False


# ── a host who asked without a name ──────────────────────────────────────────
def test_a_host_does_not_judge_what_they_asked_themselves_without_a_name():
    room = Room(role=Role.HOST)
    assert not Case.objects.visible_to(room.asker).exists()
    browser = client(room.asker)
    address = f"/cases/{room.case.pk}/"
    assert browser.get(address).status_code == 404
    for act in ("take/", "note/", "message/", "decide/", "name/"):
        assert browser.post(address + act).status_code == 404, act
    for act in (cases.take, cases.release, cases.put_back):
        with pytest.raises(Refusal):
            act(actor=room.asker, case=room.case)
    with pytest.raises(Refusal):
        make_report(room.asker, room.question)


def test_a_comment_of_theirs_under_it_is_judged_by_others_too():
    room = Room(role=Role.HOST)
    case = make_case(room.reporter, make_comment(room.asker, room.question))
    assert case.about is None
    assert not Case.objects.visible_to(room.asker).filter(pk=case.pk).exists()
    put_name(actor=room.asker, contribution=Contribution.objects.get(pk=room.question.pk))
    assert not Case.objects.visible_to(room.asker).exists()


@pytest.mark.parametrize("role", [Role.MEMBER, Role.HOST])
def test_other_hosts_and_the_operator_see_and_hear_the_same_whoever_asked(role):
    """What differs between a question of a member and one of a host may not say which it was."""
    room, boss = Room(role=role), operator()
    assert judges(room.case) == {room.host.person_id, room.other.person_id, boss.person_id}
    pages = [client(room.host).get(address).content.decode() for address in
             (f"/cases/{room.case.pk}/", f"/c/{room.place.slug}/reports/")]  # fmt: skip
    for page in pages:
        main = page[page.index("<main") : page.index("</main>")]
        assert "Someone in this community" in main or room.case.title in main
        assert NAME not in main


def test_operators_hear_of_it_also_where_a_host_could_judge_and_of_named_things_only_where_none_can():
    room, boss = Room(), operator()
    assert boss.person_id in judges(room.case)
    named = make_case(room.reporter, make_comment(member(room.place), room.question))
    assert judges(named) == {room.host.person_id, room.other.person_id}


# ── the one who asked is heard all the same ──────────────────────────────────
def test_messages_and_the_decision_reach_them_and_they_can_appeal_without_a_name():
    room = Room()
    cases.take(actor=room.host, case=room.case)
    assert not Case.objects.told_to(room.asker).exists()
    cases.message(actor=room.host, case=room.case, to=Side.REPORTED, text="What did you mean?")
    told(Verb.CASE_MESSAGE, room.asker)
    cases.decide(actor=room.host, case=room.case, outcome=Outcome.REMOVE, rule="", reasons="It hurts.")
    page = client(room.asker).get(f"/me/reports/{room.case.pk}/").content.decode()
    assert "What did you mean?" in page
    assert "It hurts." in page
    row = appeals.appeal(actor=room.asker, case=room.case, words="It was meant well.")
    page = client(room.other).get(f"/cases/{room.case.pk}/").content.decode()
    assert "Appeal of the author" in page
    assert NAME not in page
    appeals.decide(actor=room.other, appeal=row, outcome=Outcome.NOTHING, reasons="It was.")
    assert Contribution.objects.visible_to(room.reporter).exists()


def told(verb, actor):
    """That of the last activity of this sort ``actor`` alone is told, twice as a task may."""
    row = Activity.objects.filter(verb=verb).latest("pk")
    for _twice in range(2):
        spread(row)
    assert [notice.person_id for notice in Notice.objects.filter(activity=row)] == [actor.person_id]


# ── two people and a reason ──────────────────────────────────────────────────
def test_two_learn_the_name_and_nobody_else_sees_it_anywhere():
    room = Room()
    bystander, third = member(room.place), member(room.place, role=Role.HOST)
    row = room.propose()
    case = f"/cases/{room.case.pk}/"
    assert known(room.host, room.case).name is None
    assert not shows_name(room.host, case)
    actions.agree(actor=room.other, disclosure=row)
    for actor in (room.host, room.other):
        assert known(actor, room.case).name == person_of(room.asker)
        assert shows_name(actor, case)
    for actor in (third, operator()):
        assert known(actor, room.case).name is None
        assert not shows_name(actor, case)
    for actor in (room.host, room.other, third, bystander, room.reporter):
        for address in (room.question.get_absolute_url(), f"/c/{room.place.slug}/", f"/c/{room.place.slug}/openness/"):
            page = client(actor).get(address).content.decode()
            assert NAME not in page[page.index("<main") : page.index("</main>")], address
    assert Contribution.objects.get(pk=room.question.pk).asker_id == room.asker.person_id


def test_the_asker_is_told_who_and_why_also_who_blocked_them():
    room = Room()
    block(actor=room.asker, person=person_of(room.other))
    row = room.propose()
    for waiting in (Verb.NAME_ASKED,):
        spread(Activity.objects.get(verb=waiting))
    assert not Notice.objects.filter(person_id=room.asker.person_id).exists()
    actions.agree(actor=again(room.other), disclosure=row)
    told(Verb.NAME_LIFTED, room.asker)
    line = bell(again(room.asker)).lines[0]
    assert plain(line) == "Two people who handle reports now know that you wrote something without your name"
    assert line.href == f"/me/reports/{room.case.pk}/"
    page = client(room.asker).get(line.href).content.decode()
    for words in ("Hanna Host", "Otto Other", "There was a threat.", "Who knows that you wrote this"):
        assert words in page
    parts = {part.name: list(part.rows) for part in export(room.asker.person_id) if part.name == "name-lifted"}
    assert parts["name-lifted"][0]["who"] == "Hanna Host, Otto Other"


def test_members_read_that_it_happened_and_nothing_of_whom():
    room = Room()
    room.lifted()
    said = [sentence(act) for act in log(room.reporter, room.place).acts]
    assert any("learned together with another person" in words for words in said)
    assert not any(NAME in words or room.question.title in words for words in said)


def test_nobody_learns_it_alone_and_nobody_with_a_part_in_it():
    room = Room(role=Role.HOST)
    row = room.propose()
    reporting = member(room.place, role=Role.HOST)
    make_report(reporting, room.question)
    for nobody in (
        room.host, room.asker, room.reporter, reporting, outsider(), member(room.place),
        member(room.place, role=Role.FACILITATOR), member(make_place(), role=Role.HOST),
    ):  # fmt: skip
        with pytest.raises(Refusal):
            actions.agree(actor=nobody, disclosure=row)
        assert known(nobody, room.case).name is None
    assert client(reporting).post(f"/cases/{room.case.pk}/name/{row.pk}/").status_code == 403
    assert client(room.asker).post(f"/cases/{room.case.pk}/name/{row.pk}/").status_code == 404
    with pytest.raises(IntegrityError), transaction.atomic():
        Disclosure.objects.filter(pk=row.pk).update(agreed_by=room.host.person_id, agreed_at=now())


def test_the_operator_can_be_the_second_person_and_the_first():
    for first in (True, False):
        room, boss = Room(), operator()
        row = room.propose(boss if first else room.host)
        actions.agree(actor=room.other if first else boss, disclosure=row)
        assert known(boss, room.case).name == person_of(room.asker)


def test_only_the_person_who_handles_it_asks_with_a_reason_and_once():
    room = Room()
    with pytest.raises(Refusal):
        actions.propose(actor=room.host, case=room.case, reason="x")
    key = uuid.uuid4()
    row = room.propose(key=key)
    actions.propose(actor=room.host, case=room.case, reason="Another", client_id=key)
    with pytest.raises(Refusal):
        actions.propose(actor=room.host, case=room.case, reason="Another")
    assert [found.reason for found in Disclosure.objects.all()] == [row.reason]
    named = make_case(room.reporter, make_comment(member(room.place), room.question))
    cases.take(actor=room.host, case=named)
    with pytest.raises(Refusal):
        actions.propose(actor=room.host, case=named, reason="x")


def test_it_lapses_after_seven_days_and_can_be_asked_again():
    room = Room()
    row = room.propose()
    Disclosure.objects.update(at=now() - timedelta(days=7, minutes=1))
    with pytest.raises(Refusal):
        actions.agree(actor=room.other, disclosure=row)
    assert known(room.other, room.case).row is None
    actions.propose(actor=room.host, case=room.case, reason="Again.")
    actions.agree(actor=room.other, disclosure=Disclosure.objects.get(ended_at=None))
    with pytest.raises(Refusal):
        actions.propose(actor=room.host, case=room.case, reason="And again.")


def test_it_holds_no_longer_when_the_first_is_no_host_any_more_and_an_old_host_sees_nothing():
    room = Room()
    row = room.propose()
    person_of(room.host).memberships.all().delete()
    with pytest.raises(Refusal):
        actions.agree(actor=room.other, disclosure=row)
    room = Room()
    room.lifted()
    person_of(room.host).memberships.all().delete()
    assert client(room.host).get(f"/cases/{room.case.pk}/").status_code == 404


def appointed(actor, place, host):
    """The same person, made host by another."""
    row = person_of(actor).memberships.get(community=place)
    appoint(actor=host, membership=row, role=Role.HOST)
    return again(actor)


@pytest.mark.parametrize("joined", [True, False])
def test_who_became_a_host_after_the_report_is_neither_the_second_nor_the_first_of_two_hosts(joined):
    room = Room()
    friend = member(room.place)
    new = member(room.place, role=Role.HOST, new=True) if joined else appointed(friend, room.place, room.host)
    row = room.propose()
    with pytest.raises(Refusal, match="You became a host after this was reported"):
        actions.agree(actor=new, disclosure=row)
    actions.withdraw(actor=room.host, disclosure=row)
    cases.release(actor=room.host, case=room.case)
    row = room.propose(new)
    with pytest.raises(Refusal, match="Who asks became a host after"):
        actions.agree(actor=room.other, disclosure=row)
    actions.agree(actor=operator(), disclosure=row)


def test_a_proposal_of_somebody_who_is_away_counts_no_longer():
    room = Room()
    row = room.propose()
    Person.objects.filter(pk=room.host.person_id).update(state=PersonState.DEACTIVATED)
    with pytest.raises(Refusal, match="no longer holds"):
        actions.agree(actor=room.other, disclosure=row)


def test_withdrawn_it_is_gone_and_only_the_first_withdraws():
    room = Room()
    row = room.propose()
    with pytest.raises(Refusal):
        actions.withdraw(actor=room.other, disclosure=row)
    actions.withdraw(actor=room.host, disclosure=row)
    for act in (actions.withdraw, actions.agree):
        with pytest.raises(Refusal):
            act(actor=room.host if act is actions.withdraw else room.other, disclosure=row)
    assert known(room.host, room.case).row is None


def test_the_way_on_the_pages():
    room = Room()
    first, second = client(room.host), client(room.other)
    address = f"/cases/{room.case.pk}/"
    assert "Only the person who handles this can ask" in first.get(address).content.decode()
    first.post(f"{address}take/")
    assert first.post(f"{address}name/", {"reason": " "}).status_code == 422
    sent = {"reason": "There was a threat.", "client_id": str(uuid.uuid4())}
    assert first.post(f"{address}name/", sent).status_code == 302
    assert first.post(f"{address}name/", sent).status_code == 302
    assert Disclosure.objects.count() == 1
    page = first.get(address).content.decode()
    assert "This had arrived already" in page
    assert "Withdraw" in page
    page = second.get(address).content.decode()
    assert "There was a threat." in page
    act = re.search(rf'action="({address}name/\d+/)"', page)[1]
    assert first.post(act).status_code == 403
    assert second.post(act).status_code == 302
    assert NAME in second.get(address).content.decode()
    assert second.post(f"{address}name/{2**70}/").status_code == 404


def test_a_case_of_a_name_has_no_such_part_and_decided_cases_do():
    room = Room()
    named = make_case(room.reporter, make_comment(member(room.place), room.question))
    assert "Who wrote this" not in client(room.host).get(f"/cases/{named.pk}/").content.decode()
    decided(room.host, room.case, Outcome.WORD)
    actions.propose(actor=room.host, case=room.case, reason="x")
    assert Step.objects.filter(kind=StepKind.NAME_ASKED).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_agree_at_the_same_instant_are_one():
    room = Room()
    row, third = room.propose(), member(room.place, role=Role.HOST)
    results = at_once(
        *(lambda a=actor: actions.agree(actor=a, disclosure=row) for actor in (room.other, third) for _ in range(3))
    )
    assert refused(results) == 5
    assert Activity.objects.filter(verb=Verb.NAME_LIFTED).count() == 1
