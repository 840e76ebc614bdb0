"""Writing to people: what waits for them, at the rhythm they chose. Each notice goes into one letter at most."""

from __future__ import annotations

import logging
import smtplib
import uuid
from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.core.mail import get_connection
from django.db import IntegrityError, transaction
from django.db.models import Q

from gilde.attention.notifications.actions.paused_address import pause_address
from gilde.attention.notifications.enums import URGENT, Rhythm
from gilde.attention.notifications.models import Letter, MailChoice, Notice
from gilde.attention.notifications.queries.asleep import asleep, shows_awake
from gilde.attention.notifications.queries.digest import was_told
from gilde.attention.notifications.queries.letter import content_of, rhythm_of, unmailed, window
from gilde.attention.notifications.queries.paused_address import is_paused
from gilde.attention.notifications.writing import message
from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.people.enums import PersonState
from gilde.people.models import Person
from gilde.people.queries.actor import actor_for
from gilde.people.reader import read_by
from gilde.people.rules.person import person_id

logger = logging.getLogger("gilde.notifications")

SENDING = timedelta(minutes=5)  # longer than any mail server is waited for
OVERDUE = timedelta(hours=1)  # after which a letter of the moment waits for the mail server, and not for its turn
SEVERAL = 3  # letters of the moment that are told of in one beside them
PATIENCE = timedelta(minutes=3)  # between an act and its mail: who is here reads it first, and more may follow


@transaction.atomic
def choose_rhythm(*, actor: Actor, rhythm: Rhythm) -> None:
    """Want mail this often; again changes nothing. Nobody is told, so it leaves no activity.

    Raises:
        Refusal: a visitor.
    """
    _choose(person_id(actor), rhythm)


@transaction.atomic
def quieten(*, person: Person, rhythm: Rhythm) -> None:
    """The same through the link in a letter, which proves who reads it. Never louder than it was."""
    order = [Rhythm.AT_ONCE, Rhythm.DAILY, Rhythm.WEEKLY, Rhythm.NONE]
    present = rhythm_of(person.pk)
    if order.index(rhythm) > order.index(present):
        _choose(person.pk, rhythm)


def _choose(person: int, rhythm: Rhythm) -> None:
    """Keep the choice; the same one again keeps its moment, by which a digest that is late is owed."""
    choice, new = MailChoice.objects.get_or_create(person_id=person, defaults={"rhythm": rhythm})
    if not new and choice.rhythm != rhythm:
        choice.rhythm, choice.chosen_at = rhythm, now()
        choice.save(update_fields=["rhythm", "chosen_at"])


@transaction.atomic
def begin_at_once(person_id: int) -> Letter | None:
    """A letter with what is urgent and still waits for somebody who wants to know at once; None without any."""
    if rhythm_of(person_id) != Rhythm.AT_ONCE or asleep([person_id], now()).get(person_id):
        return None
    rows = unmailed(person_id, since=now() - timedelta(days=1)).filter(reason__in=URGENT)
    numbers = list(rows.select_for_update().values_list("pk", flat=True)[:300])
    if not numbers:
        return None
    letter = Letter.objects.create(person_id=person_id, rhythm=Rhythm.AT_ONCE, period=f"now-{uuid.uuid4()}")
    Notice.objects.filter(pk__in=numbers).update(letter=letter)
    return letter


def begin_digest(*, person_id: int, rhythm: Rhythm, period: str) -> Letter | None:
    """The one digest of this person for this day or week; None when it was begun before."""
    try:
        with transaction.atomic():
            letter = Letter.objects.create(person_id=person_id, rhythm=rhythm, period=period)
            rows = unmailed(person_id, since=window(rhythm, letter.made_at))
            numbers = list(rows.order_by("-pk").values_list("pk", flat=True)[:300])
            Notice.objects.filter(pk__in=numbers).update(letter=letter)
            _take_over_waiting(letter)
    except IntegrityError:
        return None
    return letter


def _take_over_waiting(letter: Letter) -> None:
    """What digests of earlier days were to tell goes along with this one, when they could not leave.

    After days without a mail server one thus gets one digest and not one per day. A digest whose sender died, or whose
    answer was lost, is left alone: the server may have taken it, and it is sent again under its own Message-ID.
    """
    earlier = Letter.objects.filter(person=letter.person_id, sent_at=None, refused="", held_until=None)
    earlier = earlier.exclude(Q(rhythm=Rhythm.AT_ONCE) | Q(pk=letter.pk))
    numbers = list(earlier.select_for_update().values_list("pk", flat=True))
    if numbers:
        Letter.objects.filter(pk__in=numbers).update(refused="told of in a later digest")
        Notice.objects.filter(letter__in=numbers).update(letter=letter)


