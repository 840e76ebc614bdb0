import re
import uuid
from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.db import transaction
from tests.factories.communities import (
    HIDDEN,
    actor_in,
    again,
    connect,
    counted,
    make_charter,
    make_community,
    make_member,
    outsider,
)
from tests.factories.people import make_account, make_person, make_placeholder

from gilde.communities import tasks
from gilde.communities.actions import delivery
from gilde.communities.actions import invitation as actions
from gilde.communities.actions.membership import appoint, leave, remove
from gilde.communities.enums import Joining, Role, Verb
from gilde.communities.models import Community, Invitation, InvitationUse, Membership
from gilde.communities.queries.invitation import by_secret, digest, for_person, mail_secret
from gilde.core.clock import now
from gilde.core.models.activity import Activity
from gilde.core.models.task import QueuedTask
from gilde.core.rules import Refusal
from gilde.people.queries.actor import actor_for


@pytest.fixture
def community():
    return make_community("Care nearby", joining=Joining.INVITATION, audience=HIDDEN, host=make_person())


def run_tasks():
    """What the worker would do: every task of this room that waits, twice, because a task may run twice."""
    ours = QueuedTask.objects.filter(state="ready", function__startswith="gilde.communities.")
    for row in list(ours.order_by("pk")):
        function = {"mail_batch": tasks.mail_batch, "mail_invitation": tasks.mail_invitation}[
            row.function.split(".")[-1]
        ]
        for _time in range(2):
            function.func(*row.args, **row.kwargs)
        row.delete()
    if ours.exists():
        run_tasks()


# ── links ────────────────────────────────────────────────────────────────────
def test_a_link_lets_people_into_a_hidden_community(community):
    link = actions.make_link(actor=actor_in(community), community=community)
    actor = outsider()
    membership = actions.accept(actor=actor, invitation=by_secret(link.secret))
    assert membership.role == Role.MEMBER
    link.refresh_from_db()
    assert link.uses == 1
    [row] = Activity.objects.filter(verb=Verb.MEMBER_JOINED, actor_id=actor.person_id)
    assert (row.data["way"], row.data["invitation"]) == ("link", link.pk)


def test_a_link_is_made_once_per_client_id(community):
    actor, client_id = actor_in(community), uuid.uuid4()
    first = actions.make_link(actor=actor, community=community, client_id=client_id)
    assert actions.make_link(actor=actor, community=community, client_id=client_id) == first
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize(
    "spoil",
    [
        {"revoked_at": now()},
        {"expires_at": now() - timedelta(seconds=1)},
        {"max_uses": 1, "uses": 1},
    ],
)
def test_a_link_that_does_not_work_says_the_same_whatever_the_cause(community, spoil):
    link = actions.make_link(actor=actor_in(community), community=community)
    Invitation.objects.filter(pk=link.pk).update(**spoil)
    assert not Invitation.objects.usable().exists()
    with pytest.raises(Refusal, match="does not work"):
        actions.accept(actor=outsider(), invitation=link)
    assert InvitationUse.objects.count() == 0


def test_nobody_counts_twice_and_a_member_uses_nothing_up(community):
    link = actions.make_link(actor=actor_in(community), community=community, max_uses=1)
    member, actor = actor_in(community), outsider()
    actions.accept(actor=member, invitation=link)
    assert Invitation.objects.get().uses == 0
    actions.accept(actor=actor, invitation=link)
    leave(actor=again(actor), community=community)
    actions.accept(actor=again(actor), invitation=link)  # used up, but by this very person
    assert (Invitation.objects.get().uses, InvitationUse.objects.count()) == (1, 1)
    with pytest.raises(Refusal):
        actions.accept(actor=outsider(), invitation=link)


def take_out(host, actor, community):
    remove(actor=again(host), membership=Membership.objects.get(community=community, person_id=actor.person_id))


@pytest.mark.parametrize("max_uses", [1, 10, None])
def test_who_was_taken_out_does_not_come_back_through_the_link_they_came_with(community, max_uses):
    host, actor = actor_in(community, Role.HOST), outsider()
    link = actions.make_link(actor=host, community=community, role=Role.FACILITATOR, max_uses=max_uses)
    actions.accept(actor=actor, invitation=link)
    take_out(host, actor, community)
    with pytest.raises(Refusal, match="does not work"):
        actions.accept(actor=again(actor), invitation=link)
    later = actions.make_link(actor=again(host), community=community)
    assert actions.accept(actor=again(actor), invitation=later).role == Role.MEMBER


def test_a_link_keeps_working_for_others_when_somebody_was_taken_out(community):
    host, actor = actor_in(community, Role.HOST), outsider()
    link = actions.make_link(actor=host, community=community)
    actions.accept(actor=actor, invitation=link)
    take_out(host, actor, community)
    assert actions.accept(actor=outsider(), invitation=link).role == Role.MEMBER


