"""Rules about the place of a community in the graph."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gilde.communities.enums import Capability
from gilde.communities.models import Community, Edge
from gilde.communities.queries.capability import can
from gilde.communities.queries.graph import ids_above
from gilde.communities.rules.capability import may
from gilde.core.actor import Actor
from gilde.core.rules import Reason, rule


@rule
def grow(actor: Actor, parent: Community, required: bool) -> Reason:
    """``actor`` may start a community under ``parent``: own initiative needs no permission, only taking part there.

    Who joins the new community joins the parent too when ``required``; that is letting people in, so whoever decides
    on that in the parent must want it.
    """
    reason = may.reason(actor, parent, Capability.CONTRIBUTE)
    if reason:
        return reason
    if required and not can(actor, parent, Capability.ADMIT):
        return _("Only hosts and facilitators of “%(name)s” can include its membership in another one.") % {
            "name": parent.name
        }
    return None


@rule
def draw(actor: Actor, child: Community, parent: Community, required: bool) -> Reason:
    """``actor`` may put ``child`` under ``parent``. A circle is refused: asked while the graph is held."""
    reason = may.reason(actor, child, Capability.SHAPE) or grow.reason(actor, parent, required)
    if reason:
        return reason
    if child.pk == parent.pk:
        return gettext_lazy("A community cannot be part of itself.")
    if child.pk in ids_above([parent.pk]):
        return _("“%(parent)s” is already part of “%(child)s”, so it cannot be the other way round too.") % {
            "parent": parent.name,
            "child": child.name,
        }
    return None


@rule
def erase(actor: Actor, edge: Edge) -> Reason:
    """Both sides may end it: hosts of the child and hosts of the parent."""
    if can(actor, edge.child, Capability.SHAPE) or can(actor, edge.parent, Capability.SHAPE):
        return None
    return may.reason(actor, edge.child, Capability.SHAPE) or None


@rule
def arrange(actor: Actor, parent: Community) -> Reason:
    """The order of what stands under ``parent`` is up to its hosts."""
    return may.reason(actor, parent, Capability.SHAPE) or None
