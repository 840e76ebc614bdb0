"""People that a text speaks of, and people to suggest while somebody types after an @."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from django.db.models import Q

from gilde.core.actor import Actor
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


def suggestions(actor: Actor, typed: str) -> list[Person]:
    """At most eight people whose handle, or a word of whose name, begins with ``typed``; nobody for visitors.

    Whoever follows is not ranked: names come in the order of the alphabet, an exact handle first.
    """
    prefix = folded(typed.strip().lstrip("@"))
    if actor.person_id is None or not prefix:
        return []
    q = Q(handle__startswith=prefix) | Q(name_key__startswith=prefix) | Q(name_key__contains=f" {prefix}")
    people = Person.objects.visible_to(actor).filter(q).exclude(pk=actor.person_id)
    rows = list(
        people.only("handle", "name", "headline", "photo_key", "state").order_by("name_key", "pk")[:SUGGESTIONS]
    )
    exact = [row for row in people.called(prefix)[:1] if row not in rows] if len(rows) == SUGGESTIONS else []
    return [*exact, *rows][:SUGGESTIONS]
