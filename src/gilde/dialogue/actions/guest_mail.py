"""Mailing an invitation to one conversation, from the task worker."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from gilde.communities.actions.posting import post
from gilde.dialogue.models import Guest
from gilde.dialogue.queries.guest import address_of
from gilde.dialogue.rules import guest as rules


def deliver(*, guest_id: int) -> bool:
    """Mail one invitation, unless it was mailed, withdrawn or used meanwhile. Run twice it sends once.

    Returns:
        whether a mail left.

    Raises:
        OSError, SMTPException: the mail server is away; the task is tried again.
    """
    rows = Guest.objects.select_related("contribution__community", "invited_by").exclude(email="")
    guest = rows.filter(pk=guest_id, sent_at=None, failure="").first()
    if guest is None or not guest.is_usable or rules.has_room_for_guests(guest.contribution):
        return False
    due = Guest.objects.filter(pk=guest.pk, sent_at=None)
    return post(_message(guest), due, what=f"invitation of guest {guest.pk}")


def _message(guest: Guest) -> EmailMultiAlternatives:
    contribution = guest.contribution
    wanted = contribution.language if contribution.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with translation.override(wanted):
        name = guest.invited_by.name if guest.invited_by is not None else ""
        context = {
            "contribution": contribution,
            "community": contribution.community,
            "inviter": name,
            "note": guest.note,
            "link": address_of(guest),
            "expires_at": guest.expires_at,
        }
        subject = _("%(person)s invites you to a conversation: %(title)s") % {
            "person": name or contribution.community.name,
            "title": contribution.title,
        }
        message = EmailMultiAlternatives(
            subject=" ".join(subject.split()),
            body=render_to_string("dialogue/mail/guest.txt", context).strip() + "\n",
            to=[guest.email],
        )
        message.attach_alternative(render_to_string("dialogue/mail/guest.html", context), "text/html")
    # The same for every attempt, so that a mailbox can drop a second copy of what was sent just before a crash; another
    # one when it is sent once more on purpose, which moves its end.
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    message.extra_headers["Message-ID"] = (
        f"<guest.{guest.pk}.{guest.expires_at:%Y%m%d%H%M%S%f}.{guest.client_id.hex}@{host}>"
    )
    return message