def test_who_was_taken_out_of_what_comes_with_a_community_does_not_come_back_through_a_link_into_that(community):
    top = make_community(joining=Joining.REQUEST, host=make_person())
    connect(top, community, required=True)
    link = actions.make_link(actor=actor_in(community, Role.HOST), community=community)
    actor = actor_in(top)
    take_out(actor_in(top, Role.HOST), actor, top)
    with pytest.raises(Refusal, match="does not work"):
        actions.accept(actor=again(actor), invitation=link)


def test_who_was_taken_out_of_a_hidden_community_knows_it_no_more_by_an_invitation_that_was_waiting(community):
    host, person = actor_in(community, Role.HOST), make_person(account=make_account("anna@example.org"))
    actions.invite_by_mail(actor=host, community=community, addresses=["anna@example.org"])
    anna = actor_for(person)
    actions.accept(actor=anna, invitation=actions.make_link(actor=again(host), community=community))
    take_out(host, anna, community)
    assert for_person(again(anna)) == []
    assert not Community.objects.visible_to(again(anna)).exists()
    assert Activity.objects.filter(verb=Verb.INVITATION_REVOKED).count() == 1
    assert len(actions.invite_by_mail(actor=again(host), community=community, addresses=["anna@example.org"])) == 1
    assert actions.accept(actor=again(anna), invitation=for_person(again(anna))[0]).role == Role.MEMBER


@pytest.mark.parametrize(
    ("role", "later"),
    [(Role.HOST, Role.MEMBER), (Role.FACILITATOR, Role.MEMBER), (Role.MEMBER, Role.MEMBER), (Role.GUEST, Role.GUEST)],
)
def test_a_role_that_was_taken_is_not_had_back_by_leaving_and_opening_the_link_again(community, role, later):
    host, actor = actor_in(community, Role.HOST), outsider()
    link = actions.make_link(actor=host, community=community, role=role, max_uses=1)
    row = actions.accept(actor=actor, invitation=link)
    assert row.role == role
    appoint(actor=again(host), membership=row, role=Role.GUEST)
    leave(actor=again(actor), community=community)
    assert actions.accept(actor=again(actor), invitation=link).role == later


def test_the_links_of_somebody_who_was_taken_out_let_nobody_in(community):
    host, actor = actor_in(community, Role.HOST), actor_in(community)
    link = actions.make_link(actor=actor, community=community)
    take_out(host, actor, community)
    with pytest.raises(Refusal, match="does not work"):
        actions.accept(actor=outsider(), invitation=link)


def give_up(host, other):
    appoint(actor=again(host), membership=Membership.objects.get(person_id=host.person_id), role=Role.MEMBER)


def go(host, other):
    leave(actor=again(host), community=Community.objects.get())


@pytest.mark.parametrize("stop", [give_up, go])
def test_who_hosts_no_longer_makes_nobody_a_host_with_an_invitation_from_before(community, stop):
    other, host = actor_in(community, Role.HOST), actor_in(community, Role.HOST)
    link = actions.make_link(actor=host, community=community, role=Role.HOST)
    theirs = actions.make_link(actor=other, community=community, role=Role.FACILITATOR)
    stop(host, other)
    assert actions.accept(actor=outsider(), invitation=link).role == Role.MEMBER
    assert actions.accept(actor=outsider(), invitation=theirs).role == Role.FACILITATOR


def test_one_link_joins_the_child_and_the_parents_it_needs(community):
    top = make_community(joining=Joining.REQUEST)
    connect(top, community, required=True)
    mine, theirs = make_charter(community), make_charter(top)
    link = actions.make_link(actor=actor_in(community, Role.HOST), community=community, role=Role.GUEST)
    actor = outsider()
    with pytest.raises(Refusal, match="agreements"):
        actions.accept(actor=actor, invitation=link, charters=[mine.pk])
    assert Invitation.objects.get().uses == 0
    actions.accept(actor=actor, invitation=link, charters=[mine.pk, theirs.pk])
    assert again(actor).roles == {community.pk: Role.GUEST, top.pk: Role.MEMBER}


@pytest.mark.parametrize(
    ("by", "role", "allowed"),
    [
        (Role.GUEST, Role.GUEST, False),
        (Role.MEMBER, Role.MEMBER, True),
        (Role.MEMBER, Role.HOST, False),
        (Role.FACILITATOR, Role.FACILITATOR, False),
        (Role.HOST, Role.HOST, True),
    ],
)
def test_who_invites_as_what(community, by, role, allowed):
    actor = actor_in(community, by)
    if allowed:
        assert actions.make_link(actor=actor, community=community, role=role).role == role
    else:
        with pytest.raises(Refusal):
            actions.make_link(actor=actor, community=community, role=role)


