"""Taking back people whom an import made: placeholders whom nobody has become and of whom nothing stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from django.db import transaction
from django.db.models import F, ProtectedError

from gilde.communities.enums import Role
from gilde.communities.models import Community, Membership
from gilde.communities.queries.graph import needed_above
from gilde.dialogue.models import Answer, Authorship, Comment, Compliment, Contribution, Mention
from gilde.gateways.portability.actions.undo_kept import Kept
from gilde.gateways.portability.models import ImportedRecord
from gilde.gateways.portability.writer import placeholder, sentences
from gilde.people.enums import PersonState
from gilde.people.models import Follow, Person


def take_people(records: Sequence[ImportedRecord]) -> Kept:
    """Remove placeholders with their memberships; whoever is here by now stays a member."""
    community = records[0].community
    places = {community.pk, *(place.pk for place in needed_above(community))}
    people = Person.objects.select_for_update(of=("self",)).order_by("pk").in_bulk(
        [record.target_id for record in records]
    )  # fmt: skip
    kept = Kept()
    for record in records:
        person = people.get(record.target_id)
        if person is not None and (reason := _why_stays(record, person)):
            kept[record.pk] = reason
    asked = {record.target_id for record in records if record.pk not in kept and record.target_id in people}
    why = _tied(asked, places)
    for record in records:
        if record.target_id in why:
            kept.setdefault(record.pk, why[record.target_id])
    # Two records of one person: when one of them keeps the person, both do.
    stay = {record.target_id: kept[record.pk] for record in records if record.pk in kept}
    kept.update({record.pk: stay[record.target_id] for record in records if record.target_id in stay})
    refused = _remove([number for number in sorted(asked) if number not in stay])
    kept.update({record.pk: sentences.STAYS_TIED for record in records if record.target_id in refused})
    return kept


def _why_stays(record: ImportedRecord, person: Person) -> object:
    if record.type == "person" and "left" not in record.details:
        return sentences.STAYS_WAS_HERE
    if person.state != PersonState.PLACEHOLDER:
        return sentences.STAYS_CLAIMED
    if record.type == "person" and placeholder.left(person) != record.details["left"]:
        return sentences.STAYS_CHANGED
    return None


def _tied(people: Collection[int], places: Collection[int]) -> dict[int, object]:
    """Person → what ties them to this place by now."""
    memberships = Membership.objects.filter(person__in=people).exclude(community__in=places, role=Role.MEMBER)
    tied = (
        (Contribution.objects.filter(author__in=people).values_list("author_id", flat=True), sentences.STAYS_WROTE),
        (Answer.objects.filter(author__in=people).values_list("author_id", flat=True), sentences.STAYS_WROTE),
        (Comment.objects.filter(author__in=people).values_list("author_id", flat=True), sentences.STAYS_WROTE),
        (Authorship.objects.filter(person__in=people).values_list("person_id", flat=True), sentences.STAYS_WROTE),
        (Mention.objects.filter(person__in=people).values_list("person_id", flat=True), sentences.STAYS_TIED),
        (Compliment.objects.filter(receiver__in=people).values_list("receiver_id", flat=True), sentences.STAYS_TIED),
        (Follow.objects.filter(followed__in=people).values_list("followed_id", flat=True), sentences.STAYS_TIED),
        (memberships.values_list("person_id", flat=True), sentences.STAYS_TIED),
    )
    why: dict[int, object] = {}
    for numbers, reason in tied:
        for number in numbers:
            why.setdefault(number, reason)
    return why


def _remove(people: Sequence[int]) -> set[int]:
    """Remove these; those whom something in the database holds on to are given back."""
    try:
        with transaction.atomic():
            places = Counter(Membership.objects.filter(person__in=people).values_list("community", flat=True))
            for place, number in sorted(places.items()):
                Community.objects.filter(pk=place).update(member_count=F("member_count") - number)
            Person.objects.filter(pk__in=people).delete()
    except ProtectedError:
        if len(people) == 1:
            return set(people)
        half = len(people) // 2
        return _remove(people[:half]) | _remove(people[half:])
    return set()
