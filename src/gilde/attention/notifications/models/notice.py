"""Notice: one act that one person is told of."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gilde.attention.notifications.enums import Reason
from gilde.attention.notifications.models.letter import Letter
from gilde.attention.notifications.models.push import Push
from gilde.communities.models import Community
from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.core.db.indexes import seldom
from gilde.core.models import Activity
from gilde.dialogue.models import Contribution
from gilde.dialogue.models.contribution import contribution_readable_q


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Reads of notices."""

    def visible_to(self, actor: Actor) -> NoticeQuerySet:
        """One's own, about what one may read at this moment: what moved to a closed room is gone from here too."""
        mine = self.filter(person_id=actor.person_id or 0)
        about = Q(contribution__isnull=True) | contribution_readable_q(actor, "contribution")
        known = Q(community__isnull=True) | Q(contribution__isnull=False)
        return mine.filter(about, known | Q(community__in=Community.objects.visible_to(actor).values("pk")))

    def unread(self) -> NoticeQuerySet:
        """Those not looked at yet."""
        return self.filter(read_at__isnull=True)


class Notice(models.Model):
    """``person`` is told of ``activity``, once, for the strongest ``reason``.

    It names the place and holds no text: what is shown is read from there, by who may read it then. ``letter`` is the
    one mail that tells of it, over all rhythms, ``push`` what was told on a device instead.
    """

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="notices", db_index=False)
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=12, choices=Reason.choices)
    by = models.ForeignKey("people.Person", null=True, on_delete=models.CASCADE, related_name="+")
    contribution = models.ForeignKey(Contribution, null=True, on_delete=models.CASCADE, related_name="+")
    community = models.ForeignKey(Community, null=True, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=now)
    read_at = models.DateTimeField(null=True)
    letter = models.ForeignKey(Letter, null=True, on_delete=models.SET_NULL, related_name="notices", db_index=False)
    push = models.ForeignKey(Push, null=True, on_delete=models.SET_NULL, related_name="notices", db_index=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "activity"], name="notice_once")]
        indexes = [
            *seldom("notice", "letter", "push"),
            models.Index(fields=["person", "-id"], name="notice_newest"),
            # All that the bell counts on every page, in the order in which it asks.
            models.Index(
                fields=["person", "contribution", "community", "reason"],
                condition=Q(read_at__isnull=True),
                name="notice_unread_lines",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.reason} #{self.activity_id}"
