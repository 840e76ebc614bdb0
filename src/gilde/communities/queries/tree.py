"""The reader's own communities as a tree, for the side bar of every page."""

from __future__ import annotations

from gilde.communities.models import Community
from gilde.core.actor import Actor
from gilde.ui.addresses import address
from gilde.ui.navigation import NavCommunity


def my_tree(actor: Actor) -> list[NavCommunity]:
    """The communities the actor belongs to, each once, under the first of its parents that is also theirs; one query.

    Archived ones are left out: they stay findable in the list of communities.
    """
    if not actor.roles:
        return []
    rows = (
        Community.objects.filter(pk__in=list(actor.roles), archived_at=None)
        .order_by("parent_edges__id")
        .values_list("pk", "name", "slug", "parent_edges__parent_id", "parent_edges__position")
    )
    names: dict[int, tuple[str, str]] = {}
    parents: dict[int, list[tuple[int, int]]] = {}
    for pk, name, slug, parent_id, position in rows:
        names[pk] = (name, slug)
        if parent_id is not None:
            parents.setdefault(pk, []).append((parent_id, position))

    below: dict[int | None, list[tuple[int, str, int]]] = {}
    for pk, (name, _slug) in names.items():
        parent, position = next(((at, order) for at, order in parents.get(pk, []) if at in names), (None, 0))
        below.setdefault(parent, []).append((position, name.casefold(), pk))

    tree: list[NavCommunity] = []
    shown: set[int] = set()

    def grow(parent: int | None, depth: int) -> None:
        for _position, _name, pk in sorted(below.get(parent, [])):
            if pk not in shown:
                shown.add(pk)
                name, slug = names[pk]
                tree.append(NavCommunity(name, address("feed:community", slug), depth))
                grow(pk, depth + 1)

    grow(None, 0)
    return tree
