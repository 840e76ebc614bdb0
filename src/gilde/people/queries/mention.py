"""People that a text speaks of, and people to suggest while somebody types after an @."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Final

from django.db.models import Case, Q, SmallIntegerField, When

from gilde.core.actor import Actor
from gilde.people.enums import PersonState
from gilde.people.models import Person
from gilde.people.models.person import folded

SUGGESTIONS: Final = 8
_MOST_MENTIONS: Final = 200
_MENTION: Final = re.compile(r"@([A-Za-z0-9](?:[A-Za-z0-9-]{0,28}[A-Za-z0-9])?)")


def mention_links(text: str, actor: Actor) -> Callable[[str], str | None]:
    """From a handle in ``text`` to the profile it leads to, for people whom ``actor`` can find; one query or none."""
    typed = list(dict.fromkeys(name.lower() for name in _MENTION.findall(text)))[:_MOST_MENTIONS]
    people = Person.objects.visible_to(actor).called(*typed) if typed else ()
    found = {person.handle: person.get_absolute_url() for person in people}
    return lambda handle: found.get(handle.lower())


def suggestions(actor: Actor, typed: str, *, among: Collection[int] | None = None) -> list[Person]:
    """At most eight people whose handle, or a word of whose name, begins with ``typed``; nobody for visitors.

    Who blocked the other, or was blocked, is not suggested.

    The exact handle comes first, then people who are here before those who are not (an import can bring thousands),
    then first names before other names. Beyond that nobody is ranked: they stand in the order of the alphabet.

    Args:
        among: only these people, when given.
    """
    prefix = folded(typed.strip().lstrip("@"))
    if actor.person_id is None or not prefix:
        return []
    begins = Q(handle__startswith=prefix) | Q(name_key__startswith=prefix)
    people = Person.objects.visible_to(actor).filter(begins | Q(name_key__contains=f" {prefix}"))
    if among is not None:
        people = people.filter(pk__in=among)
    rows = people.exclude(pk__in=[actor.person_id, *actor.apart]).order_by(
        _last_unless(Q(handle=prefix)),
        _last_unless(Q(state=PersonState.ACTIVE)),
        _last_unless(begins),
        "name_key",
        "pk",
    )
    return list(rows.only("handle", "name", "headline", "photo_key", "state")[:SUGGESTIONS])


def _last_unless(first: Q) -> Case:
    return Case(When(first, then=0), default=1, output_field=SmallIntegerField())
