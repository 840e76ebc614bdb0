"""Work of this room after the answer, and the acts that ask for it."""

from __future__ import annotations

from django_tasks import task

from gilde.communities.actions import decision, delivery
from gilde.communities.enums import Verb
from gilde.communities.models import InvitationBatch
from gilde.core import activity
from gilde.core.models.activity import Activity


@task(unique=True)
def mail_invitation(invitation_id: int) -> bool:
    """Mail one invitation; does nothing when it left already."""
    return delivery.deliver(invitation_id=invitation_id)


@task(unique=True)
def mail_batch(batch_id: int) -> int:
    """Ask for the mails of a list one by one, so that one address cannot hold up the others."""
    ids = delivery.waiting(batch_id)
    for invitation_id in ids:
        mail_invitation.enqueue(invitation_id)
    return len(ids)


@task(unique=True)
def mail_waiting(community_id: int) -> int:
    """Ask for the mails of everybody who is reminded, one by one."""
    ids = delivery.waiting_in(community_id)
    for invitation_id in ids:
        mail_invitation.enqueue(invitation_id)
    return len(ids)


@activity.on(Verb.INVITATIONS_REMINDED)
def ask_for_reminders(row: Activity) -> None:
    """The same for everybody in one community who has not come."""
    if row.community_id is not None:
        mail_waiting.enqueue(row.community_id)


@activity.on(Verb.INVITATION_SENT)
def ask_for_mails(row: Activity) -> None:
    """Inside the transaction of the act, so that the mails are asked for exactly when it commits."""
    if row.target_id is None:
        return
    if row.target_kind == InvitationBatch._meta.label_lower:
        mail_batch.enqueue(row.target_id)
    else:
        mail_invitation.enqueue(row.target_id)


@task(unique=True)
def mail_decision(request_id: int) -> bool:
    """Mail what was decided on a request to join; does nothing when it left already."""
    return decision.deliver(request_id=request_id)


@activity.on(Verb.JOIN_DECLINED, Verb.MEMBER_JOINED)
def tell_who_asked(row: Activity) -> None:
    """A host let somebody in on their request, or said no."""
    request_id = row.target_id if row.verb == Verb.JOIN_DECLINED else row.data.get("request")
    if isinstance(request_id, int):
        mail_decision.enqueue(request_id)
