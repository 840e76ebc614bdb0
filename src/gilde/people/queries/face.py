"""Who may see a portrait.

The portrait goes where the name goes: people who can open the profile, people who share a community with the person,
and people who can read something the person wrote. The last is known by the rooms above, who register a reader; so
lists can print ``photo_key`` beside every name they show, and nobody gets a picture of somebody they cannot meet.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from gilde.core.actor import Actor, shares_community_q
from gilde.people.models import Organisation, Person
from gilde.people.models.person import visible_q

FaceReader = Callable[[Actor, Collection[int]], set[int]]
_readers: list[FaceReader] = []


def register_face_reader(reader: FaceReader) -> None:
    """Let a room above answer ``(actor, person ids) → ids of people whose name it shows to the actor``; one query."""
    if reader not in _readers:
        _readers.append(reader)


def visible_portraits(actor: Actor, file_ids: Collection[int]) -> set[int]:
    """The portraits and logos among these files that ``actor`` may see."""
    people = Person.objects.present().filter(photo_id__in=file_ids)
    meets = visible_q(actor) | shares_community_q(actor)
    seen = set(people.filter(meets).values_list("photo_id", flat=True))
    logos = Organisation.objects.visible_to(actor).filter(logo_id__in=file_ids)
    seen |= set(logos.values_list("logo_id", flat=True))
    left = set(file_ids) - seen
    if left and _readers:
        owners = dict(people.filter(photo_id__in=left).values_list("pk", "photo_id"))
        for reader in _readers:
            seen |= {owners[pk] for pk in reader(actor, list(owners)) if pk in owners} if owners else set()
    return {pk for pk in seen if pk is not None}


def held_portraits(file_ids: Collection[int]) -> set[int]:
    """The files among these that are a portrait or a logo, whoever looks."""
    photos = Person.objects.filter(photo_id__in=file_ids).values_list("photo_id", flat=True)
    logos = Organisation.objects.filter(logo_id__in=file_ids).values_list("logo_id", flat=True)
    return {pk for pk in (*photos, *logos) if pk is not None}
