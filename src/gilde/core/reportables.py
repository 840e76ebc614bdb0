"""What can be reported: rooms say what they hold and how to take it away; the room of moderation above asks them.

A room registers one :class:`Reportable` per kind of thing in its manifest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from gilde.core.actor import Actor

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Label: TypeAlias = "str | _StrPromise"


@dataclass(frozen=True)
class Reported:
    """One thing as it is at the moment of a report.

    Attributes:
        title: what it is called, or the beginning of what it says.
        said: its words as typed, so that they stay known after an edit.
        url: where it stands.
        person_id: whom it is about: who wrote it, or whose profile it is.
        unnamed_id: who wrote it without their name, when ``person_id`` says nobody; told to no one who handles it.
        community_id: whose hosts decide on it; None leaves it to the operator.
        parts: other things on it that can be reported by themselves: kind, number, name.
    """

    title: str
    said: str
    url: str
    person_id: int | None
    community_id: int | None
    parts: tuple[tuple[str, int, str], ...] = ()
    unnamed_id: int | None = None


@dataclass(frozen=True)
class Reportable:
    """One kind of thing that can be reported.

    Attributes:
        kind: a short word for addresses: ``comment``.
        label: what a reader calls it.
        find: who looks and its number → the thing as that person may see it, or None.
        remove: who decided and its number → it shows no longer; whether that changed anything: not when it was
            gone already. None for what only its owner takes away.
        restore: the same, undone.
        hide: who decided and its number → only its author and those who keep order see it; whether that changed
            anything. None where there is no such thing.
        show: undoes ``hide``; what is not hidden stays as it is.
        stands_in: its number → the community it is in by now, or None. None where nothing moves.
    """

    kind: str
    label: Label
    find: Callable[[Actor, int], Reported | None]
    remove: Callable[[Actor, int], bool] | None = None
    restore: Callable[[Actor, int], None] | None = None
    hide: Callable[[Actor, int], bool] | None = None
    show: Callable[[Actor, int], None] | None = None
    stands_in: Callable[[int], int | None] | None = None


_reportables: dict[str, Reportable] = {}


def register_reportable(reportable: Reportable) -> None:
    """Let a room offer a kind of thing. Called once per process from a manifest."""
    _reportables[reportable.kind] = reportable


def reportables() -> Mapping[str, Reportable]:
    """Everything that can be reported, by kind."""
    return _reportables
