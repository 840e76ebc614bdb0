"""Membership: a person belongs to a community, in a role."""

from __future__ import annotations

from django.db import models

from gilde.communities.enums import Role
from gilde.communities.models.community import Community, readable_q
from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.people.enums import PersonState
from gilde.people.models.person import visible_q


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Reads of memberships."""

    def visible_to(self, actor: Actor) -> MembershipQuerySet:
        """Who belongs where: in places that ``actor`` may read, of people who are present, and one's own.

        A visitor sees only hosts and facilitators of public places, who act in a public function.
        """
        if actor.is_system:
            return self
        findable = visible_q(actor, "person")
        visible = self.filter(readable_q(actor))
        if actor.person_id is None:
            return visible.filter(findable, role__in=[Role.HOST, Role.FACILITATOR])
        present = ~models.Q(person__state__in=[PersonState.DEACTIVATED, PersonState.ERASED])
        return visible.filter((models.Q(community_id__in=list(actor.roles)) & present) | findable)


class Membership(models.Model):
    """One person in one community. Leaving deletes the row; the activity log keeps that it was."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="memberships", db_index=False)
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="memberships", db_index=False)
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.MEMBER)
    since = models.DateTimeField(default=now)
    charter_seen = models.ForeignKey(
        "communities.Charter", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )  # the last charter this member accepted

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "community"], name="membership_once")]
        indexes = [models.Index(fields=["community", "-since", "-id"], name="membership_newest")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.community_id}: {self.role}"
