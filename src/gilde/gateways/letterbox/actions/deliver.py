"""Reading a mail that arrived, and putting what it says where it belongs.

Everything here can happen twice: the reply carries a client id made of the mail, so it is one reply.
"""

from __future__ import annotations

import io
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from gilde.attention.notifications.queries.reply_key import generation_of
from gilde.attention.notifications.reply_address import ReplyAddress, Wanted, read_token
from gilde.core.actor import Actor
from gilde.core.files.sniff import UnusableFile
from gilde.core.files.store import store_upload
from gilde.core.limits import Rate, count
from gilde.core.rules import Refusal
from gilde.dialogue.actions.answer import add_answer
from gilde.dialogue.actions.attachment import MOST_FILES, keep_upload
from gilde.dialogue.actions.comment import add_comment
from gilde.dialogue.forms.reply import ReplyForm
from gilde.dialogue.models import Answer, Contribution
from gilde.gateways.letterbox.actions.bounce import note_bounce
from gilde.gateways.letterbox.bounds import TooMuch, check
from gilde.gateways.letterbox.enums import State
from gilde.gateways.letterbox.envelope import Envelope, read_envelope
from gilde.gateways.letterbox.models import Arrived
from gilde.gateways.letterbox.queries.sender import owns
from gilde.gateways.letterbox.verdict import is_forged
from gilde.gateways.letterbox.wording import tells_who, wording
from gilde.gateways.portability.readers.mbox.content import Hanging, UnreadableMail, content_of
from gilde.people.enums import PersonState
from gilde.people.models import Account, Person
from gilde.people.queries.actor import actor_for
from gilde.people.reader import read_by

REPLIES = Rate(30, 3600)  # of one person in an hour
_NAMES = uuid.UUID("8f6f4bd2-3f0a-4a53-9a38-0b1f0e5f9a77")


class Dropped(Exception):
    """Nobody is told; the text is for the operator."""


@dataclass(frozen=True)
class Reader:
    """Whose letter a mail replies to."""

    person: Person
    account: Account
    address: ReplyAddress


def deliver(arrived_id: int) -> State | None:
    """Do with one mail what is to be done. A second time changes nothing.

    Returns:
        what became of it; None when it was read before.

    Raises:
        OSError: when the storage is away; the task is tried again.
    """
    arrived = Arrived.objects.filter(pk=arrived_id, state=State.WAITING).first()
    if arrived is None:
        return None
    try:
        with default_storage.open(arrived.raw) as stream:
            raw = stream.read()
    except FileNotFoundError:
        return _end(arrived, State.DROPPED, "the mail itself is gone")
    envelope = read_envelope(raw, arrived.recipients)
    try:
        addresses = [found for token in envelope.tokens if (found := read_token(token)) is not None]
        if not addresses:
            raise Dropped("no address of ours")
        address = addresses[0]
        if address.wanted == Wanted.BOUNCE:
            return _end(arrived, State.BOUNCE, note_bounce(address, raw))
        if envelope.is_automatic:
            raise Dropped("written by a program")
        reader = _reader(address)
    except Dropped as dropped:
        return _end(arrived, State.DROPPED, str(dropped))
    arrived.person = reader.person
    with read_by(reader.account):
        try:
            arrived.contribution, left_out = _place(reader, arrived, envelope, raw)
        except Refusal as refusal:
            return _end(arrived, State.REFUSED, refusal.reason)
    return _end(arrived, State.PLACED, left_out)


def _reader(address: ReplyAddress) -> Reader:
    person = Person.objects.select_related("account").filter(pk=address.person, state=PersonState.ACTIVE).first()
    if person is None or person.account is None or not person.account.is_active:
        raise Dropped("its reader is not here any more")
    return Reader(person, person.account, address)


