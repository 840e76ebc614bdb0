"""A place with a conversation, people in it, and mail in as it comes."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

import pytest
from tests.factories.dialogue import client_of, make_contribution, make_place, member, person_of

from gilde.attention.notifications.queries.reply_key import generation_of
from gilde.attention.notifications.reply_address import Wanted, make_address
from gilde.communities.models import Community
from gilde.core.actor import Actor
from gilde.dialogue.models import Contribution
from gilde.gateways.letterbox.actions.deliver import deliver
from gilde.gateways.letterbox.actions.explain import explain
from gilde.gateways.letterbox.actions.receive import receive
from gilde.gateways.letterbox.models import Arrived
from gilde.people.models import Account


@dataclass
class World:
    """Who writes to whom."""

    place: Community
    author: Actor
    reader: Actor
    talk: Contribution

    @property
    def email(self) -> str:
        return person_of(self.reader).account.email

    def address(self, wanted: Wanted = Wanted.COMMENT, number: int | None = None, reader: Actor | None = None) -> str:
        person = (reader or self.reader).person_id
        return make_address(wanted, number or self.talk.pk, person=person, generation=generation_of(person))

    def mail(self, text: str = "Yes, do that.", **headers: Any) -> EmailMessage:
        made = EmailMessage()
        made["From"] = headers.pop("From", f"Reader <{self.email}>")
        made["To"] = headers.pop("To", self.address())
        made["Subject"] = "Re: Rounds that work"
        made["Message-ID"] = headers.pop("id", "<one@mail.example>")
        for name, value in headers.items():
            made[name.replace("_", "-")] = value
        made.set_content(text)
        return made


def put_in(mail: EmailMessage | bytes, **values: Any) -> Arrived | None:
    """Bring a mail, and have everything done that comes of it; twice, since every task may run twice."""
    raw = mail if isinstance(mail, bytes) else mail.as_bytes()
    row = receive(raw=raw, way="imap", **values)
    if row is None:
        return None
    for _again in range(2):
        deliver(row.pk)
        explain(row.pk)
    row.refresh_from_db()
    return row


@pytest.fixture
def world(db: None, settings: Any) -> World:
    settings.MAIL_IN_ADDRESS = "reply@in.example.org"
    settings.DEFAULT_FROM_EMAIL = "Gilde <gilde@example.org>"
    place = make_place("Care")
    author, reader = member(place, "Ada Bos"), member(place, "Bo Maas")
    for actor in (author, reader):
        client_of(actor)
    Account.objects.update(language="en")
    return World(place, author, reader, make_contribution(author, place, "Rounds that work"))
