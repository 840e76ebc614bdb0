"""Reads of guests, and the secrets in the addresses of their invitations."""

from __future__ import annotations

import base64
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

from gilde.communities.models import Membership
from gilde.communities.queries.invitation import digest
from gilde.core.actor import Actor
from gilde.dialogue.models import Contribution, Guest
from gilde.dialogue.models.reply import stands_q

_SALT = "gilde.dialogue.guest"


@dataclass(frozen=True)
class Waiting:
    """An invitation that nobody used yet; ``link`` is empty when it is no link, or was made under another secret."""

    row: Guest
    link: str


@dataclass(frozen=True)
class Guests:
    """Who takes part in a conversation from outside, as one reader sees it.

    Attributes:
        here: who takes part, the first first.
        waiting: invitations that this reader made, or all for who keeps order.
        mine: the reader's own place, when they are a guest.
    """

    here: list[Guest]
    waiting: list[Waiting]
    mine: Guest | None


def secret_of(guest: Guest) -> str:
    """The secret in its address: made from the installation's own secret, so that it is stored nowhere."""
    text = f"{guest.contribution_id}:{guest.client_id}"
    mac = salted_hmac(_SALT, text, algorithm="sha256").digest()[:18]
    return base64.urlsafe_b64encode(mac).decode()


def address_of(guest: Guest) -> str:
    """The whole address of its invitation."""
    return f"{settings.SITE_URL}{reverse('dialogue:guest_invitation', args=[secret_of(guest)])}"


def by_secret(secret: str) -> Guest | None:
    """The place behind an address, whatever became of it; None when there is none."""
    rows = Guest.objects.select_related("contribution__community__charter", "contribution__author", "invited_by")
    return rows.filter(digest=digest(secret)).first()


def guests_of(actor: Actor, contribution: Contribution) -> Guests:
    """Guests and invitations of ``contribution``, which the caller loaded through ``visible_to``; two statements."""
    rows = Guest.objects.visible_to(actor).filter(contribution=contribution)
    here = list(rows.taking_part().select_related("person", "invited_by").order_by("came_at", "pk"))
    waiting = [
        Waiting(row, address_of(row) if not row.email and row.digest == digest(secret_of(row)) else "")
        for row in rows.waiting().select_related("invited_by").order_by("-pk")
    ]
    return Guests(here, waiting, next((row for row in here if row.person_id == actor.person_id), None))


def is_here(contribution: Contribution, address: str) -> bool:
    """Whether the owner of this address belongs to the community, takes part, or is invited already; three queries."""
    places = contribution.guests
    if places.waiting().filter(email=address).exists():
        return True
    people = list(
        EmailAddress.objects.filter(email__iexact=address, verified=True, user__person__isnull=False).values_list(
            "user__person", flat=True
        )
    )
    members = Membership.objects.filter(community=contribution.community_id, person__in=people)
    return bool(people) and (members.exists() or places.taking_part().filter(person__in=people).exists())


def taking_part(contribution: Contribution) -> set[int]:
    """Ids of everybody who wrote in ``contribution`` what others read, or is a guest there; five statements at most."""
    people = {contribution.author_id, *guests_in(contribution)}
    people |= set(contribution.authorships.values_list("person_id", flat=True))
    for replies in (contribution.answers, contribution.comments):
        people |= set(replies.filter(stands_q()).values_list("author_id", flat=True))
    return people


def guests_in(contribution: Contribution) -> list[int]:
    """Ids of the people who take part in ``contribution`` as guests; no query where there are none."""
    return sorted(guests_by_contribution([contribution]).get(contribution.pk, ()))


def guests_by_contribution(contributions: Collection[Contribution]) -> dict[int, set[int]]:
    """Contribution id → ids of people who take part in it as guests; no query where there are none."""
    found: dict[int, set[int]] = defaultdict(set)
    asked = {row.pk for row in contributions if row.guest_count and not row.stays}
    if asked:
        rows = Guest.objects.taking_part().filter(contribution__in=asked)
        for number, person in rows.values_list("contribution_id", "person_id"):
            found[number].add(person)
    return found
