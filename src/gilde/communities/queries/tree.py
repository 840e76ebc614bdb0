"""The reader's own communities as a tree, for the side bar of every page."""

from __future__ import annotations

from gilde.core.actor import Actor
from gilde.ui.addresses import address
from gilde.ui.navigation import NavCommunity


def my_tree(actor: Actor) -> list[NavCommunity]:
    """The communities the actor belongs to, each once, under the first of its parents that is also theirs.

    They came with the actor, so this asks the database nothing. Archived ones are left out: they stay findable in the
    list of communities.
    """
    mine = {place.id: place for place in actor.places if not place.archived}
    below: dict[int | None, list[tuple[int, str, int]]] = {}
    for place in mine.values():
        parent, position = next(((at, order) for at, order in place.parents if at in mine), (None, 0))
        below.setdefault(parent, []).append((position, place.name.casefold(), place.id))

    tree: list[NavCommunity] = []
    shown: set[int] = set()

    def grow(parent: int | None, depth: int) -> None:
        for _position, _name, pk in sorted(below.get(parent, [])):
            if pk not in shown:
                shown.add(pk)
                place = mine[pk]
                tree.append(NavCommunity(place.name, address("feed:community", place.slug), depth))
                grow(pk, depth + 1)

    grow(None, 0)
    return tree
