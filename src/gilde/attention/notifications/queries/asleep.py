"""Who has not been here for a long time, so that mail to them pauses."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery

from gilde.attention.notifications.models import Letter, Notice
from gilde.core.models import Activity
from gilde.dialogue.models import ReadMark
from gilde.people.models import Account, Person

ASLEEP_AFTER: Final = timedelta(weeks=12)


def asleep(people: Collection[int], at: datetime) -> dict[int, bool]:
    """Those of ``people`` who were not here in the weeks before ``at``, and whether a letter told them so since.

    Being here is logging in, reading a conversation, looking at the bell or doing anything; a page alone leaves no
    trace. One statement however many people, two when somebody was told.
    """
    rows = _sleepers(at).filter(pk__in=list(people))
    found = dict(rows.values_list("pk", "told"))
    back: set[int] = set()
    if told_once := [pk for pk, last in found.items() if last]:  # nearly never, and asked before every letter
        since = rows.filter(pk__in=told_once).filter(_here(F("told"), OuterRef("told")))
        back = set(since.values_list("pk", flat=True))
    return {pk: last is not None and pk not in back for pk, last in found.items()}


def shows_awake(account: Account, at: datetime) -> bool:
    """Whether the account alone says that its owner was here in those weeks, or is new: nearly always, for nothing."""
    limit = at - ASLEEP_AFTER
    return account.created_at >= limit or (account.last_login is not None and account.last_login >= limit)


def paused(at: datetime) -> QuerySet[Person]:
    """The same as a subquery: those who slept at ``at`` and were told so since; no letter leaves to them."""
    rows: QuerySet[Person] = _sleepers(at).exclude(told=None).exclude(_here(F("told"), OuterRef("told")))
    return rows


def _sleepers(at: datetime) -> Any:
    """People without a trace in the weeks before ``at``, and when a letter last ``told`` them so."""
    limit = at - ASLEEP_AFTER
    told = Letter.objects.filter(person=OuterRef("pk"), farewell=True, sent_at__isnull=False).order_by()
    last = Subquery(told.values("person").annotate(last=Max("sent_at")).values("last"))
    return Person.objects.filter(account__created_at__lt=limit).annotate(told=last).exclude(_here(limit, limit))


def _here(since: Any, within: Any) -> Q:
    """A filter on people: those who left a trace after ``since`` (``within``: the same, seen from a subquery)."""
    read = ReadMark.objects.filter(person=OuterRef("pk"), read_at__gte=within)
    looked = Notice.objects.filter(person=OuterRef("pk"), read_at__gte=within)
    did = Activity.objects.filter(actor_id=OuterRef("pk"), at__gte=within)
    return Q(account__last_login__gte=since) | Q(Exists(read)) | Q(Exists(looked)) | Q(Exists(did))
