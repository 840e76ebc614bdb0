"""Drawing and erasing the edges of the graph."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max

from gilde.communities.enums import Verb
from gilde.communities.models import Community, Edge
from gilde.communities.models.edge import take_turn
from gilde.communities.rules import edge as rules
from gilde.core import activity
from gilde.core.actor import Actor


@transaction.atomic
def draw(*, actor: Actor, child: Community, parent: Community, required: bool = False) -> Edge:
    """Put ``child`` under ``parent``, or change whether joining the one means joining the other. Twice is once.

    Members who are in ``child`` already stay as they are; ``required`` speaks of who comes in after.

    Raises:
        Refusal: not both sides agree, or it would close a circle.
    """
    take_turn()
    rules.draw.require(actor, child, parent, required)
    return connect(actor=actor, child=child, parent=parent, required=required)


def connect(*, actor: Actor, child: Community, parent: Community, required: bool) -> Edge:
    """The edge itself; the caller has asked its rule. A new community cannot close a circle."""
    last: int | None = Edge.objects.filter(parent=parent).aggregate(last=Max("position"))["last"]
    edge, created = Edge.objects.get_or_create(
        parent=parent,
        child=child,
        defaults={"required": required, "position": 0 if last is None else min(last + 1, 32_000)},
    )
    if not created and edge.required == required:
        return edge
    edge.required = required
    edge.save(update_fields=["required"])
    activity.record(
        Verb.EDGE_ADDED, actor=actor, target=child, community=child, data={"parent": parent.pk, "required": required}
    )
    return edge


@transaction.atomic
def erase(*, actor: Actor, edge: Edge) -> None:
    """Take a community out from under another. Nobody's membership changes.

    Raises:
        Refusal: the actor is host of neither.
    """
    rules.erase.require(actor, edge)
    gone, _rows = Edge.objects.filter(pk=edge.pk).delete()
    if gone:
        activity.record(
            Verb.EDGE_REMOVED,
            actor=actor,
            target=edge.child,
            community=edge.child_id,
            data={"parent": edge.parent_id, "required": edge.required},
        )


@transaction.atomic
def arrange(*, actor: Actor, parent: Community, edge: Edge, step: int) -> None:
    """Move one child of ``parent`` up (``step`` -1) or down (+1) among the others.

    Raises:
        Refusal: the actor is no host of the parent.
    """
    rules.arrange.require(actor, parent)
    Community.objects.locked([parent.pk])
    edges = list(Edge.objects.filter(parent=parent))
    at = next((index for index, row in enumerate(edges) if row.pk == edge.pk), None)
    if at is None or not 0 <= at + step < len(edges):
        return
    edges[at], edges[at + step] = edges[at + step], edges[at]
    for position, row in enumerate(edges):
        row.position = position
    Edge.objects.bulk_update(edges, ["position"])
    activity.record(Verb.COMMUNITY_CHANGED, actor=actor, target=parent, community=parent, data={"fields": ["children"]})
