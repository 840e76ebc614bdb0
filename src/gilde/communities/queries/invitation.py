"""Reads of invitations, and the secrets in their addresses."""

from __future__ import annotations

import base64
import hashlib
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.crypto import salted_hmac

from gilde.communities.enums import Capability, InvitationKind, Role, Verb
from gilde.communities.models import Community, Invitation, InvitationUse, Membership
from gilde.communities.queries.capability import can
from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.core.models.activity import Activity
from gilde.people.models import Person

_SALT = "gilde.communities.invitation"
_CHUNK = 500  # addresses per query
REMIND_AFTER: Final = timedelta(days=7)
"""So long nobody who was invited is reminded again together with others."""


def digest(secret: str) -> str:
    """What is stored of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def mail_secret(created_by_id: int | None, client_id: uuid.UUID) -> str:
    """The secret of an invitation by mail: made from the installation's own secret, so that it is stored nowhere."""
    mac = salted_hmac(_SALT, f"{created_by_id}:{client_id}", algorithm="sha256").digest()[:18]
    return base64.urlsafe_b64encode(mac).decode()


def by_secret(secret: str) -> Invitation | None:
    """The invitation behind an address, whether it still works or not; None when there is none."""
    return (
        Invitation.objects.filter(digest=digest(secret))
        .select_related("community", "community__charter", "created_by")
        .first()
    )


def for_person(actor: Actor, community: Community | None = None) -> list[Invitation]:
    """Usable invitations by name for ``actor``, newest first, one per community they do not belong to yet."""
    if actor.person_id is None:
        return []
    rows = (
        Invitation.objects.usable()
        .filter(invitee_id=actor.person_id, community__archived_at=None)
        .exclude(community_id__in=list(actor.roles))
        .select_related("community", "created_by")
        .order_by("-pk")
    )
    if community is not None:
        rows = rows.filter(community=community)
    return list({row.community_id: row for row in reversed(rows[:50])}.values())[::-1]


def to_remind(actor: Actor, community: Community) -> QuerySet[Invitation]:
    """Whoever was invited by mail, has not come and heard nothing for a week: the newest invitation of each address.

    Only as whom the actor may invite themselves.

    Not who belongs by now, whatever door they took, whose invitation was withdrawn, or whose address was refused.
    """
    here = Invitation.objects.filter(community=community, kind=InvitationKind.MAIL)
    same = here.filter(email=OuterRef("email"))
    recent = same.filter(asked_at__gt=now() - REMIND_AFTER)
    newer = same.filter(pk__gt=OuterRef("pk"), revoked_at=None)
    members = Membership.objects.filter(community=community, person__account__isnull=False)
    by_address = EmailAddress.objects.filter(
        email=OuterRef("email"), verified=True, user__person__memberships__community=community
    )
    if not can(actor, community, Capability.APPOINT):
        here = here.exclude(role__in=[Role.HOST, Role.FACILITATOR])
    rows = here.filter(uses=0, revoked_at=None, failure="", sent_at__lte=now() - REMIND_AFTER)
    return rows.filter(
        ~Exists(recent),
        ~Exists(newer),
        ~Exists(same.filter(uses__gt=0)),
        ~Exists(members.filter(person=OuterRef("invitee"))),
        ~Exists(by_address),
    )


def was_used_by(invitation: Invitation, actor: Actor) -> bool:
    """Whether the actor came in through it before."""
    return InvitationUse.objects.filter(invitation=invitation, person_id=actor.person_id or 0).exists()


def was_removed_since(invitation: Invitation, person_id: int, needed: Iterable[Community]) -> bool:
    """Whether this person was taken out of its community, or one that comes with it, after it was made."""
    places = [invitation.community_id, *(place.pk for place in needed)]
    since = invitation.asked_at or invitation.created_at  # a mail that was sent again is from then
    return Activity.objects.filter(
        community_id__in=places, verb=Verb.MEMBER_REMOVED, at__gte=since, data__person=person_id
    ).exists()


@dataclass(frozen=True)
class WaysIn:
    """The invitations of a community that one reader may see."""

    links: list[Invitation]
    mails: list[Invitation]
    more_mails: bool


def ways_in(actor: Actor, community: Community, *, most: int = 50) -> WaysIn:
    """Links that work and the newest mails with what became of them; two queries."""
    mine = Invitation.objects.visible_to(actor).filter(community=community).select_related("created_by")
    links = mine.usable().filter(kind=InvitationKind.LINK).order_by("-pk")[:most]
    mails = list(
        mine.filter(kind=InvitationKind.MAIL, revoked_at=None).order_by("uses", "-asked_at", "-pk")[: most + 1]
    )
    return WaysIn(list(links), mails[:most], len(mails) > most)


@dataclass(frozen=True)
class Known:
    """What is known about a list of addresses, for one community.

    Attributes:
        people: address → id of the person who proved it or is on a list with it.
        members: addresses of people with an account who belong to the community.
        invited: addresses with an invitation that still works.
    """

    people: Mapping[str, int]
    members: frozenset[str]
    invited: frozenset[str]


def known_addresses(community: Community, addresses: Iterable[str]) -> Known:
    """Recognise these addresses (in small letters); four queries per 500.

    A member without an account, for example imported, is not among ``members``: the invitation is how they claim it.
    """
    wanted = list(dict.fromkeys(addresses))
    people: dict[str, int] = {}
    members: set[str] = set()
    invited: set[str] = set()
    for start in range(0, len(wanted), _CHUNK):
        part = wanted[start : start + _CHUNK]
        placeholders = Person.objects.filter(account=None, invited_email__in=part).values_list("invited_email", "pk")
        people.update({email.lower(): pk for email, pk in placeholders})
        proven = dict(
            EmailAddress.objects.filter(email__in=part, verified=True, user__person__isnull=False).values_list(
                "email", "user__person"
            )
        )
        people.update({email.lower(): pk for email, pk in proven.items()})
        belong = set(
            Membership.objects.filter(community=community, person_id__in=list(proven.values())).values_list(
                "person_id", flat=True
            )
        )
        members.update(email.lower() for email, pk in proven.items() if pk in belong)
        invited.update(
            Invitation.objects.usable().filter(community=community, email__in=part).values_list("email", flat=True)
        )
    return Known(people, frozenset(members), frozenset(invited))