def test_a_member_takes_back_only_their_own(community):
    mine, other = actor_in(community), actor_in(community)
    link = actions.make_link(actor=mine, community=community)
    with pytest.raises(Refusal):
        actions.revoke(actor=other, invitation=link)
    actions.revoke(actor=mine, invitation=link)
    actions.revoke(actor=mine, invitation=link)
    link.refresh_from_db()
    assert link.revoked_at is not None
    assert Activity.objects.filter(verb=Verb.INVITATION_REVOKED).count() == 1


# ── mail ─────────────────────────────────────────────────────────────────────
def test_each_address_gets_one_mail_after_the_act(community):
    actor = actor_in(community)
    made = actions.invite_by_mail(
        actor=actor, community=community, addresses=["a@example.org", "b@example.org", "a@example.org"], note="Come!"
    )
    assert len(made) == 2
    assert mail.outbox == []
    run_tasks()
    assert sorted(message.to[0] for message in mail.outbox) == ["a@example.org", "b@example.org"]
    assert all(row.sent_at for row in Invitation.objects.all())


def test_the_mail_is_plain_and_html_and_its_link_opens_the_door(community):
    sender = make_member(community, name="Anna <b>de Boer</b>")
    actions.invite_by_mail(
        actor=actor_for(sender), community=community, addresses=["a@example.org"], note="Come & see\n<script>"
    )
    run_tasks()
    [message] = mail.outbox
    [(html, kind)] = [(item.content, item.mimetype) for item in message.alternatives]
    assert kind == "text/html"
    assert "<script>" not in html
    assert "Come &amp; see" in html
    assert "Come & see" in message.body
    assert "Anna" in message.subject
    secret = re.search(r"/i/([\w-]+)/", message.body)[1]
    assert secret in html
    actor = outsider()
    actions.accept(actor=actor, invitation=by_secret(secret))
    assert again(actor).roles


@pytest.mark.parametrize(
    ("role", "said"), [(Role.HOST, "Je komt binnen als gastheer/-vrouw."), (Role.GUEST, "Je komt binnen als gast.")]
)
def test_the_mail_says_as_what_one_is_invited_unless_as_a_member(community, role, said):
    host = actor_in(community, role=Role.HOST)
    actions.invite_by_mail(actor=host, community=community, addresses=["a@example.org"], role=role)
    actions.invite_by_mail(actor=host, community=community, addresses=["b@example.org"])
    run_tasks()
    other, plain = sorted(mail.outbox, key=lambda message: message.to)
    for text in (other.body, other.alternatives[0].content):
        assert said in text
    assert "Je komt binnen als" not in plain.body + plain.alternatives[0].content


def test_no_secret_of_a_mail_is_stored(community):
    [row] = actions.invite_by_mail(actor=actor_in(community), community=community, addresses=["a@example.org"])
    row.refresh_from_db()
    assert row.secret == ""
    assert row.digest == digest(mail_secret(row.created_by_id, row.client_id))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_mail_is_in_the_language_of_the_community(community, language):
    community.language = language
    community.save(update_fields=["language"])
    [row] = actions.invite_by_mail(actor=actor_in(community), community=community, addresses=["a@example.org"])
    assert delivery.language_of(row) == language


def test_the_language_of_the_reader_goes_before_that_of_the_community(community):
    person = make_person(account=make_account("reader@example.org", language="en"))
    assert community.language == "nl"
    [row] = actions.invite_by_mail(actor=actor_in(community), community=community, addresses=["reader@example.org"])
    assert row.invitee == person
    assert delivery.language_of(row) == "en"


def test_an_account_is_recognised_and_a_member_gets_no_mail(community):
    known = make_person(account=make_account("known@example.org"))
    make_member(community, person=make_person(account=make_account("member@example.org")))
    make_person(account=make_account("unproven@example.org", verified=False))
    placeholder = make_placeholder(invited_email="later@example.org")
    made = actions.invite_by_mail(
        actor=actor_in(community),
        community=community,
        addresses=["known@example.org", "member@example.org", "unproven@example.org", "later@example.org"],
    )
    assert {row.email: row.invitee for row in made} == {
        "known@example.org": known,
        "unproven@example.org": None,
        "later@example.org": placeholder,
    }


def test_who_has_an_invitation_that_works_gets_no_second_one(community):
    actor = actor_in(community)
    actions.invite_by_mail(actor=actor, community=community, addresses=["a@example.org"])
    assert actions.invite_by_mail(actor=actor, community=community, addresses=["a@example.org"]) == []
    Invitation.objects.update(revoked_at=now())
    assert len(actions.invite_by_mail(actor=actor, community=community, addresses=["a@example.org"])) == 1


