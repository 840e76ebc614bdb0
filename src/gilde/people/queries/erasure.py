"""Who asked to go for good, and the link with which they stay."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.core import signing
from django.db.models import QuerySet
from django.urls import reverse

from gilde.people.enums import PersonState
from gilde.people.models import Account, Erasure

_SALT: Final = "gilde.people.erasure"


def waiting_for_day(account: Account) -> Erasure | None:
    """The erasure that this account's person waits for; one statement."""
    return Erasure.objects.filter(person__account_id=account.pk).first()


def waiting() -> QuerySet[Erasure]:
    """Everybody who waits for their day, with the person; for the operator. Who was erased has no row any more."""
    return (
        Erasure.objects.filter(person__state=PersonState.DEACTIVATED)
        .select_related("person")
        .order_by("erase_at", "pk")
    )


def stay_address(erasure: Erasure) -> str:
    """The full address of the page on which this is undone without logging in."""
    token = signing.dumps([erasure.person_id, erasure.pk], salt=_SALT)
    return f"{settings.SITE_URL}{reverse('people:stay', args=[token])}"


def erasure_behind(token: str) -> Erasure | None:
    """The erasure that this link undoes; None when it is broken, was undone, or is from an earlier time."""
    read = _read(token)
    if read is None:
        return None
    person_id, pk = read
    rows = Erasure.objects.select_related("person__account").filter(pk=pk, person_id=person_id)
    return rows.filter(person__state=PersonState.DEACTIVATED, person__account__is_active=True).first()


def was_ours(token: str) -> bool:
    """Whether this link stood in a mail of ours, whatever became of what it undoes."""
    return _read(token) is not None


def _read(token: str) -> tuple[int, int] | None:
    try:
        person_id, pk = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return person_id, pk
