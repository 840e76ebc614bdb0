"""Which placeholder a link opens, at the moment it is opened."""

from __future__ import annotations

from gilde.people.enums import PersonState
from gilde.people.models import Person
from gilde.people.queries.actor import actor_for
from gilde.people.queries.claim import read_claim_token
from gilde.people.rules.person import offer_claim


def person_behind(token: str) -> Person | None:
    """The placeholder that this token opens, or None when it is broken, too old or used.

    Nor when who handed it out could not do so any more: with the placeholder comes every place it belongs to, also one
    it was brought into since, and they may have stopped hosting.
    """
    read = read_claim_token(token)
    if read is None:
        return None
    person_id, voucher_id = read
    person = Person.objects.filter(pk=person_id, state=PersonState.PLACEHOLDER).first()
    if person is None or voucher_id is None:
        return person
    voucher = Person.objects.filter(pk=voucher_id, state=PersonState.ACTIVE).select_related("account").first()
    if voucher is None or not offer_claim.allows(actor_for(voucher, voucher.account), person):
        return None
    return person
