"""What this room offers to the search: communities, by name, purpose and first page."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from gilde.communities.enums import Verb
from gilde.communities.models import Community
from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.core.searchables import (
    EVERYONE,
    MEMBERS,
    Entry,
    Found,
    Searchable,
    inside,
    of_organisation,
    plain,
    register_searchable,
    target,
)

COMMUNITY: Final = "communities.community"
_INSIDE: Final = 1  # the part with what only its own people read


def _readers(row: Community) -> frozenset[str]:
    marks = {inside(row.pk)}
    if row.audience == Audience.PUBLIC:
        marks.add(EVERYONE)
    elif row.audience == Audience.MEMBERS and row.inter_company:
        marks |= {of_organisation(organisation.pk) for organisation in row.organisations.all()}
    elif row.audience == Audience.MEMBERS:
        marks.add(MEMBERS)
    return frozenset(marks)


def _entries(ids: Collection[int]) -> Iterator[Entry]:
    for row in Community.objects.filter(pk__in=ids).prefetch_related("organisations"):
        yield Entry(
            id=row.pk,
            facet="community",
            at=row.created_at,
            title=row.name,
            text=row.purpose,
            readers=_readers(row),
            language=row.language,
            community_id=row.pk,
            traits=frozenset({"is_closed" if row.is_archived else "is_open"}),
        )
        first_page = plain(row.first_page_html)
        if first_page:
            marks = frozenset({inside(row.pk), *([EVERYONE] if row.is_public else [])})
            yield Entry(
                id=row.pk,
                part=_INSIDE,
                facet="community",
                at=row.created_at,
                title="",
                text=first_page,
                readers=marks,
                language=row.language,
                community_id=row.pk,
            )


def _found(actor: Actor, keys: Collection[tuple[int, int]]) -> dict[tuple[int, int], Found]:
    ids = [pk for pk, _part in keys]
    rows = {row.pk: row for row in Community.objects.visible_to(actor).filter(pk__in=ids)}
    shown = {}
    for pk, part in keys:
        row = rows.get(pk)
        if row is None or (part == _INSIDE and not (row.is_public or pk in actor.roles)):
            continue
        shown[pk, part] = Found(
            title=row.name,
            url=row.get_absolute_url(),
            label=str(_("community")),
            icon="users-round",
            language=row.language,
            note=str(capfirst(row.get_kind_display())),
        )
    return shown


def _after(number: int, most: int) -> list[int]:
    rows = Community.objects.filter(pk__gt=number).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:most])


def register() -> None:
    """Called once, from the manifest."""
    this = target(COMMUNITY)
    register_searchable(
        Searchable(
            COMMUNITY,
            {"community": _("Communities")},
            _entries,
            _found,
            _after,
            Community.objects.count,
            {
                Verb.COMMUNITY_FOUNDED: this,
                Verb.COMMUNITY_CHANGED: this,
                Verb.COMMUNITY_ARCHIVED: this,
                Verb.COMMUNITY_REOPENED: this,
            },
        )
    )
