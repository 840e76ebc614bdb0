"""Who is told by mail of an important change of the terms or the privacy page, and how far that is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from gilde.people.enums import PersonState, PolicyKind
from gilde.people.models import Person, Policy, PolicyAgreement, PolicyLetter
from gilde.people.models.person import PersonQuerySet


@dataclass(frozen=True)
class Progress:
    """How many mails about one version there are, and how many of them left."""

    total: int
    sent: int
    refused: int

    @property
    def waiting(self) -> int:
        """How many are still to leave."""
        return self.total - self.sent - self.refused


def readers(saved_by_id: int | None) -> PersonQuerySet:
    """Everybody who is here with a login, how seldom they may come, except who saves it: who away or left is not."""
    here = Person.objects.filter(state=PersonState.ACTIVE, account__is_active=True)
    return here.exclude(pk=saved_by_id or 0)


def untold(policy: Policy) -> PersonQuerySet:
    """Of those who were asked to agree to ``policy``, whoever has no letter about it yet."""
    told = PolicyLetter.objects.filter(policy=policy, person=OuterRef("pk"))
    return readers(policy.saved_by_id).filter(~Exists(told), to_agree=True)


def why_not(letter: PolicyLetter) -> str:
    """Why this letter says nothing its reader has to know any more; empty when it does."""
    same = Policy.objects.of(PolicyKind(letter.policy.kind)).filter(important=True)
    if same.filter(pk__gt=letter.policy_id).exists():
        return "a newer version is told of"
    agreed = PolicyAgreement.objects.filter(person=letter.person_id, policy__kind=letter.policy.kind)
    return "agreed already" if agreed.filter(policy_id__gte=letter.policy_id).exists() else ""


def progress(policy_ids: Collection[int]) -> dict[int, Progress]:
    """Version → how far its mails are; one statement, without an entry where none was made."""
    rows = PolicyLetter.objects.filter(policy__in=policy_ids).values("policy").order_by("policy")
    counted = rows.annotate(
        total=Count("pk"),
        left=Count("pk", filter=Q(sent_at__isnull=False)),
        said_no=Count("pk", filter=~Q(refused="")),
    ).values_list("policy", "total", "left", "said_no")
    return {number: Progress(total, sent, refused) for number, total, sent, refused in counted}
