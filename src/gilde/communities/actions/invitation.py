"""Inviting by link and by mail, and coming in through it."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import F

from gilde.communities.actions.closing import revoke_now
from gilde.communities.actions.membership import come_in
from gilde.communities.enums import InvitationKind, Role, Verb
from gilde.communities.models import Community, Invitation, InvitationBatch, InvitationUse, Membership
from gilde.communities.queries.graph import needed_above
from gilde.communities.queries.invitation import digest, known_addresses, mail_secret, to_remind, was_removed_since
from gilde.communities.rules import invitation as rules
from gilde.communities.rules import membership as membership_rules
from gilde.core import activity
from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.core.idempotency import first_result
from gilde.core.ids import token

MAIL_LIFETIME: Final = timedelta(days=30)


@transaction.atomic
def make_link(
    *,
    actor: Actor,
    community: Community,
    role: Role = Role.MEMBER,
    lifetime: timedelta | None = None,
    max_uses: int | None = None,
    note: str = "",
    client_id: uuid.UUID | None = None,
) -> Invitation:
    """A link that lets people in as ``role``.

    Args:
        actor: who invites.
        community: where.
        role: as what.
        lifetime: how long it works; None is for ever.
        max_uses: for how many people; None is for everyone.
        note: a word to who opens it.
        client_id: of the form.

    Raises:
        Refusal: the actor does not invite here, or not as this role.
    """
    Community.objects.locked([community.pk])
    first = first_result(Invitation, client_id=client_id, created_by_id=actor.person_id)
    if first is not None:
        return first
    rules.invite.require(actor, community, role)
    secret = token()
    invitation = Invitation.objects.create(
        community=community,
        kind=InvitationKind.LINK,
        secret=secret,
        digest=digest(secret),
        role=role,
        note=note,
        created_by_id=actor.person_id,
        expires_at=now() + lifetime if lifetime is not None else None,
        max_uses=max_uses,
        client_id=client_id or uuid.uuid4(),
    )
    activity.record(Verb.INVITATION_MADE, actor=actor, target=invitation, community=community, data={"role": str(role)})
    return invitation


@transaction.atomic
def invite_by_mail(
    *,
    actor: Actor,
    community: Community,
    addresses: Sequence[str],
    role: Role = Role.MEMBER,
    note: str = "",
    client_id: uuid.UUID | None = None,
) -> list[Invitation]:
    """Invite these addresses, each once; the mails leave after the commit.

    Who belongs already and who has an invitation that still works gets none. A replay invites nobody twice, because by
    then everybody has one.

    Args:
        actor: who invites.
        community: where.
        addresses: in small letters, checked.
        role: as what.
        note: a personal word, shown in the mail.
        client_id: of the form.

    Returns:
        the new invitations.

    Raises:
        Refusal: the actor does not invite here, or not as this role.
    """
    Community.objects.locked([community.pk])
    if client_id is not None and InvitationBatch.objects.filter(created_by_id=actor.person_id, client_id=client_id):
        return []
    rules.mail.require(actor, community, len(addresses), role)
    batch = InvitationBatch.objects.create(
        community=community,
        created_by_id=actor.person_id,
        client_id=client_id or uuid.uuid4(),
        message=note,
        role=role,
        sent_at=now(),
    )
    return write_mails(actor=actor, batch=batch, addresses=addresses)


def write_mails(*, actor: Actor, batch: InvitationBatch, addresses: Sequence[str]) -> list[Invitation]:
    """Invitations by mail for the addresses that need one; the caller has asked its rule and locked the community."""
    known = known_addresses(batch.community, addresses)
    at = now()
    rows = []
    for address in dict.fromkeys(addresses):
        if address in known.members or address in known.invited:
            continue
        client_id = uuid.uuid4()
        rows.append(
            Invitation(
                community=batch.community,
                kind=InvitationKind.MAIL,
                digest=digest(mail_secret(actor.person_id, client_id)),
                role=batch.role,
                email=address,
                invitee_id=known.people.get(address),
                batch=batch,
                note=batch.message[:500],
                created_by_id=actor.person_id,
                created_at=at,
                expires_at=at + MAIL_LIFETIME,
                max_uses=1,
                client_id=client_id,
                asked_at=at,
            )
        )
    made = Invitation.objects.bulk_create(rows, batch_size=200)
    if made:
        activity.record(
            Verb.INVITATION_SENT,
            actor=actor,
            target=batch,
            community=batch.community_id,
            data={"count": len(made), "role": batch.role},
        )
    return made


@transaction.atomic
def resend(*, actor: Actor, invitation: Invitation) -> Invitation:
    """Send the mail again, with a fresh term. While one is still on its way this changes nothing.

    Raises:
        Refusal: not the actor's to send, accepted already, or withdrawn.
    """
    row = Invitation.objects.select_for_update().select_related(None).get(pk=invitation.pk)
    row.community = invitation.community
    rules.resend.require(actor, row)
    if row.kind != InvitationKind.MAIL or row.is_waiting:
        return row
    # The installation's secret may have changed since: the address in the new mail must be the one that is stored.
    row.digest = digest(mail_secret(row.created_by_id, row.client_id))
    row.asked_at, row.failure = now(), ""
    row.expires_at = now() + MAIL_LIFETIME
    row.save(update_fields=["digest", "asked_at", "failure", "expires_at"])
    activity.record(
        Verb.INVITATION_SENT, actor=actor, target=row, community=row.community_id, data={"count": 1, "again": True}
    )
    return row


@transaction.atomic
def remind(*, actor: Actor, community: Community) -> int:
    """Mail everybody again who was invited and has not come, with a fresh term; how many.

    Nobody is reminded twice within a week, so doing it again, or two hosts at once, changes nothing.

    Raises:
        Refusal: the actor does not decide who comes in here.
    """
    Community.objects.locked([community.pk])
    rules.invite_many.require(actor, community)
    at = now()
    rows = list(to_remind(actor, community).order_by("pk"))
    for row in rows:
        # The installation's secret may have changed since: the address in the new mail must be the one that is stored.
        row.digest = digest(mail_secret(row.created_by_id, row.client_id))
        row.asked_at, row.expires_at = at, at + MAIL_LIFETIME
    Invitation.objects.bulk_update(rows, ["digest", "asked_at", "expires_at"], batch_size=200)
    if rows:
        data = {"count": len(rows)}
        activity.record(Verb.INVITATIONS_REMINDED, actor=actor, target=community, community=community, data=data)
    return len(rows)


@transaction.atomic
def revoke(*, actor: Actor, invitation: Invitation) -> None:
    """Make an invitation useless. Twice is once.

    Raises:
        Refusal: it is not the actor's to revoke.
    """
    rules.revoke.require(actor, invitation)
    revoke_now(actor=actor, invitation=invitation)


@transaction.atomic
def accept(*, actor: Actor, invitation: Invitation, charters: Collection[int] = ()) -> Membership:
    """Come in through an invitation, and into the communities that come with it.

    Who belongs already uses nothing up, and nobody counts twice; who was taken out needs one from later. Of many people
    at the same instant exactly as many come in as it is for.

    Raises:
        Refusal: it no longer works, a charter was not accepted, or a community is closed.
    """
    person_id = membership_rules.person(actor)
    community = Community.objects.select_related("charter").get(pk=invitation.community_id)
    needed = needed_above(community)
    # Communities first, as everywhere: who takes people out or reminds them holds these and then the invitations.
    Community.objects.locked([community.pk, *(place.pk for place in needed)])
    row = Invitation.objects.select_for_update().get(pk=invitation.pk)
    present = Membership.objects.filter(person_id=person_id, community=community).first()
    if present is not None:
        return present
    used_before = InvitationUse.objects.filter(invitation=row, person_id=person_id).exists()
    rules.works.require(row, used_before, was_removed_since(row, person_id, needed))
    membership_rules.join.require(actor, community, needed, membership_rules.Way.VOUCHED)
    membership = come_in(
        actor=actor,
        person_id=person_id,
        community=community,
        needed=needed,
        role=rules.role_through(row, used_before),
        charters=charters,
        via={"way": row.kind, "invitation": row.pk},
    )
    if not used_before:
        InvitationUse.objects.create(invitation=row, person_id=person_id)
        Invitation.objects.filter(pk=row.pk).update(uses=F("uses") + 1)
    return membership
