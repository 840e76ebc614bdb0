"""By which way an announcement reaches the members of a community."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping

from django.db.models import Case, Count, Exists, OuterRef, Q, Subquery, Value, When
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from gilde.attention.notifications.enums import Level, Rhythm, Subject
from gilde.attention.notifications.models import Choice, MailChoice, PausedAddress
from gilde.attention.notifications.queries.asleep import ASLEEP_AFTER, paused
from gilde.attention.notifications.queries.device import reachable
from gilde.communities.models import Membership
from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.people.enums import PersonState

MUTED = "muted"
APP = "app"
DEVICE = "device"


def channels(actor: Actor, communities: Collection[int]) -> dict[int, Counter[str]]:
    """Community id → how many members per channel, without ``actor``; one statement.

    The channels are ``app`` for all who hear of it at all, ``muted`` for those who do not, ``device`` for those of the
    former who are told on one of theirs first (mail follows only where none takes it), and the rhythms of mail. Whose
    address is paused, or who sleeps and was told so, counts as who chose none.
    """
    mine = OuterRef("person_id")
    moment = now()
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
            device=Exists(reachable(moment).filter(person=mine)),
            paused=Exists(PausedAddress.objects.filter(account=OuterRef("person__account_id"))),
            # In this order: whoever logged in lately, nearly everybody, is not looked at any further.
            asleep=Case(
                When(person__account__last_login__gte=moment - ASLEEP_AFTER, then=Value(False)),
                default=Exists(paused(moment).filter(pk=mine)),
            ),
        )
        .values("community_id", "muted", "device", "rhythm", "paused", "asleep")
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
        counts[Rhythm.NONE if row["paused"] or row["asleep"] else row["rhythm"] or Rhythm.DAILY] += row["count"]
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
