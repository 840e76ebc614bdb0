"""What a kind of community sets when it is founded: defaults only, all of them can be changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from gilde.communities.enums import CommunityKind, Joining
from gilde.core.audience import Audience

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Text = _StrPromise
else:
    Text = str


@dataclass(frozen=True)
class Defaults:
    """What a kind means, in one plain sentence, and what it starts with.

    Attributes:
        meaning: for who chooses a kind.
        audience, joining, noindex, members_invite: of the new community.
        agreements: lines of a first charter, empty where people usually need none.
        icon: a lucide name.
    """

    meaning: Text
    audience: Audience
    joining: Joining
    icon: str
    noindex: bool = False
    members_invite: bool = True
    agreements: tuple[Text, ...] = ()


_KINDNESS = _("We speak with respect and assume good intentions.")
_CREDIT = _("We say whose idea it was and thank people by name.")
_STAYS_HERE = _("What is said here stays here, unless the person who said it agrees.")
_ASK = _("Every question is welcome; we ask before we advise.")
_NO_PRICES = _("We do not share prices, rates or other information that competitors are not allowed to share.")
_NO_SALES = _("We do not sell to each other here, unless someone asks.")
_PRESENT = _("If you say you will come, you come, or you let us know in time.")
_DECISIONS = _("We write down what we decide, with who does what and by when.")
_CLIENTS = _("We never mention clients or people in a way that others could recognise them.")

DEFAULTS: Final[Mapping[CommunityKind, Defaults]] = MappingProxyType(
    {
        CommunityKind.PRACTICE: Defaults(
            _("People in the same profession who learn from each other's practice."),
            Audience.MEMBERS,
            Joining.OPEN,
            "sprout",
            agreements=(_KINDNESS, _ASK, _CREDIT),
        ),
        CommunityKind.ASSOCIATION: Defaults(
            _("Members of a profession or cause, with a board and everything that comes with it."),
            Audience.PUBLIC,
            Joining.REQUEST,
            "landmark",
            members_invite=False,
            agreements=(_KINDNESS, _ASK, _CREDIT),
        ),
        CommunityKind.FEDERATION: Defaults(
            _("Associations or communities that work together under one roof."),
            Audience.PUBLIC,
            Joining.REQUEST,
            "waypoints",
            members_invite=False,
            agreements=(_KINDNESS, _DECISIONS),
        ),
        CommunityKind.BUSINESS_CLUB: Defaults(
            _("Entrepreneurs who meet, help each other and do business."),
            Audience.MEMBERS,
            Joining.REQUEST,
            "handshake",
            agreements=(_KINDNESS, _NO_PRICES, _NO_SALES, _PRESENT),
        ),
        CommunityKind.WORKING_GROUP: Defaults(
            _("A few people who make something together and stop when it is done."),
            Audience.MEMBERS,
            Joining.REQUEST,
            "hammer",
            agreements=(_DECISIONS, _PRESENT),
        ),
        CommunityKind.STEERING_GROUP: Defaults(
            _("People who set a course and answer for it; what they discuss is not for everyone."),
            Audience.COMMUNITY,
            Joining.INVITATION,
            "compass",
            noindex=True,
            members_invite=False,
            agreements=(_STAYS_HERE, _DECISIONS),
        ),
        CommunityKind.TEAM: Defaults(
            _("Colleagues who work together every day, from one organisation or several."),
            Audience.COMMUNITY,
            Joining.INVITATION,
            "users-round",
            noindex=True,
        ),
        CommunityKind.NETWORK: Defaults(
            _("A wide circle of people who find each other across organisations."),
            Audience.PUBLIC,
            Joining.OPEN,
            "share-2",
            agreements=(_KINDNESS, _CREDIT),
        ),
        CommunityKind.POOL: Defaults(
            _("Interim professionals who pass on work, stand in for each other and keep their skills up to date."),
            Audience.MEMBERS,
            Joining.INVITATION,
            "briefcase-business",
            noindex=True,
            agreements=(_KINDNESS, _CLIENTS, _NO_PRICES),
        ),
        CommunityKind.CIRCLE: Defaults(
            _("People who share a hobby or sport, outside work."),
            Audience.MEMBERS,
            Joining.OPEN,
            "tree-pine",
        ),
    }
)


def defaults_of(kind: CommunityKind | str) -> Defaults:
    """The defaults of a kind."""
    return DEFAULTS[CommunityKind(kind)]


def charter_template(kind: CommunityKind | str) -> str:
    """A first charter for this kind as Markdown, in the language that is active now; empty for kinds without one."""
    return "\n".join(f"- {line}" for line in defaults_of(kind).agreements)
