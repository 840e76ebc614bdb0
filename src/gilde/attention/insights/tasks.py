"""Work of insights after the answer. Each can run twice."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from gilde.attention.insights.actions import care, first_reply, ready
from gilde.attention.insights.models import Pulse, ReadyRule
from gilde.communities.models import Community
from gilde.core.clock import now

_MOST = 2_000
_STALE = timedelta(hours=20)


@task(unique=True)
def measure(community_id: int) -> None:
    """Measure one community, and count who waits there."""
    first_reply.measure(community_id)
    care.count_care(community_id)


@task(unique=True)
def look_around(community_id: int) -> None:
    """Find who went quiet in one community, once a day; then measure it."""
    care.note_quiet(community_id)
    first_reply.measure(community_id)
    care.count_care(community_id)


@task
def measure_all() -> None:
    """Once a day for each community: the days that count move on, also where nothing happens."""
    fresh = Pulse.objects.filter(measured_at__gte=now() - _STALE).values("pk")
    rows = Community.objects.filter(archived_at__isnull=True).exclude(pk__in=fresh)
    for number in rows.order_by("pk").values_list("pk", flat=True)[:_MOST]:
        look_around.enqueue(number)


@task(unique=True)
def count(community_id: int) -> None:
    """Count who waits in one community."""
    care.count_care(community_id)


@task
def count_all() -> None:
    """A question that waits for a day, somebody who came an hour ago: time alone brings them."""
    lately = Community.objects.filter(archived_at__isnull=True, last_activity_at__gte=now() - timedelta(days=62))
    for number in lately.order_by("pk").values_list("pk", flat=True)[:_MOST]:
        count.enqueue(number)


@task(unique=True)
def play_rule(rule_id: int) -> None:
    """Let one ready rule do what it is to do now."""
    ready.play(rule_id)


@task
def play_rules() -> None:
    """Each rule that is on, by a task of its own."""
    for number in ReadyRule.objects.filter(on_since__isnull=False).values_list("pk", flat=True):
        play_rule.enqueue(number)
