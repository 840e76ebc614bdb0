"""How much was moderated, per quarter, for everyone who reads a community."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Final, NamedTuple

from django.utils.timezone import get_default_timezone

from gilde.communities.models import Community
from gilde.core.clock import now
from gilde.governance.enums import Outcome
from gilde.governance.models import Appeal, Case

FEW: Final = 5
"""Below this a number is not told: who knows the people could tell who it was about."""

_QUARTERS: Final = 8


class Quarter(NamedTuple):
    """Numbers of one quarter; None stands for "fewer than five"."""

    year: int
    number: int
    reported: int | None
    acted: int | None
    appealed: int | None


def _quarter(at: datetime) -> tuple[int, int]:
    """The quarter of ``at`` by the clock of the house: everybody reads the same numbers, wherever they are."""
    here = at.astimezone(get_default_timezone())
    return here.year, (here.month - 1) // 3 + 1


def _begin(year: int, number: int) -> datetime:
    """The first moment of a quarter."""
    return datetime(year, number * 3 - 2, 1, tzinfo=get_default_timezone())


def told(count: int) -> int | None:
    """``count`` as everyone may know it: nothing is nothing, a few are "a few"."""
    return count if count == 0 or count >= FEW else None


def quarters(community: Community) -> list[Quarter]:
    """The last eight quarters that the community was there, newest first; two statements."""
    year, number = _quarter(now())
    wanted: list[tuple[int, int]] = []
    begun = _quarter(community.created_at)
    for _step in range(_QUARTERS):
        if wanted and (year, number) < begun:
            break
        wanted.append((year, number))
        year, number = (year, number - 1) if number > 1 else (year - 1, 4)
    since = _begin(*wanted[-1])
    reported: Counter[tuple[int, int]] = Counter()
    acted: Counter[tuple[int, int]] = Counter()
    rows = Case.objects.filter(community=community, opened_at__gte=since)
    for opened_at, outcome in rows.values_list("opened_at", "outcome"):
        reported[_quarter(opened_at)] += 1
        acted[_quarter(opened_at)] += outcome not in {"", Outcome.NOTHING}
    appeals = Appeal.objects.filter(case__community=community, at__gte=since).values_list("at", flat=True)
    appealed = Counter(_quarter(at) for at in appeals)
    return [Quarter(*key, told(reported[key]), told(acted[key]), told(appealed[key])) for key in wanted]
