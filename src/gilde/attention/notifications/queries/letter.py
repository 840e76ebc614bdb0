"""Who gets a letter when, and what stands in it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from gilde.attention.notifications.enums import Rhythm, Subject
from gilde.attention.notifications.models import Letter, MailChoice, Notice
from gilde.attention.notifications.queries.asleep import asleep
from gilde.attention.notifications.queries.bell import Line, bundled, explained
from gilde.attention.notifications.queries.digest import Section, sections_of
from gilde.attention.notifications.queries.level import chosen_by, muted
from gilde.attention.notifications.queries.words import Words, words_of
from gilde.core.actor import Actor
from gilde.dialogue.enums import State
from gilde.dialogue.models import Contribution
from gilde.dialogue.queries.stream import PAGE, rows_by_id, stream
from gilde.dialogue.queries.stream_row import StreamRow
from gilde.people.enums import PersonState
from gilde.people.models import Person
from gilde.people.reader import zone_called

HOUR: Final = 7  # of the reader's own morning, when digests leave
LAST_DAY: Final = 4  # Thursday: a digest of the week that could not leave until then is told of in the next one
MOST_LINES: Final = 12
MOST_NEW: Final = 5
_AT_ONCE: Final = 500  # people in one statement
_CHOICE: Final = ("person_id", "rhythm", "chosen_at")
_TOO_OLD: Final = {Rhythm.DAILY: timedelta(days=3), Rhythm.WEEKLY: timedelta(days=10)}


@dataclass(frozen=True)
class Content:
    """What a letter tells.

    Attributes:
        lines: what concerns the reader, bundled as at the bell.
        more: how many lines were left out.
        rows: what is new in their communities and not read yet; only in digests.
        more_rows: how much more of that there is.
        at_least: whether there may be more than that.
        sections: what other rooms add; only in digests.
        words: notice → what the reply or the contribution it tells of says; only in letters of the moment.
    """

    lines: Sequence[Line]
    more: int
    rows: Sequence[StreamRow]
    more_rows: int = 0
    at_least: bool = False
    sections: Sequence[Section] = ()
    words: Mapping[int, Words] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.lines or self.rows or self.sections)


def rhythm_of(person_id: int) -> Rhythm:
    """What this person chose; once a day when they did not choose."""
    chosen = MailChoice.objects.filter(person=person_id).values_list("rhythm", flat=True).first()
    return Rhythm(chosen) if chosen else Rhythm.DAILY


def period_of(rhythm: Rhythm, at: datetime, zone: ZoneInfo, chosen_at: datetime | None = None) -> str:
    """The day or the ISO week of a digest that would leave at ``at``; empty when it is not the hour for one.

    A digest of the week leaves on Monday, and on one of the days after it when nothing ran on Monday; then not to who
    chose this rhythm since that Monday (``chosen_at``): they wait for the next one.
    """
    local = at.astimezone(zone)
    if local.hour < HOUR:
        return ""
    if rhythm == Rhythm.DAILY:
        return f"{local:%Y-%m-%d}"
    if rhythm != Rhythm.WEEKLY or local.isoweekday() > LAST_DAY:
        return ""
    monday = (local - timedelta(days=local.isoweekday() - 1)).replace(hour=HOUR, minute=0, second=0, microsecond=0)
    owed = local.isoweekday() == 1 or (chosen_at is not None and chosen_at <= monday)
    return f"{local:%G-W%V}" if owed else ""


def due(at: datetime) -> Iterator[tuple[int, Rhythm, str]]:
    """The people whose digest should leave now and did not yet, by number, with its period.

    Who has not been here for weeks, and was told that mail pauses until they come back, is left alone.
    """
    chosen = {number: (rhythm, when) for number, rhythm, when in MailChoice.objects.values_list(*_CHOICE)}
    people = Person.objects.filter(state=PersonState.ACTIVE, account__is_active=True).order_by("pk")
    done = set(Letter.objects.filter(made_at__gt=at - timedelta(days=9)).values_list("person_id", "period"))
    waiting: list[tuple[int, Rhythm, str]] = []
    # Everybody, every ten minutes: of each only what decides.
    for number, zone in people.values_list("pk", "account__time_zone").iterator(chunk_size=_AT_ONCE):
        value, chosen_at = chosen.get(number, (Rhythm.DAILY, None))
        rhythm = Rhythm(value)
        if rhythm not in _TOO_OLD:
            continue
        period = period_of(rhythm, at, zone_called(zone or ""), chosen_at)
        if period and (number, period) not in done:
            waiting.append((number, rhythm, period))
    for group in _batched(waiting, _AT_ONCE):
        silent = {number for number, told in asleep([row[0] for row in group], at).items() if told}
        yield from (row for row in group if row[0] not in silent)


def _batched(rows: Sequence[tuple[int, Rhythm, str]], size: int) -> Iterator[Sequence[tuple[int, Rhythm, str]]]:
    """``rows`` in groups of ``size``."""
    return (rows[begin : begin + size] for begin in range(0, len(rows), size))


def unmailed(person_id: int, *, since: datetime | None = None) -> QuerySet[Notice]:
    """What this person did not look at and was told neither by mail nor on a device."""
    rows = Notice.objects.filter(person=person_id, letter__isnull=True, push__isnull=True).unread()
    return rows.filter(at__gte=since) if since is not None else rows


def window(rhythm: Rhythm, at: datetime) -> datetime:
    """Notices older than this are left to the bell: nobody wants a mail about the week before last."""
    return at - _TOO_OLD.get(rhythm, timedelta(days=1))


def _digests_before(letter: Letter) -> list[datetime]:
    """When the digests before this one left: what was new then was told, or was more than a digest holds."""
    sent = Letter.objects.filter(person=letter.person_id, sent_at__isnull=False).exclude(rhythm=Rhythm.AT_ONCE)
    return list(sent.exclude(pk=letter.pk).order_by("-sent_at").values_list("sent_at", flat=True)[:1])  # type: ignore[arg-type]


def content_of(actor: Actor, letter: Letter) -> Content:
    """What ``letter`` tells its reader as they may read it at this moment; at most nine statements."""
    if letter.rhythm == Rhythm.AT_ONCE:
        found = _concerning(actor, letter)
        lines, words = explained(actor, bundled(found)), words_of(actor, found)
        return Content(lines[:MOST_LINES], max(0, len(lines) - MOST_LINES), [], words=words)
    mailed = Notice.objects.filter(Q(letter__isnull=False) | Q(push__isnull=False), person=letter.person_id)
    noted = list(mailed.values_list("contribution", "letter"))
    told: set[int | None] = {contribution for contribution, _letter in noted}
    # Most digests tell only what is new, and this is the dearest statement.
    found = _concerning(actor, letter) if any(number == letter.pk for _contribution, number in noted) else []
    lines = explained(actor, bundled(found))
    sections = sections_of(actor, letter.made_at, {number for number in told if number is not None})
    told |= {number for section in sections for number in section.contributions}
    fresh, at_least = _new_to(actor, letter, told)
    return Content(
        lines[:MOST_LINES],
        max(0, len(lines) - MOST_LINES),
        fresh[:MOST_NEW],
        max(0, len(fresh) - MOST_NEW),
        at_least,
        sections,
    )


def _concerning(actor: Actor, letter: Letter) -> list[Notice]:
    """What concerns ``actor`` of what ``letter`` was begun with, and is neither read nor out of their sight by now."""
    rows = Notice.objects.visible_to(actor).filter(letter=letter).unread()
    return list(rows.select_related("activity", "by", "contribution__community", "community").order_by("-pk")[:300])


def _new_to(actor: Actor, letter: Letter, told: Collection[int | None]) -> tuple[list[StreamRow], bool]:
    """What others began in the communities of ``actor`` since the digest before, and is neither read nor told yet.

    Nothing of what they muted; the nearest choice counts, as at the bell. Beside it whether there may be more: one page
    of the stream is read.
    """
    if not actor.roles:
        return [], False
    levels = chosen_by(actor)
    quiet = {subject: muted(levels, subject) for subject in Subject}
    closed = quiet[Subject.COMMUNITY] & actor.roles.keys()
    chosen = set(levels[Subject.CONTRIBUTION]) - quiet[Subject.CONTRIBUTION] if closed else set()
    page = stream(actor, [number for number in actor.roles if number not in closed])
    rows = list(page.rows)
    if chosen:  # by itself, in a community that is muted; a page of the stream holds the other communities
        seen = Contribution.objects.visible_to(actor).filter(state=State.PUBLISHED)
        wanted = seen.filter(pk__in=chosen, community__in=closed).order_by("-pk")
        rows += rows_by_id(actor, list(wanted.values_list("pk", flat=True)[:PAGE]))
    floor = max([window(Rhythm(letter.rhythm), letter.made_at), *_digests_before(letter)])
    fresh = [
        row
        for row in rows
        if row.unread
        and not row.folded
        and row.created_at >= floor
        and row.id not in told
        and row.id not in quiet[Subject.CONTRIBUTION]
        and row.author.id not in {letter.person_id, *quiet[Subject.PERSON]}
    ]
    goes_on = page.next is not None and page.next.at >= floor
    return sorted(fresh, key=lambda row: row.last_activity_at, reverse=True), goes_on
