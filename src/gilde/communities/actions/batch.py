"""Inviting a whole list: checked first, sent when somebody says so."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db import transaction

from gilde.communities.actions.invitation import write_mails
from gilde.communities.enums import Role, RowResult
from gilde.communities.models import Community, InvitationBatch
from gilde.communities.queries.batch import ListRow, judged, rows_of
from gilde.communities.rules import invitation as rules
from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.core.idempotency import first_result


@transaction.atomic
def check(
    *,
    actor: Actor,
    community: Community,
    rows: Sequence[ListRow],
    file_name: str,
    message: str = "",
    role: Role = Role.MEMBER,
    client_id: uuid.UUID | None = None,
) -> InvitationBatch:
    """Keep a list with what would happen to each row. Nothing is mailed and nobody is told.

    Args:
        actor: who decides on coming in.
        community: where.
        rows: as they were read.
        file_name: of the file, for the list of lists.
        message: a personal word for every mail.
        role: as what they are invited.
        client_id: of the form.

    Raises:
        Refusal: lists are not the actor's to send here.
    """
    Community.objects.locked([community.pk])
    first = first_result(InvitationBatch, client_id=client_id, created_by_id=actor.person_id)
    if first is not None:
        return first
    rules.invite_many.require(actor, community, role)
    return InvitationBatch.objects.create(
        community=community,
        created_by_id=actor.person_id,
        client_id=client_id or uuid.uuid4(),
        file_name=file_name[:200],
        message=message,
        role=role,
        rows=[row.as_data() for row in judged(community, rows)],
    )


@transaction.atomic
def send(*, actor: Actor, batch: InvitationBatch) -> InvitationBatch:
    """Invite everybody on the list who still can be invited; the mails leave after the commit. Twice is once.

    Rows are judged again, because people may have joined since the list was checked.

    Raises:
        Refusal: lists are not the actor's to send here.
    """
    rules.send.require(actor, batch)
    Community.objects.locked([batch.community_id])
    row = InvitationBatch.objects.select_for_update().get(pk=batch.pk)
    if row.sent_at is not None:
        return row
    rows = judged(batch.community, rows_of(row))
    row.rows = [item.as_data() for item in rows]
    row.sent_at = now()
    row.save(update_fields=["rows", "sent_at"])
    row.community = batch.community
    write_mails(actor=actor, batch=row, addresses=[item.email for item in rows if item.result == RowResult.TO_INVITE])
    return row


@transaction.atomic
def discard(*, actor: Actor, batch: InvitationBatch) -> None:
    """Throw a list away that was not sent; one that was sent stays as a report.

    Raises:
        Refusal: lists are not the actor's to send here.
    """
    rules.send.require(actor, batch)
    InvitationBatch.objects.filter(pk=batch.pk, sent_at=None).delete()
