"""What happened, in words: each room says of its verbs how they read and whose business they are.

The log keeps verbs and numbers (:mod:`gilde.core.activity`). A room registers one :class:`Said` per verb in its
manifest; the room of moderation above shows them to members, hosts and the operator. A verb that nobody put into words
is shown to nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words: TypeAlias = "str | _StrPromise"


V = TypeVar("V", bound=StrEnum)


class Sight(Enum):
    """Whose business an act is (docs/decisions/0015)."""

    PLACE = "place"  # the hosts of the community it happened in, and the operator
    HOUSE = "house"  # the operator alone
    OWN = "own"  # whoever did it: it stands in their download and nowhere else


class Sort(TextChoices):
    """Kinds of act, as a reader chooses them."""

    TALK = "talk", _("Contributions and replies")
    ORDER = "order", _("Closing, moving, removing, restoring")
    PEOPLE = "people", _("Who came, left or was invited")
    ROLES = "roles", _("Roles and measures")
    PLACE = "place", _("Settings, agreements and ambitions")
    CASES = "cases", _("Reports and decisions")
    MACHINE = "machine", _("Imports, exports and what runs by itself")


@dataclass(frozen=True)
class Said:
    """How an act reads after the name of who did it.

    Attributes:
        sort: what kind of act it is.
        sight: whose business it is.
        plain: the act without saying what or whom it was done to: "closed a conversation".
        titled: with ``%(title)s``, for readers who may see the target.
        named: with ``%(name)s``, for readers who may know whom it was done to.
        nameless: who did it is never told, though it was somebody.
        noted: the name of the value of the activity in which somebody wrote down why; it stands behind the act.
    """

    sort: Sort
    sight: Sight
    plain: Words
    titled: Words = ""
    named: Words = ""
    nameless: bool = False
    noted: str = ""


_said: dict[str, Said] = {}


def register_acts(acts: Mapping[V, Said]) -> None:
    """Put verbs into words. Called once per process from a manifest."""
    _said.update({verb.value: said for verb, said in acts.items()})


def said(verb: str) -> Said | None:
    """The words of ``verb``; None when no room gave any."""
    return _said.get(verb)


def verbs_of(*sights: Sight, sort: str = "") -> list[str]:
    """The verbs that are the business of these readers, of one kind when given, in order."""
    return sorted(verb for verb, it in _said.items() if it.sight in sights and (not sort or it.sort == sort))