def send(letter_id: int) -> bool:
    """Send one letter with what its reader may read now; run twice, or by two at the same time, it sends once.

    It is written down as sent the moment the mail server took it, before the line is closed. A crash in between sends
    it again under the same Message-ID, so that a mailbox can drop the second copy. The first letter after weeks of
    absence says that it is the last until its reader comes back.

    Returns:
        whether a mail left.

    Raises:
        OSError, SMTPException: the mail server is away; the task is tried again.
    """
    letter = _hold(letter_id)
    if letter is None:
        return False
    person = Person.objects.select_related("account").filter(pk=letter.person_id, state=PersonState.ACTIVE).first()
    account = person.account if person is not None else None
    if person is None or account is None or not account.is_active or rhythm_of(person.pk) == Rhythm.NONE:
        _note(letter, refused="not wanted any more")
        return False
    if is_paused(account):
        _note(letter, refused="mail to this address is paused")
        return False
    sleeping = {} if shows_awake(account, now()) else asleep([person.pk], now())
    if sleeping.get(person.pk):
        _note(letter, refused="asleep, and told so")
        return False
    letter.farewell = person.pk in sleeping
    with read_by(account):  # who left or wrote without a name is called so in the language of the letter
        content = content_of(actor_for(person, account), letter)
    if not content:
        _note(letter, refused="nothing left to say")
        return False
    mail = message(letter, person, account, content)
    mail.connection = get_connection()
    opened = False
    try:
        mail.connection.open()
        opened = True
        mail.send()
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError, ValueError) as error:
        logger.warning("letter %s could not be mailed: %s", letter.pk, type(error).__name__)
        _note(letter, refused="the mail server refused this address")
        if isinstance(error, smtplib.SMTPRecipientsRefused) and _is_final(error):
            pause_address(account=account, reason="refused while sending")
        return False
    except (OSError, smtplib.SMTPException) as error:
        _let_go(letter, lost=opened and not isinstance(error, smtplib.SMTPResponseException))
        raise
    else:
        _note_sent(letter)
    finally:  # a server may take its time to say goodbye, and what it says then changes nothing
        with suppress(OSError, smtplib.SMTPException):
            mail.connection.close()
    return True


@transaction.atomic
def _hold(letter_id: int) -> Letter | None:
    """The letter, for this process alone; None when it was sent, given up, or is being sent by another one."""
    moment = now()
    waiting = Letter.objects.filter(pk=letter_id, sent_at__isnull=True, refused="")
    untouched = waiting.filter(held_until=None)
    held: dict[str, Any] = {"held_until": moment + SENDING}
    if untouched.update(**held):
        letter = Letter.objects.get(pk=letter_id)
        _take_along(letter)
        return letter
    # What the server may have taken goes again as it is, so that a mailbox can drop the second copy.
    return Letter.objects.get(pk=letter_id) if waiting.filter(held_until__lt=moment).update(**held) else None


def _take_along(letter: Letter) -> None:
    """When several letters of the moment could not leave for an hour, the first that does tells of all of them.

    Only those that no server was spoken to about: the others may have arrived.
    """
    if letter.rhythm != Rhythm.AT_ONCE:
        return
    waiting = Letter.objects.filter(person=letter.person_id, rhythm=Rhythm.AT_ONCE, sent_at=None, refused="")
    others = waiting.filter(held_until=None, made_at__lt=now() - OVERDUE).exclude(pk=letter.pk)
    numbers = list(others.select_for_update(skip_locked=True).values_list("pk", flat=True))
    if len(numbers) >= SEVERAL:
        Letter.objects.filter(pk__in=numbers).update(refused="told of in another letter")
        Notice.objects.filter(letter__in=numbers).update(letter=letter)


@transaction.atomic
def _let_go(letter: Letter, *, lost: bool) -> None:
    """Let others try; ``lost`` when the server was spoken to and may have taken it: then it stays the letter it is."""
    Letter.objects.filter(pk=letter.pk).update(held_until=now() if lost else None)


@transaction.atomic
def _note_sent(letter: Letter) -> None:
    Letter.objects.filter(pk=letter.pk).update(sent_at=now(), farewell=letter.farewell, held_until=None)
    if letter.rhythm != Rhythm.AT_ONCE:
        was_told(letter.person_id, letter.made_at)


def _is_final(error: smtplib.SMTPRecipientsRefused) -> bool:
    """Whether the server said that it will never take mail for this address (RFC 5321, 4.2.1; RFC 3463, 3.2)."""
    return any(code in (550, 551, 553) for code, _text in error.recipients.values())


def _note(letter: Letter, *, refused: str) -> None:
    with transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(refused=refused)
