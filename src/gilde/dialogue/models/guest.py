"""Guest: somebody from outside who takes part in one conversation only."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gilde.communities.enums import Capability
from gilde.communities.models.community import communities_with
from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.core.db.rows import gathered
from gilde.core.idempotency import ClientKeyed
from gilde.dialogue.enums import GuestEnd
from gilde.dialogue.models.contribution import Contribution, contribution_readable_q


def guest_in_sql() -> str:
    """A sub-select of the contributions in which the person ``p`` is a guest, for whoever reads an actor."""
    return (
        f"SELECT {gathered('g.contribution_id')} FROM dialogue_guest g "  # noqa: S608 - constants only
        "WHERE g.person_id = p.id AND g.ended_at IS NULL"
    )


class GuestQuerySet(models.QuerySet["Guest"]):
    """Reads of guests."""

    def visible_to(self, actor: Actor) -> GuestQuerySet:
        """Who takes part, for whoever reads that conversation; who is invited, for the one who invited and those who
        keep order there."""
        if actor.is_system:
            return self
        own = Q(invited_by_id=actor.person_id or 0)
        curated = Q(community_id__in=communities_with(actor, Capability.CURATE))
        known = Q(person__isnull=False, ended_at__isnull=True) | own | curated
        return self.filter(contribution_readable_q(actor, "contribution"), known)

    def taking_part(self) -> GuestQuerySet:
        """Those who are guests now."""
        return self.filter(person__isnull=False, ended_at__isnull=True)

    def waiting(self) -> GuestQuerySet:
        """Invitations that nobody used yet and that still work."""
        return self.filter(person__isnull=True, ended_at__isnull=True, expires_at__gt=now())


class Guest(ClientKeyed):
    """A place in one conversation for one person from outside: first an invitation, then their taking part.

    It makes nobody a member. ``person`` is set when somebody came in through it; from ``ended_at`` on it lets nobody
    read anything, and it never begins again: who comes back is invited again. The secret of its address is stored as a
    digest and made anew for the mail and for the one who invited (``queries.guest.secret_of``); ``email`` goes as soon
    as it is not needed any more.
    """

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="guests")
    community = models.ForeignKey("communities.Community", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.CASCADE, related_name="guest_places"
    )
    invited_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    email = models.EmailField(blank=True, default="", max_length=254)  # empty for a link
    note = models.CharField(max_length=500, blank=True, default="")
    digest = models.CharField(max_length=64, unique=True)
    invited_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)  # when its mail left
    failure = models.CharField(max_length=200, blank=True, default="")  # why it could not be sent, if so
    came_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    ended_why = models.CharField(max_length=10, choices=GuestEnd.choices, blank=True, default="")

    objects = GuestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invited_by", "client_id"], name="guest_once"),
            models.UniqueConstraint(
                fields=["contribution", "person"], condition=Q(ended_at__isnull=True), name="guest_one_place"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | Q(came_at__isnull=False), name="guest_came_at_a_moment"
            ),
        ]
        indexes = [
            models.Index(fields=["person"], condition=Q(ended_at__isnull=True), name="guest_of_person"),
            models.Index(fields=["contribution"], condition=Q(ended_at__isnull=True), name="guest_of_contribution"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id or 'somebody'} in {self.contribution_id}"

    @property
    def takes_part(self) -> bool:
        """Whether somebody is a guest through it now."""
        return self.person_id is not None and self.ended_at is None

    @property
    def is_usable(self) -> bool:
        """Whether it still lets somebody in. The same as :meth:`GuestQuerySet.waiting`, for one row."""
        return self.person_id is None and self.ended_at is None and self.expires_at > now()
