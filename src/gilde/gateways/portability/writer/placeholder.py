"""Placeholders: imported people who are not here yet, made and brought up to date."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Final

from django.utils import translation
from django.utils.translation import gettext as _

from gilde.core import markdown
from gilde.core.actor import SYSTEM
from gilde.core.audience import Audience
from gilde.core.forms import clean_line
from gilde.gateways.portability import records
from gilde.gateways.portability.writer import sentences
from gilde.gateways.portability.writer.batch import Batch, Item
from gilde.gateways.portability.writer.outcome import Result
from gilde.gateways.portability.writer.text import mark, origin_of
from gilde.people.actions.organisation import find_or_create
from gilde.people.models import Affiliation, Link, Person
from gilde.people.models.person import NAME_LENGTH
from gilde.people.queries.handle import suggest_all

HEADLINE: Final = 160  # characters, like those below
REGION: Final = 80
STORY: Final = 20_000
ADDRESS: Final = 300
ORGANISATION: Final = 120
PersonItem = Item[records.Person]


def email_of(record: records.Person) -> str:
    """The address of a record as it is compared and stored."""
    return (record.email or "").strip().lower()[:254]


def make(batch: Batch, items: Sequence[PersonItem]) -> list[Person]:
    """A placeholder for each of these, in their order. In a hidden community only its own people find them."""
    with translation.override(batch.community.language):  # not that of the report: everybody there reads it
        names = [_name(item.record) for item in items]
    origins = [origin_of(item.record) for item in items]
    taken: set[str | None] = set(
        Person.objects.filter(uri__in=[origin["uri"] for origin in origins]).values_list("uri", flat=True)
    )
    audience = Audience.COMMUNITY if batch.community.is_hidden else Audience.MEMBERS
    people = []
    for item, name, handle, origin in zip(items, names, suggest_all(names), origins, strict=True):
        joined = batch.moment(item, item.record.joined_at) if item.record.joined_at else batch.at
        person = Person(name=name, handle=handle, created_at=joined, audience=audience)
        _fill(person, item.record)
        person.origin, person.uri = origin["origin"], None if origin["uri"] in taken else origin["uri"]
        taken.add(person.uri)
        people.append(person)
    made = Person.objects.bulk_create(people)
    Link.objects.bulk_create(
        [
            Link(person=person, url=url, position=position)
            for person, item in zip(made, items, strict=True)
            for position, url in enumerate(_addresses(item.record))
        ]
    )
    return list(made)


def update(item: PersonItem, person: Person, *, email_taken: bool) -> None:
    """What the record says now, with exactly its links. An address that is somebody else's is not taken over."""
    email = person.invited_email
    _fill(person, item.record)
    if email_taken or not person.invited_email:
        person.invited_email = email
    if email_taken:
        item.tell(Result.REMARK, sentences.ADDRESS_TAKEN)
    person.save()
    wanted = _addresses(item.record)
    person.links.exclude(url__in=wanted).delete()
    for position, url in enumerate(wanted):
        Link.objects.get_or_create(person=person, url=url, defaults={"position": position})


def complete(person: Person, record: records.Person) -> None:
    """Fill in what a placeholder from elsewhere does not say yet."""
    described = Person()
    _fill(described, record)
    columns = ("headline", "region", "story", "story_html")
    for column in columns:
        setattr(person, column, getattr(person, column) or getattr(described, column))
    person.save(update_fields=columns)


def affiliate(person: Person, name: str) -> int | None:
    """Tie a person to the organisation of this name, which is made when it is new; its id."""
    name = clean_line(name)[:ORGANISATION].strip()
    if not name:
        return None
    organisation = find_or_create(actor=SYSTEM, name=name)
    if not Affiliation.objects.filter(person=person, organisation=organisation).exists():
        Affiliation.objects.create(person=person, organisation=organisation)
    return organisation.pk


def left(person: Person) -> str:
    """The mark of a person as the import left them."""
    return mark(person.name, person.headline, person.region, person.story, person.invited_email)


def _name(record: records.Person) -> str:
    name = clean_line(record.name or "")[:NAME_LENGTH].strip()
    if name:
        return name
    number = record.source_id.lstrip("-")
    if not (number.isdecimal() and len(number) <= 12):  # not a number of theirs, perhaps a digest: a short one of ours
        number = str(int(hashlib.blake2b(record.source_id.encode(), digest_size=4).hexdigest(), 16) % 90_000 + 10_000)
    return _("Member %(number)s") % {"number": number}


def _fill(person: Person, record: records.Person) -> None:
    if record.name:
        person.name = _name(record)
    person.headline = clean_line(record.headline)[:HEADLINE]
    person.region = clean_line(record.location)[:REGION]
    person.story = record.about[:STORY]
    person.story_html = markdown.render(person.story).html if person.story else ""
    person.invited_email = email_of(record)


def _addresses(record: records.Person) -> list[str]:
    asked = dict.fromkeys([record.website, *record.links])
    return [url for url in asked if url.startswith(("http://", "https://")) and len(url) <= ADDRESS]
