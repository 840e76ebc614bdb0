"""Telling everybody of an important change of the terms or the privacy page: one mail per person and version."""

from __future__ import annotations

import logging
import smtplib
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from gilde.core.clock import now
from gilde.people.enums import PersonState
from gilde.people.mails import write_policy_mail
from gilde.people.models import Policy, PolicyLetter
from gilde.people.queries.policy_letter import untold, why_not

PART: Final = 200  # letters made in one transaction
SENDING: Final = timedelta(minutes=5)  # longer than any mail server is waited for

_logger = logging.getLogger("gilde.people")


@transaction.atomic
def begin_letters(policy_id: int) -> list[int]:
    """Make the next letters about this version; their numbers, none when everybody has one.

    Who comes in later, or agreed meanwhile, gets none.
    """
    policy = Policy.objects.select_for_update().filter(pk=policy_id, important=True).first()
    if policy is None:
        return []
    people = list(untold(policy).order_by("pk").values_list("pk", flat=True)[:PART])
    made = [PolicyLetter(person_id=person_id, policy=policy) for person_id in people]
    return [letter.pk for letter in PolicyLetter.objects.bulk_create(made)]


def send_letter(letter_id: int) -> bool:
    """Send one letter; run twice, or by two at the same time, it sends once.

    A crash between sending and writing that down sends it again under the same Message-ID, so that a mailbox can drop
    the second copy.

    Returns:
        whether a mail left.

    Raises:
        OSError, SMTPException: the mail server is away; the task is tried again.
    """
    letter = _hold(letter_id)
    if letter is None:
        return False
    account = letter.person.account
    if letter.person.state != PersonState.ACTIVE or account is None or not account.is_active:
        _note(letter, refused="not here any more")
        return False
    if reason := why_not(letter):
        _note(letter, refused=reason)
        return False
    try:
        write_policy_mail(letter, account).send()
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError, ValueError) as error:
        _logger.warning("policy letter %s could not be mailed: %s", letter.pk, type(error).__name__)
        _note(letter, refused="the mail server refused this address")
        return False
    except (OSError, smtplib.SMTPException):
        _let_go(letter)
        raise
    with transaction.atomic():
        PolicyLetter.objects.filter(pk=letter.pk).update(sent_at=now(), held_until=None)
    return True


@transaction.atomic
def _hold(letter_id: int) -> PolicyLetter | None:
    """The letter, for this process alone; None when it was sent, given up, or is being sent by another one."""
    moment = now()
    waiting = PolicyLetter.objects.filter(pk=letter_id, sent_at=None, refused="")
    free = waiting.filter(Q(held_until=None) | Q(held_until__lt=moment))
    if not free.update(held_until=moment + SENDING):
        return None
    return PolicyLetter.objects.select_related("person__account", "policy").get(pk=letter_id)


@transaction.atomic
def _let_go(letter: PolicyLetter) -> None:
    PolicyLetter.objects.filter(pk=letter.pk).update(held_until=None)


@transaction.atomic
def _note(letter: PolicyLetter, *, refused: str) -> None:
    PolicyLetter.objects.filter(pk=letter.pk).update(refused=refused)
