"""What stands above every page of a community."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gilde.communities.enums import Capability, Joining
from gilde.communities.models import Community, Edge, Membership
from gilde.communities.queries.capability import capabilities, kept_from
from gilde.core.actor import Actor

_CHILDREN_SHOWN = 12
_CASES: list[Callable[[Actor, Community], int]] = []


def register_cases(count: Callable[[Actor, Community], int]) -> None:
    """The room above that handles reports says how many wait for this reader: never one about themselves."""
    _CASES.append(count)


class Place(NamedTuple):
    """A community by name and address; or, as the last of many, the way to the others."""

    name: str
    url: str
    is_more: bool = False


class Tab(NamedTuple):
    """One part of a community."""

    label: str
    href: str
    current: bool
    waiting: int = 0


@dataclass(frozen=True)
class HeaderData:
    """The frame of a community's pages, for one reader. Made by :func:`header_for`.

    Attributes:
        community: the row.
        capabilities: what the reader may do here.
        role: the reader's role, None for people from outside.
        readable: whether the reader sees more than name, purpose and hosts.
        parents, children: the communities above and below that the reader may know of.
        charter_due: the reader belongs here and has not accepted the charter in force.
        kept_from: what was decided that keeps the reader from writing or joining here, as a sentence.
        cases: reports that wait for the reader to handle them.
        tab: name of the part that is shown.
    """

    community: Community
    capabilities: frozenset[Capability]
    role: str | None
    parents: list[Place] = field(default_factory=list)
    children: list[Place] = field(default_factory=list)
    charter_due: bool = False
    kept_from: str = ""
    cases: int = 0
    tab: str = "dialogue"

    @property
    def readable(self) -> bool:
        """Whether the reader sees what is inside."""
        return Capability.READ in self.capabilities

    @property
    def url(self) -> str:
        """Where the name leads: the stream, or what may be known from outside."""
        if self.readable:
            return self.community.get_absolute_url()
        return reverse("communities:about", args=[self.community.slug])

    @property
    def audience(self) -> str:
        """Who sees it, in one line."""
        return audience_line(self.community)

    @property
    def audience_kind(self) -> str:
        """The sign that goes with the line."""
        return audience_kind(self.community)

    @property
    def may_join(self) -> bool:
        """Whether the button to the way in is shown: to everybody from outside, where it can be walked."""
        if self.role is not None or self.community.is_archived or self.tab == "join":
            return False
        return self.community.joining != Joining.INVITATION

    @property
    def may_invite(self) -> bool:
        """Whether a button to invite stands beside the name; who has a tab for it needs no button."""
        return Capability.INVITE in self.capabilities and Capability.SHAPE not in self.capabilities

    @property
    def may_found(self) -> bool:
        """Whether the reader can start a community within this one."""
        return Capability.CONTRIBUTE in self.capabilities

    @property
    def tabs(self) -> list[Tab]:
        """The parts this reader can open."""
        parts = [("about", _("About"), "communities:about", 0)]
        if self.readable:
            parts = [
                ("dialogue", _("Dialogue"), "feed:community", 0),
                ("members", _("Members"), "communities:members", 0),
                ("ambition", _("Ambition"), "communities:ambitions", 0),
                *parts,
            ]
        return self._tabs(parts)

    @property
    def host_tabs(self) -> list[Tab]:
        """What those who keep this place can open besides; where somebody waits first."""
        may, place, parts = self.capabilities, self.community, []
        if Capability.ADMIT in may:
            label = pgettext("part of a community, for hosts", "Care")
            parts.append(("care", label, "insights:care", place.care_count))
        if Capability.CURATE in may and (place.held_count or self.tab == "held"):
            label = pgettext("part of a community, for hosts", "To look at")
            parts.append(("held", label, "dialogue:holds", place.held_count))
        if Capability.MODERATE in may:
            parts.append(("cases", _("Reports"), "governance:cases", self.cases))
        if Capability.ADMIT in may and (place.open_request_count or place.joining == Joining.REQUEST):
            parts.append(("requests", _("Requests"), "communities:requests", place.open_request_count))
        if Capability.SHAPE in may:
            parts.append(("invite", _("Invite"), "communities:invite", 0))
        if Capability.ARCHIVE in may:
            parts.append(("settings", _("Settings"), "communities:settings", 0))
        return sorted(self._tabs(parts), key=lambda tab: not tab.waiting)

    def _tabs(self, parts: list[tuple[str, str, str, int]]) -> list[Tab]:
        slug = self.community.slug
        return [Tab(label, reverse(route, args=[slug]), name == self.tab, wait) for name, label, route, wait in parts]

    @property
    def tab_label(self) -> str:
        """The name of the part that is shown, for the title of the page."""
        return next((tab.label for tab in [*self.tabs, *self.host_tabs] if tab.current), "")


def header_for(actor: Actor, community: Community, tab: str = "dialogue") -> HeaderData:
    """The header of ``community`` for ``actor``: one query, two for members of a place with a charter.

    One more for those who handle reports, while some wait: the number kept with the community counts those about the
    reader too.

    Args:
        actor: who reads.
        community: a community that was fetched through ``visible_to``.
        tab: dialogue, members, ambition, about, requests, care, invite or settings; anything else (join, leave,
            charter) marks none.
    """
    parents, children = _around(actor, community)
    role = actor.role_in(community.pk)
    due = False
    if role is not None and community.charter_id is not None and not community.is_archived:
        seen = (
            Membership.objects.filter(community=community, person_id=actor.person_id or 0)
            .values_list("charter_seen_id", flat=True)
            .first()
        )
        due = not community.is_charter_current(seen)
    able = capabilities(actor, community)
    waits = Capability.MODERATE in able and community.open_case_count > 0
    return HeaderData(
        community=community,
        capabilities=able,
        role=role,
        parents=parents,
        children=children,
        charter_due=due,
        kept_from=kept_from(actor, community.pk),
        cases=sum(count(actor, community) for count in _CASES) if waits else 0,
        tab=tab,
    )


def _around(actor: Actor, community: Community) -> tuple[list[Place], list[Place]]:
    """The communities directly above and below, as far as the actor may know them; one query."""
    known = Community.objects.visible_to(actor).values("pk")
    above = Edge.objects.filter(child=community, parent__in=known)
    below = Edge.objects.filter(parent=community, child__in=known, child__archived_at=None)
    parents: list[Place] = []
    children: list[Place] = []
    rows = (above | below).values_list("parent_id", "parent__name", "parent__slug", "child__name", "child__slug")
    for parent_id, parent_name, parent_slug, child_name, child_slug in rows:
        if parent_id == community.pk:
            children.append(Place(child_name, reverse("feed:community", args=[child_slug])))
        else:
            parents.append(Place(parent_name, reverse("feed:community", args=[parent_slug])))
    if len(children) > _CHILDREN_SHOWN:
        rest = len(children) - _CHILDREN_SHOWN + 1
        about = reverse("communities:about", args=[community.slug])
        children[_CHILDREN_SHOWN - 1 :] = [
            Place(_("and %(count)d more") % {"count": rest}, f"{about}#communities", is_more=True)
        ]
    return parents, children


def audience_line(community: Community) -> str:
    """Who sees what is in ``community``, in one plain line."""
    if community.is_public:
        return _("Anyone can read")
    if community.is_hidden:
        return _("Hidden: only members know that it exists")
    if community.inter_company:
        return _("Only for people from certain organisations")
    return _("Members can read; everyone here can see that it exists")


def audience_kind(community: Community) -> str:
    """The sign of the audience: public, members or hidden."""
    if community.is_public:
        return "public"
    return "hidden" if community.is_hidden else "members"
