import uuid

import pytest
from django.core import mail
from tests.communities.actions.test_invitation import run_tasks
from tests.factories.communities import actor_in, make_community, make_member
from tests.factories.people import make_account, make_person, make_placeholder

from gilde.communities.actions import batch as actions
from gilde.communities.actions.invitation import invite_by_mail
from gilde.communities.enums import Role, RowResult
from gilde.communities.models import Invitation, InvitationBatch
from gilde.communities.queries.batch import ListRow, counts, report, rows_of
from gilde.core.models.task import QueuedTask
from gilde.core.rules import Refusal

ROWS = [
    ListRow(2, "New", "new@example.org"),
    ListRow(3, "Member", "member@example.org"),
    ListRow(4, "Invited", "invited@example.org"),
    ListRow(5, "Here", "here@example.org"),
    ListRow(6, "Imported", "imported@example.org"),
    ListRow(7, "New again", "new@example.org"),
    ListRow(8, "", "nope", RowResult.BAD_ADDRESS),
    ListRow(9, "Nobody", "", RowResult.NO_ADDRESS),
]


@pytest.fixture
def community():
    community = make_community(host=make_person())
    make_member(community, person=make_person("Secret Name", account=make_account("member@example.org")))
    make_person("Other Secret", account=make_account("here@example.org"))
    make_member(community, person=make_placeholder(invited_email="imported@example.org"))
    invite_by_mail(actor=actor_in(community, Role.HOST), community=community, addresses=["invited@example.org"])
    run_tasks()
    mail.outbox = []
    return community


def checked(community, **values):
    host = actor_in(community, Role.HOST)
    return host, actions.check(actor=host, community=community, rows=ROWS, file_name="list.csv", **values)


def test_the_dry_run_says_per_row_what_would_happen_and_mails_nobody(community):
    _host, batch = checked(community)
    found = [row.result for row in rows_of(batch)]
    assert found == [
        RowResult.TO_INVITE,
        RowResult.MEMBER,
        RowResult.INVITED,
        RowResult.TO_INVITE,
        RowResult.TO_INVITE,  # an imported member without account: the invitation is how they claim it
        RowResult.DOUBLE,
        RowResult.BAD_ADDRESS,
        RowResult.NO_ADDRESS,
    ]
    assert Invitation.objects.count() == 1
    assert not QueuedTask.objects.filter(function__startswith="gilde.communities.").exists()
    run_tasks()
    assert mail.outbox == []


def test_the_dry_run_never_tells_who_is_behind_an_address(community):
    _host, batch = checked(community)
    assert "Secret" not in str(batch.rows)
    here, new = rows_of(batch)[3], rows_of(batch)[0]
    assert here.result == new.result
    assert here.note == new.note


def test_send_mails_each_once_and_twice_is_once(community):
    host, batch = checked(community, message="Come!")
    actions.send(actor=host, batch=batch)
    actions.send(actor=host, batch=batch)
    run_tasks()
    assert sorted(message.to[0] for message in mail.outbox) == [
        "here@example.org",
        "imported@example.org",
        "new@example.org",
    ]
    assert all("Come!" in message.body for message in mail.outbox)
    found = report(host, InvitationBatch.objects.get(pk=batch.pk))
    assert (found.sent, found.accepted, found.waiting, found.failed) == (3, 0, 0, 0)


def test_rows_are_judged_again_when_the_list_is_sent(community):
    host, batch = checked(community)
    make_member(community, person=make_person(account=make_account("new@example.org")))
    actions.send(actor=host, batch=batch)
    batch.refresh_from_db()
    assert rows_of(batch)[0].result == RowResult.MEMBER
    assert counts(rows_of(batch))[RowResult.TO_INVITE] == 2


def test_a_list_is_kept_once_per_client_id(community):
    host, client_id = actor_in(community, Role.HOST), uuid.uuid4()
    first, second = (
        actions.check(actor=host, community=community, rows=ROWS, file_name="a.csv", client_id=client_id)
        for _time in range(2)
    )
    assert first == second


def test_a_list_can_be_thrown_away_until_it_is_sent(community):
    host, batch = checked(community)
    actions.discard(actor=host, batch=batch)
    assert not InvitationBatch.objects.filter(pk=batch.pk).exists()
    _host, batch = checked(community)
    actions.send(actor=host, batch=batch)
    actions.discard(actor=host, batch=batch)
    assert InvitationBatch.objects.filter(pk=batch.pk).exists()


@pytest.mark.parametrize("role", [Role.MEMBER, Role.GUEST])
def test_lists_are_for_who_decides_on_coming_in(community, role):
    with pytest.raises(Refusal):
        actions.check(actor=actor_in(community, role), community=community, rows=ROWS, file_name="a.csv")
    _host, batch = checked(community)
    assert not InvitationBatch.objects.visible_to(actor_in(community, role)).exists()
    with pytest.raises(Refusal):
        actions.send(actor=actor_in(community, role), batch=batch)
