"""Sending an invitation by mail, to a community or to one conversation."""

from __future__ import annotations

import logging
import smtplib
from typing import Any

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gilde.core.clock import now

logger = logging.getLogger("gilde.communities")


def post(message: EmailMessage, due: QuerySet[Any], *, what: str) -> bool:
    """Send ``message`` and write down in the row of ``due`` that it left, or why it never will.

    Args:
        message: to one address.
        due: the row with ``sent_at`` and ``failure``, only as long as its mail is still to be sent.
        what: names the row to the operator.

    Returns:
        whether it left.

    Raises:
        OSError, SMTPException: the mail server is away; the task is tried again.
    """
    try:
        message.send()
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError, ValueError) as error:
        # This address will not be better in a minute: say so where the inviter looks.
        logger.warning("%s could not be mailed: %s", what, type(error).__name__)
        with transaction.atomic():
            due.update(failure=_("The mail server refused this address. Check it and invite again."))
        return False
    with transaction.atomic():
        due.update(sent_at=now())
    return True
