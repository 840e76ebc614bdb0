"""Finding what stood at an address of a former site."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final
from urllib.parse import unquote

from django.db.models import QuerySet

from gilde.communities.models import Community
from gilde.core.actor import Actor
from gilde.dialogue.models import Answer, Comment, Contribution
from gilde.gateways.portability.models import OldAddress
from gilde.gateways.portability.scope import is_scoped
from gilde.people.models import Person

LONGEST: Final = 500
_MOST_SEGMENTS: Final = 12
_MOST_FOUND: Final = 20


def stored_path(path: str) -> str:
    """A path as it is stored: decoded, from the first slash, without fragment and closing slash; empty when useless."""
    path = unquote(path.partition("#")[0])
    path = "/" + path.strip("/") if "?" not in path else "/" + path.lstrip("/")
    return path if 1 < len(path) <= LONGEST and "\0" not in path else ""


def candidates(path: str, query: str = "") -> list[str]:
    """The stored paths that may stand for an address, the most exact first.

    What follows a number is there for people on most sites (``/questions/5/old-title``), so such an address also
    stands for the one that ends with the number.
    """
    plain = stored_path(path)
    if not plain:
        return []
    found = [f"{plain}?{unquote(query)}"] if query else []
    found.append(plain)
    segments = plain.split("/")
    if len(segments) <= _MOST_SEGMENTS:
        for end in range(len(segments) - 1, 2, -1):
            if segments[end - 1].isdecimal():
                found.append("/".join(segments[:end]))
    return found


def targets_of(host: str, paths: Iterable[str]) -> Mapping[str, OldAddress]:
    """What stands at each of these addresses of one site, by the address as it was asked for; one query."""
    asked = {path: candidates(*path.partition("?")[::2]) for path in paths}
    wanted = {candidate for found in asked.values() for candidate in found}
    rows = {row.path: row for row in OldAddress.objects.filter(host=host, path__in=wanted)} if wanted else {}
    return {
        path: rows[best]
        for path, found in asked.items()
        if (best := next((candidate for candidate in found if candidate in rows), None)) is not None
    }


def new_address(actor: Actor, *, host: str, path: str, query: str = "") -> str | None:
    """Where ``actor`` finds what stood at ``path``, None when there is nothing they may see.

    The same path on several former sites: the one asked by its own name comes first, then what the operator imported,
    then what was imported first.
    """
    wanted = candidates(path, query)
    if not wanted:
        return None
    rows = list(OldAddress.objects.filter(path__in=wanted).order_by("pk")[:_MOST_FOUND])
    rows.sort(key=lambda row: (row.host != host, is_scoped(row.host), wanted.index(row.path)))
    return next((address for row in rows if (address := _address(actor, row)) is not None), None)


def _address(actor: Actor, old: OldAddress) -> str | None:
    rows: QuerySet[Any] | None = {
        "contribution": Contribution.objects.visible_to(actor),
        "answer": Answer.objects.visible_to(actor).select_related("contribution"),
        "comment": Comment.objects.visible_to(actor).select_related("contribution"),
        "person": Person.objects.visible_to(actor),
        "community": Community.objects.visible_to(actor),
    }.get(old.target)
    row = rows.filter(pk=old.target_id).first() if rows is not None else None
    address: str | None = row.get_absolute_url() if row is not None else None
    return address
