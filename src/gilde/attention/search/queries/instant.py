"""Quick answers: people and places by how their names begin, and the newest things with the words so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _

from gilde.attention.search.asking import read
from gilde.attention.search.queries.plan import plan
from gilde.attention.search.queries.search import newest
from gilde.communities.models import Community
from gilde.core.actor import Actor
from gilde.core.searchables import Found
from gilde.people.queries.mention import suggestions

_PLACES: Final = 4
_PEOPLE: Final = 5
_RECENT: Final = 6


class Line(NamedTuple):
    """One answer."""

    title: str
    url: str
    note: str = ""
    icon: str = ""
    face: str = ""  # the name beside a photo, for people
    photo_key: str = ""


@dataclass(frozen=True)
class Group:
    """Answers of one sort."""

    label: str
    lines: list[Line]


def groups(actor: Actor, typed: str) -> list[Group]:
    """At most five people, four places and six recent things; without anything typed, one's own places."""
    asked = read(typed)
    if not typed:
        return _not_empty(
            Group(
                _("My communities"), [Line(one.name, f"/c/{one.slug}/", icon="users-round") for one in actor.places[:8]]
            )
        )
    named = " ".join(asked.words)  # nothing yet where only an operator was begun: that names nobody
    plain = bool(named) and not asked.narrows and not asked.phrases and not asked.without
    people = suggestions(actor, named)[:_PEOPLE] if plain else []
    places = _places(actor, named) if plain else []
    recent = (
        newest(actor, plan(actor, asked, typing=True), most=_RECENT + len(people) + len(places)).rows
        if not asked.is_empty
        else []
    )
    shown = {one.url for one in people} | {one.url for one in places}
    rest: list[Found] = []
    for hit in recent:  # a conversation once, however many of its replies have the words
        where = hit.found.url.partition("?")[0]
        if where not in shown and not hit.folded and len(rest) < _RECENT:
            shown.add(where)
            rest.append(hit.found)
    return _not_empty(
        Group(
            _("People"),
            [Line(one.name, one.url, one.headline, face=one.name, photo_key=one.photo_key) for one in people],
        ),
        Group(_("Communities"), places),
        Group(_("Newest"), [Line(one.title, one.url, one.place or one.note, icon=one.icon) for one in rest]),
    )


def _places(actor: Actor, named: str) -> list[Line]:
    rows = Community.objects.visible_to(actor).filter(
        Q(name__istartswith=named) | Q(name__icontains=f" {named}") | Q(slug__istartswith=named)
    )
    mine = set(actor.roles)
    found = sorted(rows.order_by("name")[:50], key=lambda row: (row.pk not in mine, row.name.lower()))
    return [Line(row.name, row.get_absolute_url(), row.purpose, icon="users-round") for row in found[:_PLACES]]


def _not_empty(*found: Group) -> list[Group]:
    return [group for group in found if group.lines]
