"""What the bell shows: notices bundled per place and kind, newest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.urls import reverse

from gilde.attention.notifications.enums import Reason
from gilde.attention.notifications.models import Notice, Wake
from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.dialogue.models import Contribution
from gilde.people.models import Person

PAGE: Final = 30  # lines
_LOOK: Final = 300  # notices that are read for one page
# One line tells of everything that belongs to one talk; who is named there gets a line of its own.
_KINDS: Final = {
    Reason.REPLY: "talk",
    Reason.ANSWER: "talk",
    Reason.TOOK_PART: "talk",
}
# How many lines are unread. The same bundles as below; a hundred is more than anybody counts. The order is that of the
# index of unread notices: without it a database may rather read all notices to find the first hundred.
WAITING_SQL: Final = """SELECT COUNT(*) FROM (SELECT DISTINCT u.contribution_id, u.community_id, u.kind FROM (
    SELECT n.contribution_id, n.community_id, CASE WHEN n.reason IN ('reply', 'answer', 'took_part') THEN 'talk'
        ELSE n.reason END AS kind
    FROM notifications_notice n WHERE n.person_id = p.id AND n.read_at IS NULL
    ORDER BY n.contribution_id, n.community_id, n.reason LIMIT 100) u) w"""


class Because(NamedTuple):
    """Why somebody is asked: what they did (:class:`Why`), and about what, as far as they may read that now."""

    why: str
    about: str


@dataclass
class Line:
    """One line of the bell.

    Attributes:
        kind: ``talk`` or a :class:`Reason`.
        notices: ids of everything it tells of.
        people: who did it, the latest first, each once.
        title: of the contribution or the community.
        stays: it is about something that stays in its community: no name and no title is told, only where.
        href: the exact place: the first thing that is not read yet, else the latest.
    """

    kind: str
    title: str
    href: str
    at: datetime
    unread: bool
    in_contribution: bool
    verbs: set[str] = field(default_factory=set)
    notices: list[int] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    stays: bool = False
    thread: int | None = None  # the contribution, when it is in one
    because: Because | None = None  # of a question one is asked about: why it came here


@dataclass(frozen=True)
class Bell:
    """A page of lines. ``after`` is the key of the next page, empty when there is none."""

    lines: Sequence[Line]
    after: str


def bell(actor: Actor, *, after: int | None = None) -> Bell:
    """The lines of ``actor``; two statements however many there are, and two more when they are asked for help.

    Args:
        after: only notices with a lower number.
    """
    rows = Notice.objects.visible_to(actor)
    if after is not None:
        rows = rows.filter(pk__lt=after)
    found = list(rows.select_related("activity", "by", "contribution__community", "community").order_by("-pk")[:_LOOK])
    lines = explained(actor, bundled(found))
    # A page ends before the line that would be one too many, and with it everything after its first notice.
    told = lines[:PAGE]
    more = len(lines) > PAGE or len(found) == _LOOK
    if len(lines) > PAGE:
        cut = max(lines[PAGE].notices)
        for line in told:
            line.notices = [number for number in line.notices if number > cut] or line.notices[:1]
        last = cut + 1
    else:
        last = found[-1].pk if found else 0
    return Bell(told, str(last) if more else "")


def bundled(notices: Iterable[Notice]) -> list[Line]:
    """One line for everything of a kind in one place, newest first, as ``notices`` come."""
    lines: dict[tuple[Any, ...], Line] = {}
    for notice in notices:
        kind = _KINDS.get(Reason(notice.reason), notice.reason)
        unread = notice.read_at is None
        # What a host did not publish has a page each, so each has a line.
        which = notice.activity.target_id if notice.reason == Reason.REVIEWED else None
        key = (kind, notice.contribution_id, notice.community_id, unread, which)
        line = lines.get(key)
        if line is None:
            in_contribution = notice.contribution_id is not None
            line = lines[key] = Line(kind, _title(notice), "", notice.at, unread, in_contribution)
            line.thread = notice.contribution_id
            line.stays = notice.contribution is not None and notice.contribution.stays
        line.href = place(notice) if unread or not line.href else line.href
        line.notices.append(notice.pk)
        line.verbs.add(notice.activity.verb)
        if notice.by is not None and not line.stays and notice.by not in line.people:
            line.people.append(notice.by)
    return list(lines.values())


def explained(actor: Actor, lines: list[Line]) -> list[Line]:
    """The same lines, those that ask for help with the reason why; no statement without one, else at most two."""
    asked = {line.thread: line for line in lines if line.kind == Reason.HELP and not line.stays}
    if not asked:
        return lines
    rows = list(Wake.objects.filter(person=actor.person_id, question__in=[pk for pk in asked if pk]))
    sources = [row.source_id for row in rows if not row.word and row.source_id]
    named = Contribution.objects.visible_to(actor).exclude(audience=Audience.COMMUNITY)
    titles = dict(named.filter(pk__in=sources).values_list("pk", "title"))
    for row in rows:
        about = row.word or titles.get(row.source_id or 0, "")
        asked[row.question_id].because = Because(row.why, about) if about else None
    return lines


def _title(notice: Notice) -> str:
    if notice.contribution is not None:
        return notice.contribution.community.name if notice.contribution.stays else notice.contribution.title
    return notice.community.name if notice.community is not None else ""


def place(notice: Notice) -> str:
    """The address where what happened is to be seen."""
    activity = notice.activity
    if notice.reason == Reason.HELD and notice.community is not None:
        return reverse("dialogue:holds", args=[notice.community.slug])
    if notice.reason == Reason.REVIEWED:
        return reverse("dialogue:reviewed", args=[activity.target_id])
    if notice.contribution is not None:
        address = notice.contribution.get_absolute_url()
        if activity.target_kind == "dialogue.answer":
            return f"{address}?at=a{activity.target_id}#a{activity.target_id}"
        if activity.target_kind == "dialogue.comment":
            answer = activity.data.get("answer")
            at = f"a{answer}" if answer else f"c{activity.target_id}"
            return f"{address}?at={at}#c{activity.target_id}"
        return address
    if notice.reason == Reason.CASE:
        return reverse("governance:case", args=[activity.target_id])
    if notice.reason == Reason.DECISION:
        return reverse("governance:my_case", args=[activity.target_id])
    if notice.reason == Reason.COMPLIMENT:
        return reverse("dialogue:compliments")
    if notice.community is None:
        return reverse("feed:home")
    if notice.reason == Reason.ASKING:
        return reverse("communities:requests", args=[notice.community.slug])
    if notice.reason == Reason.CHARTER:
        return reverse("communities:charter", args=[notice.community.slug])
    return notice.community.get_absolute_url()
