"""Reminding who was invited and has not come, and taking the list of members along."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.communities import actor_in, browser, make_community, make_member, outsider
from tests.factories.people import make_account, make_person

from gilde.communities.actions.invitation import accept, invite_by_mail, remind, revoke
from gilde.communities.enums import Role, Verb
from gilde.communities.models import Community, Invitation, Membership
from gilde.communities.queries.invitation import to_remind
from gilde.communities.queries.members_table import member_rows
from gilde.communities.tasks import mail_invitation, mail_waiting
from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.core.clock import now
from gilde.core.models import Activity, QueuedTask
from gilde.core.rules import Refusal
from gilde.people.enums import PersonState
from gilde.people.models import Person
from gilde.people.queries.actor import actor_for

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(days=8)


@pytest.fixture
def place() -> Community:
    return make_community("Care close to home", host=make_person("Hanna Host", with_account=True))


@pytest.fixture
def host(place: Community) -> Actor:
    person = Person.objects.get(name="Hanna Host")
    return actor_for(person, person.account)


def invited(host: Actor, place: Community, *addresses: str, ago: timedelta = LONG_AGO, **more) -> list[Invitation]:
    made = invite_by_mail(actor=host, community=place, addresses=addresses, **more)
    at = now() - ago
    Invitation.objects.filter(pk__in=[row.pk for row in made]).update(asked_at=at, sent_at=at)
    return made


def test_everybody_who_has_not_come_is_mailed_once_with_a_link_that_works(place, host):
    rows = invited(host, place, "a@example.org", "b@example.org")
    Invitation.objects.filter(pk=rows[0].pk).update(expires_at=now() - timedelta(days=1))
    assert remind(actor=host, community=place) == 2
    assert QueuedTask.objects.filter(function="gilde.communities.tasks.mail_waiting").count() == 1
    for _ in range(2):
        mail_waiting.func(place.pk)
        for row in rows:
            mail_invitation.func(row.pk)
    assert sorted(message.to[0] for message in mail.outbox) == ["a@example.org", "b@example.org"]
    link = next(word for word in mail.outbox[0].body.split() if "/i/" in word)
    assert browser().get("/i/" + link.split("/i/")[1]).status_code == 200


def test_the_first_mail_does_not_promise_that_no_reminder_follows(place, host):
    [row] = invite_by_mail(actor=host, community=place, addresses=["a@example.org"])
    mail_invitation.func(row.pk)
    Invitation.objects.filter(pk=row.pk).update(asked_at=now() - LONG_AGO, sent_at=now() - LONG_AGO)
    assert remind(actor=host, community=place) == 1, "a reminder can follow"
    [first] = mail.outbox
    for words in (first.body, first.alternatives[0][0]):
        assert "hooguit nog een herinnering" in words
        assert "niets meer van ons" not in words


def test_nobody_is_reminded_twice_in_a_week_however_many_hosts_press_the_button(place, host):
    invited(host, place, "a@example.org")
    second = actor_in(place, Role.HOST)
    assert [remind(actor=actor, community=place) for actor in (host, second, host)] == [1, 0, 0]
    assert Activity.objects.filter(verb=Verb.INVITATIONS_REMINDED).count() == 1


def test_who_came_was_withdrawn_was_refused_or_heard_lately_is_left_alone(place, host):
    came, withdrawn, refused, _lately = (
        *invited(host, place, "came@example.org", "withdrawn@example.org", "refused@example.org"),
        *invited(host, place, "lately@example.org", ago=timedelta(days=6)),
    )
    guest = make_person(account=make_account("other-address@example.org"))
    accept(actor=actor_for(guest, guest.account), invitation=came)
    revoke(actor=host, invitation=withdrawn)
    Invitation.objects.filter(pk=refused.pk).update(failure="no")
    assert remind(actor=host, community=place) == 0


def test_who_came_in_by_another_door_is_left_alone(place, host):
    anna = make_person("Anna", account=make_account("anna@example.org"))
    invited(host, place, "anna@example.org")
    Membership.objects.create(person=anna, community=place)
    assert not to_remind(host, place).exists()


def test_an_address_with_two_invitations_gets_one_reminder(place, host):
    (old,) = invited(host, place, "a@example.org")
    Invitation.objects.filter(pk=old.pk).update(expires_at=now() - timedelta(days=1))
    invited(host, place, "a@example.org")
    assert Invitation.objects.count() == 2
    assert remind(actor=host, community=place) == 1


def test_a_facilitator_reminds_but_not_who_was_invited_to_be_host_and_nobody_else_can(place, host):
    invited(host, place, "host@example.org", role=Role.HOST)
    invited(host, place, "a@example.org")
    assert remind(actor=actor_in(place, Role.FACILITATOR), community=place) == 1
    for actor in (actor_in(place, Role.MEMBER), actor_in(place, Role.GUEST), outsider()):
        with pytest.raises(Refusal):
            remind(actor=actor, community=place)


def test_the_page_shows_how_many_before_the_button(place, host):
    invited(host, place, "a@example.org", "b@example.org")
    client = browser(Person.objects.get(pk=host.person_id))
    address = f"/c/{place.slug}/invite/"
    assert "2 people were invited more than a week ago" in client.get(address).content.decode()
    assert "2 reminders are on their way" in client.post(f"{address}remind/", follow=True).content.decode()
    assert "Remind them all" not in client.get(address).content.decode()
    member = browser(make_member(place))
    assert member.post(f"{address}remind/").status_code == 404


def taken(client, place) -> list[list[str]]:
    answer = client.post(f"/c/{place.slug}/members/export/")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/csv")
    return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


def test_the_table_holds_what_members_show_here_and_no_more(place, host):
    open_one = make_member(place, name="Olga Open")
    closed = make_member(place, name="Carl Closed")
    hidden = make_member(place, name="Hidde Hidden")
    Person.objects.update(region="Twente")
    Person.objects.filter(pk=closed.pk).update(audience_region=Audience.ME)
    Person.objects.filter(pk=hidden.pk).update(audience=Audience.ME, headline="My secret line")
    rows = {row[0]: row for row in taken(browser(Person.objects.get(pk=host.person_id)), place)}
    assert rows["Olga Open"][5] == "Twente"
    assert rows["Olga Open"][10].endswith(f"/@{open_one.handle}/")
    assert rows["Carl Closed"][5] == ""
    assert "My secret line" not in str(rows)
    assert rows["Hidde Hidden"][1] == rows["Hidde Hidden"][5] == rows["Hidde Hidden"][10] == ""
    assert "@example.org" not in str(rows)


def test_a_name_that_is_a_formula_stays_text(place, host):
    make_member(place, name="=HYPERLINK(1)")
    rows = taken(browser(Person.objects.get(pk=host.person_id)), place)
    assert "'=HYPERLINK(1)" in [row[0] for row in rows]


def test_taking_it_along_is_in_the_log_and_only_for_hosts(place, host):
    taken(browser(Person.objects.get(pk=host.person_id)), place)
    assert Activity.objects.filter(verb=Verb.MEMBERS_EXPORTED, community_id=place.pk).count() == 1
    address = f"/c/{place.slug}/members/export/"
    for role in (Role.FACILITATOR, Role.MEMBER, Role.GUEST):
        assert browser(make_member(place, role)).post(address).status_code == 404
    assert browser(make_person(with_account=True)).post(address).status_code == 404
    assert browser().post(address).status_code == 302
    assert Activity.objects.filter(verb=Verb.MEMBERS_EXPORTED).count() == 1


def test_thirty_members_cost_as_many_statements_as_one(place, host):
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            list(member_rows(host, place))
        return len(found)

    before = cost()
    for _ in range(30):
        make_member(place)
    assert cost() == before
    assert len(list(member_rows(host, place))) == 31


def test_who_leads_reads_what_a_facilitator_may_do(place, host):
    page = f"/c/{place.slug}/members/"
    assert "What facilitators do here" in browser(make_member(place, Role.FACILITATOR)).get(page).content.decode()
    assert "What facilitators do here" not in browser(make_member(place)).get(page).content.decode()


def test_who_takes_a_break_counts_and_the_list_says_so(place, host):
    away = make_member(place, name="Anna Away")
    page = f"/c/{place.slug}/members/"
    client = browser(Person.objects.get(pk=host.person_id))
    assert "takes a break" not in client.get(page).content.decode()
    Person.objects.filter(pk=away.pk).update(state=PersonState.DEACTIVATED)
    shown = client.get(page).content.decode()
    assert "1 member takes a break" in shown
    assert "Anna Away" not in shown
    assert "takes a break" not in browser(make_person(with_account=True)).get(page).content.decode()
