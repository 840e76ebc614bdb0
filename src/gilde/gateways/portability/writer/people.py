"""Imported people: who is new, who is known, who is here already."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import zip_longest

from allauth.account.models import EmailAddress

from gilde.communities.models import Membership
from gilde.core.forms import clean_line
from gilde.gateways.portability import records
from gilde.gateways.portability.models import ImportedRecord
from gilde.gateways.portability.scope import plain_source
from gilde.gateways.portability.writer import placeholder, sentences
from gilde.gateways.portability.writer.batch import Batch
from gilde.gateways.portability.writer.members import Newcomer, bring_in
from gilde.gateways.portability.writer.outcome import Result
from gilde.gateways.portability.writer.placeholder import PersonItem, email_of
from gilde.people.enums import PersonState
from gilde.people.models import Affiliation, Person
from gilde.people.models.person import folded


def write_people(batch: Batch) -> None:
    """Make, update and recognise the people of this batch, and make them members.

    Who a record is: who an earlier run made of it; else who proved this e-mail address, or was invited or imported
    under it; else somebody new. A name alone never makes two people one. Whoever takes part here keeps what they wrote,
    and whoever left is not brought back.
    """
    items = batch.of(records.Person)
    if not items:
        return
    rows = Person.objects.in_bulk({item.known.target_id for item in items if item.known is not None})
    by_email = _people_by_email(batch, {email for item in items if (email := email_of(item.record))})
    new: list[PersonItem] = []
    newcomers: list[Newcomer] = []
    for item in items:
        if item.known is not None:
            person = rows.get(item.known.target_id)
            if _write_known(batch, item, item.known, person, by_email) and person is not None:
                newcomers.append(Newcomer(item.record, person))
        elif found := by_email.get(email_of(item.record)):
            _recognise(batch, item, found)
            newcomers.append(Newcomer(item.record, found))
        else:
            new.append(item)
    _tell_namesakes(batch, new)
    newcomers += _add(batch, new)
    if not batch.dry:
        bring_in(batch, newcomers)


def _people_by_email(batch: Batch, emails: Collection[str]) -> dict[str, Person]:
    """Who proved one of these addresses; else the oldest placeholder that was invited or imported under it.

    What a host sends recognises only people who belong to the community already: it says nothing about who else has an
    account here, brings nobody in and puts no words into their mouth.
    """
    if not emails:
        return {}
    addresses = EmailAddress.objects.filter(verified=True, email__in=emails, user__person__isnull=False)
    waiting = Person.objects.filter(state=PersonState.PLACEHOLDER, invited_email__in=emails).order_by("-pk")
    if batch.context.by_host:
        members = Membership.objects.filter(community=batch.community).values("person")
        addresses, waiting = addresses.filter(user__person__in=members), waiting.filter(pk__in=members)
    proven = dict(addresses.values_list("email", "user__person"))
    people = Person.objects.in_bulk(proven.values())
    found = {person.invited_email: person for person in waiting}
    return found | {email: people[number] for email, number in proven.items()}


def _add(batch: Batch, items: Sequence[PersonItem]) -> list[Newcomer]:
    """Placeholders for people nobody knows. Two records of one batch with one address are one person."""
    first: dict[str, PersonItem] = {}
    unique = [item for item in items if not (email := email_of(item.record)) or first.setdefault(email, item) is item]
    people: Sequence[Person] = () if batch.dry else placeholder.make(batch, unique)
    for item, person in zip_longest(unique, people):
        batch.remember(
            item,
            "person",
            person.pk if person else None,
            communities=[batch.community.pk],
            organisation=placeholder.affiliate(person, item.record.organisation) if person else None,
            left=placeholder.left(person) if person else "",
        )
        item.tell(Result.ADDED)
    for item in items:
        if item.known is None:
            same = first[email_of(item.record)].known
            assert same is not None
            batch.remember(item, "person", same.target_id, communities=[batch.community.pk])
            item.tell(Result.RECOGNISED)
    return [Newcomer(item.record, person) for item, person in zip(unique, people, strict=False)]


def _tell_namesakes(batch: Batch, items: Iterable[PersonItem]) -> None:
    """Say of whom somebody with the same name, from elsewhere, belongs here already."""
    names = {folded(clean_line(item.record.name)): item for item in items if item.record.name}
    sources = {plain_source(item.record.source) for item in names.values()}
    here = Membership.objects.filter(community=batch.community, person__name_key__in=list(names))
    for name_key, origin in here.values_list("person__name_key", "person__origin").distinct():
        if name_key in names and origin not in sources:
            names.pop(name_key).tell(Result.REMARK, sentences.NAMESAKE)


def _recognise(batch: Batch, item: PersonItem, person: Person) -> None:
    """Somebody who is here already: nothing of theirs is told and nothing of it changes.

    Only what a placeholder does not say yet is filled in.
    """
    if person.is_placeholder and not batch.dry:
        placeholder.complete(person, item.record)
    batch.remember(item, "person", person.pk, communities=[batch.community.pk])
    item.tell(Result.RECOGNISED)


def _write_known(
    batch: Batch, item: PersonItem, known: ImportedRecord, person: Person | None, by_email: Mapping[str, Person]
) -> bool:
    """Bring somebody up to date whom an earlier run made; whether they are new in this community."""
    pretended = known.target_id < 0
    if not pretended and (person is None or person.state == PersonState.ERASED):
        item.tell(Result.LEFT_OUT, sentences.LEFT)
        return False
    communities = list(known.details.get("communities", []))
    is_new_here = batch.community.pk not in communities
    details = dict(known.details)
    if is_new_here:
        details["communities"] = [*communities, batch.community.pk]
    if known.digest == item.digest:
        item.tell(Result.RECOGNISED if is_new_here else Result.SAME)
        if not is_new_here:
            return False
    elif person is None:
        item.tell(Result.UPDATED)
    elif person.is_placeholder and placeholder.left(person) == details.get("left"):
        item.tell(Result.UPDATED)
        if not batch.dry:
            _update(item, person, details, by_email)
    else:
        takes_part = person.state in {PersonState.ACTIVE, PersonState.DEACTIVATED}
        item.tell(Result.KEPT, sentences.CLAIMED if takes_part else sentences.CHANGED_HERE)
        if not is_new_here:
            return False
        item.digest = known.digest  # a next run looks again
    batch.remember(item, "person", known.target_id, **details)
    return is_new_here


def _update(item: PersonItem, person: Person, details: dict[str, object], by_email: Mapping[str, Person]) -> None:
    other = by_email.get(email_of(item.record))
    placeholder.update(item, person, email_taken=other is not None and other.pk != person.pk)
    before, after = details.get("organisation"), placeholder.affiliate(person, item.record.organisation)
    if isinstance(before, int) and before != after:
        Affiliation.objects.filter(person=person, organisation_id=before).delete()
    details |= {"left": placeholder.left(person), "organisation": after}