def _place(reader: Reader, arrived: Arrived, envelope: Envelope, raw: bytes) -> tuple[Contribution, str]:
    """The conversation the reply was put in, and a sentence on files that were left out.

    Raises:
        Refusal: with the reason, in the language of the reader.
    """
    address, account = reader.address, reader.account
    if not owns(account, envelope.sender):
        raise Refusal(
            _("It came from %(address)s, which is not an address of your account. Add it there, or send from another.")
            % {"address": envelope.sender or "?"}
        )
    if is_forged(envelope.verdicts):
        raise Refusal(_("The mail server could not make sure that it came from you."))
    if address.is_expired or address.generation != generation_of(reader.person.pk):
        raise Refusal(_("The email you replied to is too old. Reply on the page of the conversation."))
    if address.wanted == Wanted.NOTHING:
        raise Refusal(_("The email you replied to told of several things. Open one of them and reply there."))
    if not count("mail-in", f"person:{reader.person.pk}", REPLIES).allowed:
        raise Refusal(_("You sent many replies in a short time. Try again in an hour."))
    if arrived.size > settings.MAIL_IN_BYTES:
        raise Refusal(
            _("It is too large: the limit is %(number)d megabytes.") % {"number": settings.MAIL_IN_BYTES // 1_000_000}
        )
    try:
        check(raw)
        content = content_of(b"\n" + raw)
    except (TooMuch, UnreadableMail):
        raise Refusal(_("It is put together in a way we cannot read.")) from None
    actor = actor_for(reader.person, account)
    contribution, answer = _conversation(actor, address)
    form = ReplyForm({"body": wording(content)})
    if not form.is_valid():
        raise Refusal(" ".join(str(error) for errors in form.errors.values() for error in errors))
    client_id = uuid.uuid5(_NAMES, f"{arrived.key}:{reader.person.pk}")
    keys, left_out = _kept(actor, content.files, client_id)
    body = form.cleaned_data["body"]
    if contribution.voice_of(reader.person.pk) != reader.person.pk and tells_who(body, reader.person, account):
        raise Refusal(
            _("You speak here without your name, and it stands in your email, perhaps beneath. Reply without it.")
        )
    if address.wanted == Wanted.ANSWER:
        add_answer(actor=actor, contribution=contribution, body=body, attachments=keys, client_id=client_id)
    else:
        add_comment(
            actor=actor, contribution=contribution, body=body, answer=answer, attachments=keys, client_id=client_id
        )
    return contribution, left_out


def _conversation(actor: Actor, address: ReplyAddress) -> tuple[Contribution, Answer | None]:
    """Where the reply belongs, as far as its writer may read there at this moment."""
    answer = None
    number = address.number
    if address.wanted == Wanted.UNDER_ANSWER:
        answer = Answer.objects.visible_to(actor).filter(pk=address.number).first()
        number = answer.contribution_id if answer is not None else 0
    contribution = Contribution.objects.visible_to(actor).select_related("community").filter(pk=number).first()
    if contribution is None:
        raise Refusal(_("This conversation is not there any more, or you cannot read it any more."))
    return contribution, answer


def _kept(actor: Actor, files: list[Hanging], client_id: uuid.UUID) -> tuple[list[str], str]:
    """Keys of the files that hang on a mail, and why others could not be kept."""
    keys: list[str] = []
    problems: list[str] = []
    for number, file in enumerate(file for file in files if file.content):
        if len(keys) >= MOST_FILES or number >= MOST_FILES * 2:
            problems.append(_("A reply takes %(number)d files; the rest was left out.") % {"number": MOST_FILES})
            break
        try:
            stored = store_upload(
                io.BytesIO(file.content),
                name=file.name.lstrip("-."),  # what a path leaves
                uploader_id=actor.person_id,
                client_id=uuid.uuid5(client_id, str(number)),
            )
        except UnusableFile as error:
            problems.append(f"{file.name}: {error}")
            continue
        keys.append(keep_upload(actor=actor, file=stored, name=stored.name).file.key)
    return keys, " ".join(problems)[:500]


@transaction.atomic
def _end(arrived: Arrived, state: State, reason: str) -> State:
    arrived.state, arrived.reason = state, reason[:500]
    arrived.save(update_fields=["state", "reason", "person", "contribution"])
    return state
