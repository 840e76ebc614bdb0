"""What the communities room offers upward."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gilde.communities import acts, exports, searchables, subscribers, tasks
from gilde.communities.models import Community
from gilde.communities.queries import file
from gilde.communities.queries.arrival import JOIN, place_to_join
from gilde.communities.queries.membership import (
    SCOPE,
    asked_at,
    communities_of,
    left_without_host,
    named_to,
    shares_community,
    vouches,
)
from gilde.communities.queries.steps import first_steps
from gilde.communities.queries.tree import my_tree
from gilde.core import actor
from gilde.core.actor import Actor
from gilde.core.acts import register_acts
from gilde.core.arrival import FirstStep, register_first_step
from gilde.core.db.trips import Reading, shared
from gilde.core.exports import register_exporter
from gilde.core.files.holders import register_holder
from gilde.core.live.hearing import register_topic
from gilde.core.panels import Panel, Slot, register_panel
from gilde.people.models import Person
from gilde.people.queries.face import register_face_reader
from gilde.people.rules.person import register_voucher
from gilde.ui import navigation

__all__ = ["register", "subscribers", "tasks"]


@shared
def person_panel(actor: Actor, person: Person) -> Reading[list[Panel]]:
    """On a profile: the communities this person belongs to, as far as the reader may see that."""
    rows = yield from communities_of.reading(actor, person)
    context = {"rows": rows, "own": person.pk == actor.person_id}
    return [Panel("communities/panel/person.html", context, order=30)] if rows else []


def home_panel(actor: Actor, _subject: Any) -> Iterator[Panel]:
    """Beside home: where people wait for the reader's answer whether they may join; no statement."""
    places = asked_at(actor)
    if places:
        yield Panel("communities/panel/asked.html", {"places": places}, order=15)


def community_panel(actor: Actor, community: Community) -> Iterator[Panel]:
    """Beside a new community, for its hosts: what makes it ready for people."""
    steps = first_steps(actor, community)
    if steps:
        yield Panel("communities/panel/steps.html", {"steps": steps}, order=10)


def leaving_panel(actor: Actor, person: Person) -> Iterator[Panel]:
    """Before somebody leaves for good: the communities that would lose their only host."""
    places = left_without_host(actor) if person.pk == actor.person_id else []
    if places:
        yield Panel("communities/panel/leaving.html", {"places": places})


def _belongs(actor: Actor, number: int) -> bool:
    return number in actor.roles


def register() -> None:
    """Called once, when Django is ready."""
    register_acts(acts.ACTS)
    actor.register_membership_scope(SCOPE)
    actor.register_shares_community(shares_community)
    register_holder(file.visible, file.held, is_face=True)
    register_panel(Slot.PERSON, person_panel)
    register_panel(Slot.HOME, home_panel)
    register_panel(Slot.COMMUNITY, community_panel)
    register_panel(Slot.LEAVING, leaving_panel)
    navigation.register(
        navigation.Entry(
            _("Communities"),
            "communities:list",
            "users-round",
            order=20,
            in_bar=True,
            bar_label=pgettext_lazy("bottom bar, 60 pixels wide", "Groups"),
        )
    )
    navigation.register_my_communities(my_tree)
    register_voucher(vouches)
    register_first_step(FirstStep(JOIN, 20, place_to_join))
    register_face_reader(named_to)
    register_topic("community", _belongs)
    searchables.register()
    register_exporter(
        "communities", _("Your communities, requests, agreements, ambitions and results"), exports.export, order=20
    )
