"""Handles: how one is called after the @, in addresses and mentions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from django.db.models import Q

from gilde.core.ids import slug
from gilde.people.models import FormerHandle, Person
from gilde.people.models.person import HANDLE_LENGTH

HANDLE: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,28}[a-z0-9])\Z")
# Words that would read as a group, a function or the house itself when they stand after an @.
RESERVED: Final = frozenset(
    {
        "admin", "administrator", "all", "allen", "anyone", "beheer", "beheerder", "bestuur", "board", "channel",
        "community", "contact", "everyone", "facilitator", "gast", "gastheer", "gastvrouw", "gilde", "guest",
        "hello", "help", "here", "host", "hosts", "hulp", "iedereen", "info", "leden", "lid", "mail", "me", "member",
        "members", "moderator", "news", "nieuws", "nobody", "noreply", "no-reply", "notification", "official",
        "operator", "org", "owner", "postmaster", "privacy", "root", "security", "staff", "support", "system",
        "systeem", "team", "test", "vraag", "webmaster", "you",
    }
)  # fmt: skip
_ROOM_FOR_NUMBER: Final = 5  # characters kept free for "-9999"


def is_taken(handle: str, *, besides: Person | None = None) -> bool:
    """Whether somebody has or had this handle; ``besides`` may take back one of their own."""
    people = Person.objects.called(handle)
    former = FormerHandle.objects.filter(handle__iexact=handle)
    if besides is not None:
        people, former = people.exclude(pk=besides.pk), former.exclude(person_id=besides.pk)
    return people.exists() or former.exists()


def suggest(name: str) -> str:
    """A free handle made from a name."""
    return suggest_all([name])[0]


def suggest_all(names: Sequence[str]) -> list[str]:
    """A free handle for each name, all different: for imports, two queries per 200 names."""
    bases = [_base(name) for name in names]
    taken: set[str] = set()
    wanted = sorted(set(bases))
    for start in range(0, len(wanted), 200):
        taken |= _taken_like(wanted[start : start + 200])
    made = []
    for base in bases:
        handle = _next_free(base, taken)
        taken.add(handle)
        made.append(handle)
    return made


def _base(name: str) -> str:
    base = slug(name, fallback="person")[: HANDLE_LENGTH - _ROOM_FOR_NUMBER].strip("-")
    return base if len(base) >= 2 else f"{base}-1"


def _next_free(base: str, taken: set[str]) -> str:
    if base not in taken and base not in RESERVED:
        return base
    number = 2
    while f"{base}-{number}" in taken:
        number += 1
    return f"{base}-{number}"


def _taken_like(bases: Iterable[str]) -> set[str]:
    like = Q()
    for base in bases:
        like |= Q(handle=base) | Q(handle__startswith=f"{base}-")
    now = Person.objects.filter(like).values_list("handle", flat=True)
    former = FormerHandle.objects.filter(like).values_list("handle", flat=True)
    return {*now, *former}
