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


_holders: list[Holder] = []


def register_holder(visible: Visible, held: Held) -> None:
    """Let a room answer for its files.

    Args:
        visible: ``(actor, file ids) → ids that the actor may see``, through ``visible_to``; one query.
        held: ``file ids → ids that this room holds``, whoever looks; one query.
    """
    holder = Holder(visible, held)
    if holder not in _holders:
        _holders.append(holder)


def visible_files(actor: Actor, file_ids: Collection[int]) -> set[int]:
    """The ids among ``file_ids`` that some holder lets ``actor`` see."""
    wanted, seen = set(file_ids), set[int]()
    for holder in _holders:
        if not wanted:
            break
        found = holder.visible(actor, wanted) & wanted
        seen |= found
        wanted -= found
    return seen


def may_see(actor: Actor, file: StoredFile) -> bool:
    """Whether ``actor`` may see ``file``: who added it, and everyone to whom a holder shows it."""
    if actor.person_id is not None and file.uploader_id == actor.person_id:
        return True
    return file.pk in visible_files(actor, [file.pk])


def held_files(file_ids: Collection[int]) -> set[int]:
    """The ids among ``file_ids`` that something holds."""
    held = set[int]()
    for holder in _holders:
        held |= holder.held(file_ids)
    return held & set(file_ids)
