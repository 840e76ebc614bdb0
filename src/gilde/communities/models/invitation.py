"""Invitations: by link, by mail, and in batches from a CSV file."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gilde.communities.enums import InvitationKind, Role
from gilde.communities.models.community import Community
from gilde.core.clock import now
from gilde.core.idempotency import ClientKeyed


class InvitationBatch(ClientKeyed):
    """A list of people a host wants to invite, checked row by row before anything is mailed.

    ``rows`` is a list of ``{"row": n, "name": .., "email": .., "result": code, "detail": ..}``; nothing is sent until
    ``sent_at`` is set.
    """

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="invitation_batches")
    created_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=now)
    file_name = models.CharField(max_length=200, blank=True, default="")
    message = models.TextField(blank=True, default="")
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.MEMBER)
    rows = models.JSONField(default=list)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["created_by", "client_id"], name="invitation_batch_once")]

    def __str__(self) -> str:
        return f"{self.community_id}: {len(self.rows)}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Reads of invitations."""

    def usable(self) -> InvitationQuerySet:
        """Not revoked, not expired, not used up."""
        return self.filter(
            Q(expires_at__isnull=True) | Q(expires_at__gt=now()),
            Q(max_uses__isnull=True) | Q(uses__lt=F("max_uses")),
            revoked_at__isnull=True,
        )


class Invitation(ClientKeyed):
    """A way in. The secret of the link is stored as a SHA-256 digest; a mail carries the secret itself.

    ``secret`` is kept only for links, so that a host can copy the link again.
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
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["created_by", "client_id"], name="invitation_once"),
            models.CheckConstraint(
                condition=Q(max_uses__isnull=True) | Q(uses__lte=F("max_uses")), name="invitation_not_overused"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.community_id}"
