"""Actor: who is asking, and the scope of what concerns them, loaded once per request.

Core knows no room. ``people`` builds actors, ``communities`` adds memberships by registering a scope provider, so that
``people`` below it can still ask "do we share a community?".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from django.db.models import Q


class Place(NamedTuple):
    """A community as the frame of a page needs it.

    Attributes:
        parents: ids of the communities above it that the same person belongs to, each with the position below it, the
            oldest tie first.
        asking: how many people wait for an answer whether they may join.
    """

    id: int
    name: str
    slug: str
    archived: bool
    parents: tuple[tuple[int, int], ...] = ()
    asking: int = 0


class Restricted(NamedTuple):
    """What somebody may not do for a while, and until when; the room that knows memberships knows the kinds."""

    kind: str
    until: datetime


EVERYWHERE: Final = 0
"""Stands for all communities among :attr:`Actor.restricted`."""


class Scope(NamedTuple):
    """What a person belongs to: community id → role value, the communities themselves, and restrictions by place."""

    roles: Mapping[int, str]
    places: Sequence[Place]
    restricted: Mapping[int, Sequence[Restricted]] = MappingProxyType({})


@dataclass(frozen=True)
class Actor:
    """A person who looks or acts. ``VISITOR`` is the one without an account.

    Attributes:
        person_id: the person behind the account, None for visitors.
        account_id: the account that is logged in, None for visitors and for acts of the system.
        handle, name: of the person, for the frame of every page.
        arriving: how far somebody is who came in lately; empty for everybody else.
        to_agree: whether terms of the installation changed that they have not agreed to yet.
        is_operator: runs this installation.
        language, theme, time_zone: the account's choices, empty when not chosen.
        shortcuts: whether single keys act (``j``, ``k``, …).
        roles: community id → role value, for every community this person belongs to.
        places: the same communities by name, for the tree beside every page.
        organisations: ids of organisations the person is affiliated with today.
        waiting: how many lines wait at the bell.
        blocks: ids of people this person blocked; what they write is folded.
        blocked_by: ids of people who blocked this person. Never shown, in no form.
        guest_in: ids of contributions in which this person takes part as a guest, from outside their community.
        restricted: community id (or ``EVERYWHERE``) → what this person may not do there for now.
    """

    person_id: int | None = None
    account_id: int | None = None
    handle: str = ""
    name: str = ""
    photo_key: str = ""
    arriving: str = ""
    to_agree: bool = False
    is_operator: bool = False
    language: str = ""
    theme: str = ""
    time_zone: str = ""
    shortcuts: bool = True
    roles: Mapping[int, str] = field(default_factory=dict)
    places: Sequence[Place] = ()
    organisations: frozenset[int] = frozenset()
    waiting: int = 0
    blocks: frozenset[int] = frozenset()
    blocked_by: frozenset[int] = frozenset()
    guest_in: frozenset[int] = frozenset()
    restricted: Mapping[int, Sequence[Restricted]] = field(default_factory=dict)
    is_system: bool = False

    @property
    def is_visitor(self) -> bool:
        """Whether nobody is logged in."""
        return self.person_id is None and not self.is_system

    @property
    def communities(self) -> frozenset[int]:
        """Ids of the communities this person belongs to."""
        return frozenset(self.roles)

    @property
    def apart(self) -> frozenset[int]:
        """People with whom this person has nothing to do: one of the two blocked the other."""
        return self.blocks | self.blocked_by

    def role_in(self, community_id: int) -> str | None:
        """The role value in that community, or None."""
        return self.roles.get(community_id)


VISITOR = Actor()
SYSTEM = Actor(is_system=True, name="Gilde")

SharesCommunity = Callable[[Actor, str], "Q"]
_shares_community: list[SharesCommunity] = []


def register_shares_community(provider: SharesCommunity) -> None:
    """Let the room that knows memberships answer :func:`shares_community_q`. The last one registered answers."""
    _shares_community[:] = [provider]


def shares_community_q(actor: Actor, person_path: str = "") -> Q:
    """A filter "this person shares a community with the actor" on a queryset whose person is at ``person_path``.

    Args:
        actor: who is asking.
        person_path: lookup path to the person, for example ``"author"``; empty when the rows are persons.
    """
    from django.db.models import Q

    if not _shares_community or actor.person_id is None:
        return Q(pk__in=[])
    return _shares_community[0](actor, person_path)


@dataclass(frozen=True)
class MembershipScope:
    """How the room that knows memberships lets them be read along with the person, in one statement.

    Attributes:
        columns: SQL of sub-selects that see the person's row as ``p``.
        read: what those columns gave → the scope.
        shares: an actor → a condition "``p`` shares a community with the actor", and its values.
    """

    columns: Callable[[], Sequence[str]]
    read: Callable[[Sequence[Any]], Scope]
    shares: Callable[[Actor], tuple[str, list[Any]]]


_membership_scope: list[MembershipScope] = []
_NOWHERE = MembershipScope(lambda: (), lambda _values: Scope({}, ()), lambda _actor: ("1 = 0", []))


def register_membership_scope(scope: MembershipScope) -> None:
    """Let the room that knows memberships add its columns where an actor is read. The last one registered counts."""
    _membership_scope[:] = [scope]


def membership_scope() -> MembershipScope:
    """The registered scope; before any room registered, nobody belongs anywhere."""
    return _membership_scope[0] if _membership_scope else _NOWHERE


_waiting: list[str] = []


def register_waiting(sql: str) -> None:
    """Let the room that knows what waits for a person say it along with the person, in one statement.

    Args:
        sql: a sub-select of one number that sees the person's row as ``p``; without values.
    """
    _waiting[:] = [sql]


def waiting_sql() -> str:
    """The registered sub-select; before any room registered, nothing waits."""
    return _waiting[0] if _waiting else "0"


_guest_in: list[Callable[[], str]] = []


def register_guest_in(sql: Callable[[], str]) -> None:
    """Let the room of conversations say along with the person in which ones they are a guest, in one statement.

    Args:
        sql: gives a sub-select of one ``gathered`` value of numbers that sees the person's row as ``p``; no values.
    """
    _guest_in[:] = [sql]


def guest_in_sql() -> str:
    """The registered sub-select; before any room registered, nobody is a guest."""
    return _guest_in[0]() if _guest_in else "'[]'"


def as_data(value: Any) -> Any:
    """``value`` made of plain JSON types, for activity data."""
    if isinstance(value, Mapping):
        return {str(key): as_data(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [as_data(item) for item in value]
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return str(value)
