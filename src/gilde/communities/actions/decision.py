"""Mailing what was decided on a request to join, from the task worker."""

from __future__ import annotations

import logging
import smtplib
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from gilde.communities.enums import RequestState
from gilde.communities.models import JoinRequest
from gilde.communities.rules.request import PAUSE
from gilde.core.clock import now
from gilde.people.enums import PersonState

logger = logging.getLogger("gilde.communities")


def deliver(*, request_id: int) -> bool:
    """Mail who asked what was decided, unless that was done already. Run twice it sends once.

    Nothing is mailed to somebody who is away, who decided this themselves (came in by another door), or whose
    decision was mailed before.

    Returns:
        whether a mail left.

    Raises:
        OSError, SMTPException: the mail server is away; the task is tried again.
    """
    request = JoinRequest.objects.select_related("community", "person__account").filter(pk=request_id).first()
    if request is None or request.mailed_at is not None or not _concerns_reader(request):
        return False
    try:
        _message(request).send()
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError, ValueError) as error:
        # The answer stands in the community too; this address will not be better in a minute.
        logger.warning("the decision on request %s could not be mailed: %s", request.pk, type(error).__name__)
        return False
    with transaction.atomic():
        JoinRequest.objects.filter(pk=request.pk, mailed_at=None).update(mailed_at=now())
    return True


def _concerns_reader(request: JoinRequest) -> bool:
    person = request.person
    decided = request.state in {RequestState.ACCEPTED, RequestState.DECLINED}
    by_somebody_else = request.decided_by_id != person.pk
    return decided and by_somebody_else and person.state == PersonState.ACTIVE and person.account is not None


def _message(request: JoinRequest) -> EmailMultiAlternatives:
    account, community = request.person.account, request.community
    assert account is not None  # _concerns_reader saw it
    wanted = account.language or community.language
    with translation.override(wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        is_in = request.state == RequestState.ACCEPTED
        # As for who walks in: the welcome stands on top of the page about the community.
        route = "feed:community" if is_in and not community.welcome_html else "communities:about"
        closed = community.is_hidden and not is_in
        # What became hidden may have another name since: the letter says no more than who asked knew.
        name = _("the community you asked to join") if closed else community.name
        context = {
            "community": community,
            "name": name,
            "title": _("The community you asked to join") if closed else name,
            "person": request.person,
            "is_in": is_in,
            "note": request.note,
            "link": "" if closed else f"{settings.SITE_URL}{reverse(route, args=[community.slug])}",
            "is_over": community.is_archived and not is_in,
            "again_at": None if is_in or community.is_archived else (request.decided_at or now()) + PAUSE,
        }
        subject = _("You are now a member of %(community)s") if is_in else _("Your request to join %(community)s")
        if closed:
            subject = _("Your request to join a community")
        message = EmailMultiAlternatives(
            subject=" ".join((subject % {"community": community.name}).split()),
            body=render_to_string("communities/mail/decision.txt", context).strip() + "\n",
            to=[account.email],
        )
        message.attach_alternative(render_to_string("communities/mail/decision.html", context), "text/html")
    # The same for every attempt, so that a mailbox can drop a second copy of what was sent just before a crash.
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    message.extra_headers["Message-ID"] = f"<join-request.{request.pk}.{request.state}@{host}>"
    return message
