"""Where a reply to a letter goes, and where the mail server says that the letter did not arrive."""

from __future__ import annotations

from email.utils import parseaddr

from django.conf import settings

from gilde.attention.notifications.enums import Reason, Rhythm
from gilde.attention.notifications.models import Letter, Notice
from gilde.attention.notifications.queries.letter import Content
from gilde.attention.notifications.queries.reply_key import generation_of
from gilde.attention.notifications.reply_address import Wanted, is_open, make_address

# What these tell is between two people: a reply would be read by everybody in the conversation.
_PRIVATE = frozenset({Reason.COMPLIMENT, Reason.THANKS, Reason.STORY})


def reply_address(letter: Letter, content: Content) -> tuple[Wanted, str]:
    """What a reply to ``letter`` becomes and the address for it; an empty one when no mail is taken in."""
    if not is_open():
        return Wanted.NOTHING, ""
    wanted, number = _place(letter, content)
    person = letter.person_id
    return wanted, make_address(wanted, number, person=person, generation=generation_of(person))


def bounce_address(letter: Letter) -> str:
    """The sender on the envelope: the mail server writes there when a letter cannot be delivered.

    Empty when no mail is taken in, or when it is taken in under another domain than that of ``GILDE_FROM_EMAIL``:
    receivers compare the two (DMARC, RFC 7489, 3.1).
    """
    here = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2].lower()
    there = settings.MAIL_IN_ADDRESS.rpartition("@")[2]
    if not is_open() or not (there == here or there.endswith(f".{here}")):
        return ""
    return make_address(Wanted.BOUNCE, letter.pk, person=letter.person_id, generation=0)


def _place(letter: Letter, content: Content) -> tuple[Wanted, int]:
    """The conversation a letter tells of, when it is one and only one."""
    lines = content.lines
    if letter.rhythm != Rhythm.AT_ONCE or content.more or len({line.thread for line in lines}) != 1:
        return Wanted.NOTHING, letter.pk
    numbers = [number for line in lines for number in line.notices]
    notice = Notice.objects.select_related("activity", "contribution").filter(pk=max(numbers)).first()
    if notice is None or notice.contribution is None or notice.reason in _PRIVATE:
        return Wanted.NOTHING, letter.pk
    activity, contribution = notice.activity, notice.contribution
    answer = activity.data.get("answer") if activity.target_kind == "dialogue.comment" else None
    if activity.target_kind == "dialogue.answer":
        answer = activity.target_id
    if answer:
        return Wanted.UNDER_ANSWER, int(answer)
    is_told = activity.target_kind == "dialogue.contribution" and contribution.author_id != letter.person_id
    if contribution.is_question and is_told:
        return Wanted.ANSWER, contribution.pk
    return Wanted.COMMENT, contribution.pk
