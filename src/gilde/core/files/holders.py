"""Who may see a file: the rooms that hold files say so, core only asks.

A holder is anything that shows files: a contribution with attachments, a person with a photo, a community with a
cover. Its room registers one question (which of these files may this actor see?) and one fact (which of these files
do you hold?), the second for the clean-up.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from gilde.core.actor import Actor
from gilde.core.models.file import StoredFile

Visible = Callable[[Actor, Collection[int]], set[int]]
Held = Callable[[Collection[int]], set[int]]


@dataclass(frozen=True)
class Holder:
    """A room's answers about files."""

    visible: Visible
    held: Held
    is_face: bool = False


_holders: list[Holder] = []


def register_holder(visible: Visible, held: Held, *, is_face: bool = False) -> None:
    """Let a room answer for its files.

    Args:
        visible: ``(actor, file ids) → ids that the actor may see``, through ``visible_to``; one query.
        held: ``file ids → ids that this room holds``, whoever looks; one query.
        is_face: the room's files are portraits, logos and covers: small, many on a page, shown beside every name. A
            browser may keep those for a while; everything else it asks for again each time.
    """
    holder = Holder(visible, held, is_face)
    if holder not in _holders:
        _holders.append(holder)


@dataclass(frozen=True)
class Showing:
    """That an actor may see a file, and whether a browser may keep it without asking again."""

    is_face: bool = False


def showing(actor: Actor, file: StoredFile) -> Showing | None:
    """Whether ``actor`` may see ``file``: who added it, and everyone to whom a holder shows it. None: no."""
    for holder in _holders:
        if file.pk in holder.visible(actor, [file.pk]):
            return Showing(is_face=holder.is_face)
    if actor.person_id is not None and file.uploader_id == actor.person_id:
        return Showing()
    return None


def may_see(actor: Actor, file: StoredFile) -> bool:
    """Whether ``actor`` may see ``file``: :func:`showing` for who does not serve it."""
    return showing(actor, file) is not None


def held_files(file_ids: Collection[int]) -> set[int]:
    """The ids among ``file_ids`` that something holds."""
    held = set[int]()
    for holder in _holders:
        held |= holder.held(file_ids)
    return held & set(file_ids)
