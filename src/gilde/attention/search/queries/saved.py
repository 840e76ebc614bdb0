"""Saved searches, and what is new in them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

from gilde.attention.notifications.enums import Subject
from gilde.attention.notifications.queries.digest import Item, Section
from gilde.attention.notifications.queries.level import Levels, chosen_by, muted
from gilde.attention.search.asking import read
from gilde.attention.search.models import SavedSearch
from gilde.attention.search.models.entry import first_number
from gilde.attention.search.queries.plan import Plan, plan
from gilde.attention.search.queries.search import Hit, newest
from gilde.core.actor import Actor
from gilde.dialogue.models import Contribution

MOST_ITEMS: Final = 5  # of one search in one digest
_LAG: Final = timedelta(minutes=2)  # what was written just before a digest may not stand in the index yet
_OLDEST: Final = timedelta(days=10)
_CONTRIBUTION: Final = re.compile(r"/d/(\d+)/")


def saved_by(actor: Actor) -> list[SavedSearch]:
    """One's own, the oldest first; one query."""
    return list(SavedSearch.objects.visible_to(actor))


def sections(actor: Actor, until: datetime, mailed: Collection[int]) -> Sequence[Section]:
    """What is new in the saved searches of a reader since the digest before, at most five things each.

    An item stands in one of them only. What an email told of before stays out, and so does what the reader wrote. The
    index is asked at most ten times, and everything was read again with the reader's eyes. What they muted stays out
    in every channel, so here too.
    """
    searches = saved_by(actor)
    levels = chosen_by(actor) if searches else {}
    told: set[int | None] = set(mailed)
    seen: set[str] = set()
    found = []
    for search in searches:
        asked = read(search.typed)
        if asked.is_empty:
            continue
        chosen = _new_in(plan(actor, asked, kind=search.kind), search, until)
        authors = {f"f_{number}" for number in (actor.person_id, *muted(levels, Subject.PERSON))}
        hits = newest(actor, replace(chosen, without={*chosen.without, *authors}), most=MOST_ITEMS + 1)
        silent = told | _muted_among(levels, hits.rows)
        rows = [
            hit for hit in hits.rows if not hit.folded and _told_as(hit) not in silent and hit.found.url not in seen
        ]
        shown = rows[:MOST_ITEMS]
        seen |= {hit.found.url for hit in shown}
        found.append(
            Section(
                title=_("New in your search “%(name)s”") % {"name": search.name},
                href=search.get_absolute_url(),
                items=[_item(hit) for hit in shown],
                contributions=frozenset(number for hit in shown if (number := _told_as(hit)) is not None),
                more=len(rows) > MOST_ITEMS or bool(hits.after),
            )
        )
    return found


def _muted_among(levels: Levels, hits: Collection[Hit]) -> set[int]:
    """The contributions of these hits that are muted; the nearest choice counts. At most one statement."""
    numbers = {number for hit in hits if (number := _told_as(hit)) is not None}
    silent = muted(levels, Subject.CONTRIBUTION) & numbers
    places = muted(levels, Subject.COMMUNITY)
    unchosen = numbers - levels[Subject.CONTRIBUTION].keys()
    if places and unchosen:
        there = Contribution.objects.filter(pk__in=unchosen, community__in=places)
        silent.update(there.values_list("pk", flat=True))
    return silent


def _new_in(chosen: Plan, search: SavedSearch, until: datetime) -> Plan:
    since = max(search.told_until, until - _OLDEST) - _LAG
    begin, end = first_number(since), first_number(until - _LAG)
    return replace(
        chosen,
        from_=max(chosen.from_ or 0, begin),
        below=min(chosen.below or end, end),
    )


def _told_as(hit: Hit) -> int | None:
    """The contribution that it is, or belongs to."""
    number = _CONTRIBUTION.search(hit.found.url)
    return int(number[1]) if number else None


def _item(hit: Hit) -> Item:
    what = hit.found
    if what.stays_in is not None:  # its words do not leave the community, so no mail carries them
        return Item(_("Something new"), what.url, what.place)
    author = what.author if what.author != what.title else ""  # a person is their own
    return Item(what.title, what.url, ", ".join(part for part in (what.label, author, what.place) if part))
