"""Reads of memberships that others build on."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q

from gilde.communities.models import Membership
from gilde.core.actor import Actor


def roles_of(person_id: int) -> Mapping[int, str]:
    """Community id → role value of that person; one query."""
    return dict(Membership.objects.filter(person_id=person_id).values_list("community_id", "role"))


def shares_community(actor: Actor, person_path: str) -> Q:
    """A filter "belongs to a community of the actor" for the person at ``person_path``."""
    column = f"{person_path}_id__in" if person_path else "pk__in"
    together = Membership.objects.filter(community_id__in=list(actor.roles)).values("person_id")
    return Q(**{column: together})
