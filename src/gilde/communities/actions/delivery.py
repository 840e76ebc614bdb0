"""Mailing invitations, from the task worker."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from gilde.communities.actions.posting import post
from gilde.communities.enums import Role
from gilde.communities.models import Invitation
from gilde.communities.queries.invitation import mail_secret


def deliver(*, invitation_id: int) -> bool:
    """Mail one invitation, unless it was mailed, revoked or used meanwhile. Run twice it sends once.

    Returns:
        whether a mail left.

    Raises:
        OSError, SMTPException: the mail server is away; the task is tried again.
    """
    invitation = (
        Invitation.objects.select_related("community", "created_by", "invitee__account")
        .filter(pk=invitation_id)
        .first()
    )
    if invitation is None or not invitation.is_waiting or not invitation.is_usable or invitation.community.is_archived:
        return False
    asked_at = invitation.asked_at
    due = Invitation.objects.filter(Q(sent_at=None) | Q(sent_at__lt=F("asked_at")), pk=invitation.pk, asked_at=asked_at)
    return post(_message(invitation), due, what=f"invitation {invitation.pk}")


def waiting(batch_id: int) -> list[int]:
    """Ids of the invitations of a list whose mail is still to be sent."""
    return list(
        Invitation.objects.usable()
        .filter(Q(sent_at=None) | Q(sent_at__lt=F("asked_at")), batch_id=batch_id, asked_at__isnull=False, failure="")
        .order_by("pk")
        .values_list("pk", flat=True)
    )


def waiting_in(community_id: int) -> list[int]:
    """Ids of all invitations to this community whose mail is still to be sent."""
    due = Q(sent_at=None) | Q(sent_at__lt=F("asked_at"))
    rows = Invitation.objects.usable().filter(due, community_id=community_id, asked_at__isnull=False, failure="")
    return list(rows.order_by("pk").values_list("pk", flat=True))


def language_of(invitation: Invitation) -> str:
    """The reader's language where it is known, else the community's."""
    account = invitation.invitee.account if invitation.invitee is not None else None
    wanted = (account.language if account is not None else "") or invitation.community.language
    return wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _message(invitation: Invitation) -> EmailMultiAlternatives:
    secret = mail_secret(invitation.created_by_id, invitation.client_id)
    with translation.override(language_of(invitation)):
        context = {
            "community": invitation.community,
            "inviter": invitation.created_by,
            "note": invitation.note,
            "link": f"{settings.SITE_URL}{reverse('communities:invitation', args=[secret])}",
            "expires_at": invitation.expires_at,
            "role": Role(invitation.role),
        }
        subject = _("Invitation: %(community)s") % {"community": invitation.community.name}
        if invitation.created_by is not None:
            subject = _("%(person)s invites you to join %(community)s") % {
                "person": invitation.created_by.name,
                "community": invitation.community.name,
            }
        message = EmailMultiAlternatives(
            subject=" ".join(subject.split()),
            body=render_to_string("communities/mail/invitation.txt", context).strip() + "\n",
            to=[invitation.email],
        )
        message.attach_alternative(render_to_string("communities/mail/invitation.html", context), "text/html")
    # The same for every attempt, so that a mailbox can drop a second copy of what was sent just before a crash.
    asked = f"{invitation.asked_at:%Y%m%d%H%M%S%f}"
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    message.extra_headers["Message-ID"] = f"<invitation.{invitation.pk}.{asked}@{host}>"
    return message
