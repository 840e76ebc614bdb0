"""The mail that says what was decided on a request to join."""

import pytest
from django.core import mail
from tests.factories.communities import HIDDEN, actor_in, connect, make_community, outsider
from tests.factories.people import make_person

from gilde.communities import tasks
from gilde.communities.actions import archive as archive_actions
from gilde.communities.actions import membership as membership_actions
from gilde.communities.actions import request as actions
from gilde.communities.enums import Joining, Role
from gilde.communities.models import JoinRequest
from gilde.core.actor import SYSTEM
from gilde.core.models.task import QueuedTask
from gilde.people.enums import PersonState
from gilde.people.models import Account, Person


@pytest.fixture
def community():
    return make_community("Care nearby", joining=Joining.REQUEST, host=make_person())


def run_tasks():
    """What the worker would do, twice, because a task may run twice."""
    for row in QueuedTask.objects.filter(state="ready", function__endswith=".mail_decision"):
        for _time in range(2):
            tasks.mail_decision.func(*row.args, **row.kwargs)
        row.delete()


def account_of(actor):
    return Account.objects.get(pk=actor.account_id)


def test_who_is_let_in_gets_one_mail_with_the_way_in(community):
    connect(make_community(joining=Joining.INVITATION), community, required=True)
    actor = outsider(with_account=True)
    request = actions.ask(actor=actor, community=community, answers={})
    run_tasks()
    assert mail.outbox == []
    actions.accept(actor=actor_in(community, Role.HOST), request=request, note="See you <Tuesday>!")
    run_tasks()
    [message] = mail.outbox
    [(html, _kind)] = message.alternatives
    assert message.to == [account_of(actor).email]
    assert message.subject == "Je bent nu lid van Care nearby"
    assert "> See you <Tuesday>!" in message.body
    assert f"/c/{community.slug}/\n" in message.body
    assert "See you &lt;Tuesday&gt;!" in html
    assert f"/c/{community.slug}/" in html
    request.refresh_from_db()
    assert request.mailed_at is not None


def test_who_is_let_in_is_led_to_the_welcome_where_there_is_one(community):
    type(community).objects.filter(pk=community.pk).update(welcome="Hello", welcome_html="<p>Hello</p>")
    request = actions.ask(actor=outsider(with_account=True), community=community, answers={})
    actions.accept(actor=actor_in(community, Role.HOST), request=request)
    run_tasks()
    assert f"/c/{community.slug}/about/" in mail.outbox[0].body


def test_who_is_declined_reads_why_and_when_to_ask_again(community):
    request = actions.ask(actor=outsider(with_account=True), community=community, answers={})
    actions.decline(actor=actor_in(community, Role.HOST), request=request, note="We are full until spring.")
    run_tasks()
    [message] = mail.outbox
    assert message.subject == "Je aanvraag voor Care nearby"
    assert "> We are full until spring." in message.body
    assert "Je kunt het vanaf" in message.body
    assert f"/c/{community.slug}/about/" in message.body


def test_a_mail_without_a_note_has_no_empty_quotation(community):
    request = actions.ask(actor=outsider(with_account=True), community=community, answers={})
    actions.decline(actor=actor_in(community, Role.HOST), request=request)
    run_tasks()
    assert ">" not in mail.outbox[0].body
    assert "blockquote>" not in mail.outbox[0].alternatives[0][0]


def test_no_link_leads_into_what_became_hidden(community):
    request = actions.ask(actor=outsider(with_account=True), community=community, answers={})
    type(community).objects.filter(pk=community.pk).update(audience=HIDDEN)
    actions.decline(actor=actor_in(community, Role.HOST), request=request)
    run_tasks()
    assert "/c/" not in mail.outbox[0].body


@pytest.mark.parametrize("over", [False, True])
def test_the_new_name_of_what_became_hidden_is_not_mailed_to_who_is_declined(community, over):
    asker = outsider(with_account=True)
    Account.objects.filter(pk=account_of(asker).pk).update(language="en")
    request = actions.ask(actor=asker, community=community, answers={})
    type(community).objects.filter(pk=community.pk).update(audience=HIDDEN, name="Merger with Northside")
    host = actor_in(community, Role.HOST)
    community.refresh_from_db()
    if over:
        archive_actions.archive(actor=host, community=community)
    else:
        actions.decline(actor=host, request=request)
    run_tasks()
    (letter,) = mail.outbox
    whole = f"{letter.subject} {letter.body} {letter.alternatives[0][0]}"
    assert "Northside" not in whole
    assert letter.subject == "Your request to join a community"
    assert "he community you asked to join" in letter.body


@pytest.mark.parametrize(
    ("chosen", "subject"), [("nl", "Je bent nu lid van Care nearby"), ("en", "You are now a member of Care nearby")]
)
def test_the_mail_is_in_the_language_of_who_asked(community, chosen, subject):
    actor = outsider(with_account=True)
    Account.objects.filter(pk=actor.account_id).update(language=chosen)
    request = actions.ask(actor=actor, community=community, answers={})
    actions.accept(actor=actor_in(community, Role.HOST), request=request)
    run_tasks()
    assert mail.outbox[0].subject == subject
    assert f'lang="{chosen}"' in mail.outbox[0].alternatives[0][0]


def test_nothing_is_mailed_to_who_came_in_by_another_door_or_took_the_request_back(community):
    invited, other = outsider(with_account=True), outsider(with_account=True)
    actions.ask(actor=invited, community=community, answers={})
    actions.withdraw(actor=other, request=actions.ask(actor=other, community=community, answers={}))
    membership_actions.enrol(actor=invited, person_id=invited.person_id, community=community)
    run_tasks()
    for request in JoinRequest.objects.all():
        assert not tasks.mail_decision.func(request.pk)
    assert mail.outbox == []


def test_nothing_is_mailed_to_who_is_away(community):
    actor = outsider(with_account=True)
    request = actions.ask(actor=actor, community=community, answers={})
    Person.objects.filter(pk=actor.person_id).update(state=PersonState.DEACTIVATED)
    actions.accept(actor=SYSTEM, request=request)
    run_tasks()
    assert mail.outbox == []


def test_an_address_that_the_server_refuses_is_not_tried_for_ever(community, monkeypatch):
    import smtplib

    from django.core.mail.backends.locmem import EmailBackend

    def refuse(self, messages):
        raise smtplib.SMTPRecipientsRefused({"x": (550, b"no")})

    request = actions.ask(actor=outsider(with_account=True), community=community, answers={})
    actions.decline(actor=actor_in(community, Role.HOST), request=request)
    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    assert tasks.mail_decision.func(request.pk) is False


def test_who_waits_when_a_community_is_archived_hears_that_it_is_over(community):
    request = actions.ask(actor=outsider(with_account=True), community=community, answers={})
    archive_actions.archive(actor=actor_in(community, Role.HOST), community=community)
    run_tasks()
    [message] = mail.outbox
    assert "is gearchiveerd" in message.body
    assert "opnieuw" not in message.body
    request.refresh_from_db()
    assert request.mailed_at is not None