def test_a_replay_of_the_form_invites_nobody_again(community):
    actor, client_id = actor_in(community), uuid.uuid4()
    for _time in range(2):
        actions.invite_by_mail(actor=actor, community=community, addresses=["a@example.org"], client_id=client_id)
    assert Invitation.objects.count() == 1
    run_tasks()
    assert len(mail.outbox) == 1


def test_a_day_has_its_limit(community):
    actor = actor_in(community)
    actions.invite_by_mail(actor=actor, community=community, addresses=[f"a{n}@example.org" for n in range(200)])
    with pytest.raises(Refusal, match="tomorrow"):
        actions.invite_by_mail(actor=actor, community=community, addresses=["one@example.org"])


def test_a_mail_taken_back_before_it_left_never_leaves(community):
    actor = actor_in(community)
    [row] = actions.invite_by_mail(actor=actor, community=community, addresses=["a@example.org"])
    actions.revoke(actor=actor, invitation=row)
    run_tasks()
    assert mail.outbox == []


def test_nothing_is_asked_for_when_the_act_is_undone(community):
    actor = actor_in(community)
    with transaction.atomic():
        actions.invite_by_mail(actor=actor, community=community, addresses=["a@example.org"])
        transaction.set_rollback(True)
    assert not Invitation.objects.exists()
    assert not QueuedTask.objects.filter(function__startswith="gilde.communities.").exists()


def test_sending_again_waits_a_day_and_gives_a_fresh_term(community):
    actor = actor_in(community)
    [row] = actions.invite_by_mail(actor=actor, community=community, addresses=["a@example.org"])
    actions.resend(actor=actor, invitation=row)  # the first one is still on its way: nothing changes
    run_tasks()
    assert len(mail.outbox) == 1
    with pytest.raises(Refusal, match="day"):
        actions.resend(actor=actor, invitation=row)
    Invitation.objects.update(
        asked_at=now() - timedelta(days=40), sent_at=now() - timedelta(days=40), expires_at=now() - timedelta(days=9)
    )
    actions.resend(actor=actor, invitation=row)
    run_tasks()
    assert len(mail.outbox) == 2
    row.refresh_from_db()
    assert row.is_usable
    first, second = (message.extra_headers["Message-ID"] for message in mail.outbox)
    assert first != second


def test_a_withdrawn_invitation_stays_withdrawn_and_a_new_one_can_be_sent(community):
    actor = actor_in(community)
    [row] = actions.invite_by_mail(actor=actor, community=community, addresses=["a@example.org"])
    run_tasks()
    Invitation.objects.update(asked_at=now() - timedelta(days=2), sent_at=now() - timedelta(days=2))
    actions.revoke(actor=actor, invitation=row)
    with pytest.raises(Refusal, match="withdrawn"):
        actions.resend(actor=actor, invitation=row)
    row.refresh_from_db()
    assert not row.is_usable
    assert len(mail.outbox) == 1
    [new] = actions.invite_by_mail(actor=actor, community=community, addresses=["a@example.org"])
    assert new.is_usable
    assert new.digest != row.digest


def test_an_accepted_invitation_is_not_sent_again(community):
    actor = actor_in(community)
    [row] = actions.invite_by_mail(actor=actor, community=community, addresses=["a@example.org"])
    actions.accept(actor=outsider(), invitation=row)
    with pytest.raises(Refusal, match="accepted"):
        actions.resend(actor=actor, invitation=row)


def test_an_address_the_server_refuses_is_shown_and_not_tried_again(community, monkeypatch):
    from django.core.mail.backends.locmem import EmailBackend

    def refuse(self, messages):
        raise SMTPRecipientsRefused({"a@example.org": (550, b"no such user")})

    [row] = actions.invite_by_mail(actor=actor_in(community), community=community, addresses=["a@example.org"])
    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    assert not delivery.deliver(invitation_id=row.pk)
    row.refresh_from_db()
    assert row.failure
    assert not row.is_waiting


def test_a_mail_server_that_is_away_leaves_the_mail_waiting(community, monkeypatch):
    from django.core.mail.backends.locmem import EmailBackend

    def away(self, messages):
        raise ConnectionRefusedError

    [row] = actions.invite_by_mail(actor=actor_in(community), community=community, addresses=["a@example.org"])
    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", away)
        with pytest.raises(ConnectionRefusedError):
            delivery.deliver(invitation_id=row.pk)
    row.refresh_from_db()
    assert row.is_waiting
    assert delivery.deliver(invitation_id=row.pk)


def test_an_archived_community_lets_nobody_in_and_mails_nobody(community):
    actor = actor_in(community)
    [row] = actions.invite_by_mail(actor=actor, community=community, addresses=["a@example.org"])
    community.archived_at = now()
    community.save(update_fields=["archived_at"])
    run_tasks()
    assert mail.outbox == []
    with pytest.raises(Refusal, match="archived"):
        actions.accept(actor=outsider(), invitation=row)
    assert counted(community)[0] == counted(community)[1]
