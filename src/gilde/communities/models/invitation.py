"""Invitations: by link, by mail, and in batches from a CSV file."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gilde.communities.enums import Capability, InvitationKind, Role
from gilde.communities.models.community import Community, communities_with
from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.core.idempotency import ClientKeyed


class InvitationBatchQuerySet(models.QuerySet["InvitationBatch"]):
    """Reads of lists."""

    def visible_to(self, actor: Actor) -> InvitationBatchQuerySet:
        """Those of the places where one decides who comes in: a list names people who are not here."""
        if actor.is_system:
            return self
        decides = communities_with(actor, Capability.ADMIT)
        return self.filter(community_id__in=decides)


class InvitationBatch(ClientKeyed):
    """A list of people a host wants to invite, checked row by row before anything is mailed.

    ``rows`` is a list of ``{"row": number in the file, "name": .., "email": .., "result": RowResult}``; nothing is sent
    until ``sent_at`` is set.
    """

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="invitation_batches")
    created_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=now)
    file_name = models.CharField(max_length=200, blank=True, default="")
    message = models.TextField(blank=True, default="")
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.MEMBER)
    rows = models.JSONField(default=list)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationBatchQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["created_by", "client_id"], name="invitation_batch_once")]

    def __str__(self) -> str:
        return f"{self.community_id}: {len(self.rows)}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Reads of invitations."""

    def visible_to(self, actor: Actor) -> InvitationQuerySet:
        """One's own, and all of the places where one decides who comes in."""
        if actor.is_system:
            return self
        decides = communities_with(actor, Capability.ADMIT)
        return self.filter(Q(created_by_id=actor.person_id or 0) | Q(community_id__in=decides))

    def usable(self) -> InvitationQuerySet:
        """Not revoked, not expired, not used up."""
        return self.filter(
            Q(expires_at__isnull=True) | Q(expires_at__gt=now()),
            Q(max_uses__isnull=True) | Q(uses__lt=F("max_uses")),
            revoked_at__isnull=True,
        )


class Invitation(ClientKeyed):
    """A way in. The secret of its address is stored as a SHA-256 digest.

    ``secret`` is kept only for links, so that who made it can copy it again; that of a mail is derived when it is
    sent (``queries.invitation.mail_secret``). ``uses`` counts the rows of :class:`InvitationUse`.
    """

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="invitations")
    kind = models.CharField(max_length=5, choices=InvitationKind.choices, default=InvitationKind.LINK)
    secret = models.CharField(max_length=44, blank=True, default="")
    digest = models.CharField(max_length=64, unique=True)
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.MEMBER)
    email = models.EmailField(blank=True, default="", max_length=254)
    invitee = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.CASCADE, related_name="invitations"
    )  # an existing person or a placeholder who was recognised
    batch = models.ForeignKey(
        InvitationBatch, null=True, blank=True, on_delete=models.SET_NULL, related_name="invitations"
    )
    note = models.CharField(max_length=500, blank=True, default="")
    created_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField(null=True, blank=True)
    max_uses = models.PositiveIntegerField(null=True, blank=True)
    uses = models.PositiveIntegerField(default=0)
    revoked_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)  # when somebody last said "send"
    sent_at = models.DateTimeField(null=True, blank=True)  # when the last mail left; before asked_at: still to send
    failure = models.CharField(max_length=200, blank=True, default="")  # why the last mail could not be sent, if so

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["created_by", "client_id"], name="invitation_once"),
            models.CheckConstraint(
                condition=Q(max_uses__isnull=True) | Q(uses__lte=F("max_uses")), name="invitation_not_overused"
            ),
        ]

        indexes = [
            models.Index(fields=["community", "email"], name="invitation_by_email", condition=~Q(email="")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.community_id}"

    @property
    def is_expired(self) -> bool:
        """Whether its time is over."""
        return self.expires_at is not None and self.expires_at <= now()

    @property
    def is_used_up(self) -> bool:
        """Whether everyone it was for came in."""
        return self.max_uses is not None and self.uses >= self.max_uses

    @property
    def is_usable(self) -> bool:
        """Whether it still lets somebody in. The same as :meth:`InvitationQuerySet.usable`, for one row."""
        return self.revoked_at is None and not self.is_expired and not self.is_used_up

    @property
    def is_waiting(self) -> bool:
        """Whether a mail is still to be sent."""
        return self.asked_at is not None and not self.failure and (self.sent_at is None or self.sent_at < self.asked_at)


class InvitationUse(models.Model):
    """A person came in through this invitation; each person counts once, however often they come back."""

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="used_by")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["invitation", "person"], name="invitation_use_once")]

    def __str__(self) -> str:
        return f"{self.person_id} used {self.invitation_id}"
