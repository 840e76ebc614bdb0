"""Imported people: placeholders who can be claimed."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gilde.communities.enums import Role
from gilde.communities.models import Community, Membership
from gilde.core import markdown
from gilde.core.audience import Audience
from gilde.core.clock import now
from gilde.core.forms import clean_line
from gilde.core.ids import slug
from gilde.gateways.portability import records
from gilde.gateways.portability.writer.outcome import Outcome, Result
from gilde.people.enums import PersonState
from gilde.people.models import Affiliation, Link, Organisation, Person
from gilde.people.queries.handle import suggest

NAME, HEADLINE, REGION = 120, 160, 80


def _find(record: records.Person) -> Person | None:
    """Somebody with the same verified or invited address. The same name alone is never the same person."""
    if not record.email:
        return None
    email = record.email.lower()
    return (
        Person.objects.filter(account__email=email).first()
        or Person.objects.filter(
            account__emailaddress__email__iexact=email, account__emailaddress__verified=True
        ).first()
        or Person.objects.filter(invited_email=email, state=PersonState.PLACEHOLDER).first()
    )


def write_person(record: records.Person, community: Community, known_id: int | None) -> tuple[Person, Outcome]:
    """Make or update the placeholder of ``record`` and make it a member; a claimed person keeps what they wrote.

    Args:
        record: what the source says of the person.
        community: whose member the person becomes; the system account of a site becomes nobody's member.
        known_id: the person an earlier run made of this record.
    """
    person = Person.objects.filter(pk=known_id).first() if known_id else None
    result = Result.UPDATED if person else Result.ADDED
    if person is None:
        person = _find(record)
        result = Result.RECOGNISED if person else Result.ADDED
    if person is None:
        name = clean_line(record.name or "")[:NAME] or _("Member %(number)s") % {"number": record.source_id}
        person = Person(handle=suggest(name), created_at=record.joined_at or now(), audience=Audience.MEMBERS)
        person.name = name
    if person.state == PersonState.PLACEHOLDER:
        if record.name:
            person.name = clean_line(record.name)[:NAME] or person.name
        person.headline = clean_line(record.headline)[:HEADLINE]
        person.region = clean_line(record.location)[:REGION]
        person.story = record.about[:20_000]
        person.story_html = markdown.render(person.story).html
        person.invited_email = (record.email or person.invited_email).lower()
        person.origin = record.source[:120]
        if record.source_url and not Person.objects.filter(uri=record.source_url[:500]).exclude(pk=person.pk).exists():
            person.uri = record.source_url[:500]
        person.save()
        for position, address in enumerate(dict.fromkeys([record.website, *record.links])):
            if address.startswith(("http://", "https://")) and len(address) <= 300:
                Link.objects.get_or_create(person=person, url=address, defaults={"position": position})
        if record.organisation:
            _affiliate(person, clean_line(record.organisation)[:120])
    if not record.is_system:
        Membership.objects.get_or_create(
            person=person,
            community=community,
            defaults={"role": Role.MEMBER, "since": record.joined_at or now(), "charter_seen": None},
        )
    return person, Outcome("person", record.source_id, result)


def _affiliate(person: Person, name: str) -> None:
    organisation = Organisation.objects.filter(name__iexact=name).order_by("pk").first()
    if organisation is None:
        base = slug(name)
        free, number = base, 2
        while Organisation.objects.filter(slug=free).exists():
            free, number = f"{base[:54]}-{number}", number + 1
        organisation = Organisation.objects.create(name=name, slug=free)
    if not Affiliation.objects.filter(person=person, organisation=organisation).exists():
        Affiliation.objects.create(person=person, organisation=organisation)


def signed_person(source: str, name: str) -> Person:
    """The placeholder for an author whom the source only names, one per name and source; without a name, one for all."""
    shown = clean_line(name)[:NAME] or _("Former member")
    origin = source[:120]
    person = Person.objects.filter(
        origin=origin, name=shown, uri__isnull=True, state=PersonState.PLACEHOLDER, account__isnull=True
    ).first()
    if person is None:
        person = Person.objects.create(name=shown, handle=suggest(shown), origin=origin)
    return person
