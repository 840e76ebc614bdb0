"""By which way an announcement reaches the members of a community."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from gilde.attention.notifications.enums import Level, Rhythm, Subject
from gilde.attention.notifications.models import Choice, Device, MailChoice, PausedAddress
from gilde.communities.models import Membership
from gilde.core.actor import Actor
from gilde.people.enums import PersonState

MUTED = "muted"
APP = "app"
DEVICE = "device"


def channels(actor: Actor, communities: Collection[int]) -> dict[int, Counter[str]]:
    """Community id → how many members per channel, without ``actor``; one statement.

    The channels are ``app`` for all who hear of it at all, ``muted`` for those who do not, ``device`` for those of the
    former who are told on one of theirs first (mail follows only where none takes it), and the rhythms of mail.
    """
    mine = OuterRef("person_id")
    mute = Choice.objects.filter(person=mine, level=Level.MUTE)
    silent = Q(subject=Subject.COMMUNITY, number=OuterRef("community_id"))
    silent |= Q(subject=Subject.PERSON, number=actor.person_id or 0)
    rows = (
        Membership.objects.filter(
            community__in=list(communities), person__state=PersonState.ACTIVE, person__account__is_active=True
        )
        .exclude(person_id=actor.person_id or 0)
        .annotate(
            muted=Exists(mute.filter(silent)),
            rhythm=Subquery(MailChoice.objects.filter(person=mine).values("rhythm")[:1]),
            device=Exists(Device.objects.filter(person=mine)),
            paused=Exists(PausedAddress.objects.filter(account=OuterRef("person__account_id"))),
        )
        .values("community_id", "muted", "device", "rhythm", "paused")
        .annotate(count=Count("pk"))
        .order_by()
    )
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for row in rows:
        counts = found[row["community_id"]]
        if row["muted"]:
            counts[MUTED] += row["count"]
            continue
        counts[APP] += row["count"]
        if row["device"]:
            counts[DEVICE] += row["count"]
        counts[Rhythm.NONE if row["paused"] else row["rhythm"] or Rhythm.DAILY] += row["count"]
    return {number: found[number] for number in communities}


def channels_in_words(actor: Actor, communities: Collection[int]) -> Mapping[int, str]:
    """The same as a sentence for whoever is about to announce something; a way that reaches nobody is not named."""
    ways = {
        DEVICE: _("on their devices %(count)s"),
        Rhythm.AT_ONCE: _("by email at once %(count)s"),
        Rhythm.DAILY: _("in the daily email %(count)s"),
        Rhythm.WEEKLY: _("in the weekly email %(count)s"),
        Rhythm.NONE: _("without email %(count)s"),
        MUTED: _("muted %(count)s"),
    }

    def told(counts: Counter[str]) -> str:
        named = [words % {"count": _number(counts[way])} for way, words in ways.items() if counts[way]]
        return ", ".join([_("At the bell %(count)s") % {"count": _number(counts[APP])}, *named]) + "."

    return {number: told(counts) for number, counts in channels(actor, communities).items()}


def _number(count: int) -> str:
    return number_format(count, force_grouping=True)
