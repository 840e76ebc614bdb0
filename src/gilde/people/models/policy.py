"""Policy: the terms and the privacy page of this installation. Every save is a new row; who agreed names the row."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.core.idempotency import ClientKeyed
from gilde.people.enums import PolicyKind
from gilde.people.models.person import Person


class PolicyQuerySet(models.QuerySet["Policy"]):
    """Reads of policies."""

    def visible_to(self, actor: Actor) -> PolicyQuerySet:
        """All of them, to everyone: what held once can be read for ever."""
        del actor
        return self

    def of(self, kind: PolicyKind) -> PolicyQuerySet:
        """Versions of one policy, the newest first; that one holds."""
        return self.filter(kind=kind).order_by("-pk")


class Policy(ClientKeyed):
    """One version of the terms or the privacy page, in both languages; one of the two may be empty.

    ``important`` means that people are asked to read it and to agree. ``changed_en`` and ``changed_nl`` say in a line
    what is different.
    """

    kind = models.CharField(max_length=8, choices=PolicyKind.choices)
    nl = models.TextField(blank=True, default="")
    nl_html = models.TextField(blank=True, default="")
    en = models.TextField(blank=True, default="")
    en_html = models.TextField(blank=True, default="")
    changed_nl = models.CharField(max_length=300, blank=True, default="")
    changed_en = models.CharField(max_length=300, blank=True, default="")
    important = models.BooleanField(default=False)
    saved_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    saved_at = models.DateTimeField(default=now)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("policy")
        verbose_name_plural = _("policies")
        indexes = [models.Index(fields=["kind", "-id"], name="policy_by_kind")]
        constraints = [
            models.UniqueConstraint(fields=["saved_by", "client_id"], name="policy_once"),
            models.CheckConstraint(condition=~Q(nl="") | ~Q(en=""), name="policy_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class PolicyAgreement(models.Model):
    """A person agreed to a version.

    ``policy`` is empty for the text that comes with Gilde, which ``digest`` tells apart from that of another release.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=PolicyKind.choices)
    policy = models.ForeignKey(Policy, null=True, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=32)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "policy"], name="policy_agreed_once", condition=Q(policy__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["person", "kind", "digest"], name="policy_agreed_shipped", condition=Q(policy__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} agreed to {self.kind} {self.policy_id}"
