"""A day and a half in a community of five hundred, ten minutes at a time, with every mail counted.

Monday from five in the morning until Tuesday at nine. People write, answer, mention each other, read, mute, leave; a
contribution moves into a closed room; from two to three in the afternoon the mail server is away. The worker is the
real one, only its clock is moved. What must hold for every single mail is looked up in what was really sent.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from tests.factories.communities import make_community, make_member
from tests.factories.dialogue import make_answer, make_comment, make_contribution, make_question

from gilde.attention.notifications.actions.level import choose
from gilde.attention.notifications.enums import URGENT, Level, Rhythm, Subject
from gilde.attention.notifications.models import Letter, MailChoice, Notice
from gilde.communities.actions.membership import leave
from gilde.communities.enums import Role
from gilde.communities.models import Community, Membership
from gilde.core import clock
from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.core.tasks import schedule
from gilde.core.tasks.worker import Worker
from gilde.dialogue.actions.curation import move
from gilde.dialogue.actions.read_mark import mark_read
from gilde.dialogue.enums import ContributionKind
from gilde.dialogue.models import Contribution
from gilde.people.enums import PersonState
from gilde.people.models import Account, Person
from gilde.people.queries.actor import actor_for

pytestmark = pytest.mark.django_db

PEOPLE = 500
STEP = timedelta(minutes=10)
MONDAY = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
END = MONDAY + timedelta(hours=28)
AWAY = (MONDAY + timedelta(hours=9), MONDAY + timedelta(hours=10))  # when the mail server is away
# Of every twenty: so many want to know at once, daily, weekly, never; the rest never chose and gets the daily one.
RHYTHMS = [Rhythm.AT_ONCE] * 4 + [Rhythm.DAILY] * 4 + [Rhythm.WEEKLY] * 3 + [Rhythm.NONE] * 3 + [None] * 6


@dataclass
class Sent:
    """A mail as it arrived."""

    at: datetime
    to: int
    letter: Letter
    message: EmailMultiAlternatives

    @property
    def places(self) -> list[str]:
        """The exact places it leads to, each once."""
        return sorted(set(re.findall(r"/d/\d+/[^\s\"<>]*", str(self.message.body))))


@dataclass
class Day:
    """What happened."""

    house: Community
    room: Community
    people: dict[int, Person]
    rhythms: dict[int, Rhythm]
    sent: list[Sent] = field(default_factory=list)
    left: dict[int, datetime] = field(default_factory=dict)
    muted: dict[int, datetime] = field(default_factory=dict)
    moved: Contribution | None = None
    moved_at: datetime | None = None
    attempts_while_away: int = 0


def _settle() -> Day:
    """Five hundred people with accounts in one community, forty of them also in a closed room."""
    host = make_member(make_community("Wijkzorg"), Role.HOST)
    house = Community.objects.get(memberships__person=host)
    room = make_community("Casuïstiek", audience=Audience.COMMUNITY, host=host)
    accounts = Account.objects.bulk_create(
        Account(
            email=f"someone{number}@example.org",
            language=("nl", "en")[number % 2],
            time_zone="Europe/Amsterdam",
            last_login=MONDAY - timedelta(days=2),  # nobody is away for so long that mail to them pauses
        )
        for number in range(PEOPLE)
    )
    people = Person.objects.bulk_create(
        Person(name=f"Someone {number}", handle=f"someone-{number}", account=account, state=PersonState.ACTIVE)
        for number, account in enumerate(accounts)
    )
    long_ago = MONDAY - timedelta(days=90)
    Membership.objects.bulk_create(Membership(person=person, community=house, since=long_ago) for person in people)
    Membership.objects.bulk_create(Membership(person=person, community=room, since=long_ago) for person in people[:40])
    Community.objects.filter(pk=house.pk).update(member_count=PEOPLE + 1)
    Community.objects.filter(pk=room.pk).update(member_count=41)
    rhythms = {}
    for number, person in enumerate(people):
        chosen = RHYTHMS[number % len(RHYTHMS)]
        rhythms[person.pk] = chosen or Rhythm.DAILY
        if chosen is not None:
            MailChoice.objects.create(person=person, rhythm=chosen, chosen_at=long_ago)
    return Day(house, room, {person.pk: person for person in people}, rhythms)


class Life:
    """What people do in ten minutes, the same in every run."""

    def __init__(self, day: Day) -> None:
        self.day = day
        self.dice = random.Random(20261123)
        self.open: list[Contribution] = []

    def anybody(self) -> Actor:
        """Somebody who is still here, as a request of now would see them."""
        while (number := self.dice.choice(list(self.day.people))) in self.day.left:
            pass
        return actor_for(self.day.people[number])

    def pass_by(self, moment: datetime) -> None:
        """Ten minutes: busy by day, quiet by night."""
        busy = 5 <= (moment - MONDAY).total_seconds() // 3600 <= 15
        for _ in range(self.dice.randint(2, 6) if busy else self.dice.randint(0, 1)):
            self._one_act()

    def _one_act(self) -> None:
        actor, day, dice = self.anybody(), self.day, self.dice
        what = dice.random()
        if what < 0.15 or len(self.open) < 3:
            make = make_question if dice.random() < 0.4 else make_contribution
            self.open.append(make(actor, day.house, title=f"Theme {len(self.open)} of the day"))
        elif what < 0.75:
            row = Contribution.objects.select_related("community").get(pk=dice.choice(self.open[-6:]).pk)
            if row.community_id != day.house.pk:
                return
            other = dice.choice(list(day.people.values()))
            body = f"@{other.handle} what do you think?" if dice.random() < 0.3 else "That helps."
            if row.is_question and dice.random() < 0.5:
                make_answer(actor, row, body)
            else:
                make_comment(actor, row, body)
        elif what < 0.95:
            row = dice.choice(self.open[-6:])
            if Contribution.objects.visible_to(actor).filter(pk=row.pk).exists():
                mark_read(actor=actor, contribution=row)
        elif what < 0.98:
            choose(actor=actor, subject=Subject.COMMUNITY, number=day.house.pk, level=Level.MUTE)
            day.muted.setdefault(actor.person_id or 0, clock.now())
        else:
            leave(actor=actor, community=day.house)
            day.left[actor.person_id or 0] = clock.now()


@contextmanager
def _mail_server_is_away(settings) -> Iterator[None]:
    """Every mail is refused by a port on which nobody listens."""
    before = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 1
    yield
    settings.EMAIL_BACKEND = before


def _work(worker: Worker, day: Day, moment: datetime) -> None:
    """The worker does all that is due; what arrived is noted down."""
    while worker.work_once():
        pass
    accounts = {person.account.email: number for number, person in day.people.items() if person.account}
    for message in mail.outbox:
        (address,) = message.to
        letter = Letter.objects.get(pk=re.search(r"letter\.(\d+)@", message.extra_headers["Message-ID"])[1])  # type: ignore[index]
        day.sent.append(Sent(moment, accounts.get(address, 0), letter, message))  # type: ignore[arg-type]
    mail.outbox.clear()


def _live(settings) -> Day:
    with clock.at(MONDAY - timedelta(days=90)):
        day = _settle()
    life, worker, moment = Life(day), Worker(), MONDAY
    while moment < END:
        with clock.at(moment):
            life.pass_by(moment)
            if moment == MONDAY + timedelta(hours=7):
                inside = next(person for number, person in day.people.items() if number not in day.left)
                day.moved = make_contribution(actor_for(inside), day.house, title="What I cannot say aloud")
                life.open.append(day.moved)
                quiet = next(number for number in list(day.people)[40:] if number not in day.left)
                choose(
                    actor=actor_for(day.people[quiet]), subject=Subject.COMMUNITY, number=day.house.pk, level=Level.MUTE
                )
                day.muted.setdefault(quiet, moment)
            if moment == MONDAY + timedelta(hours=8):
                host = actor_for(Membership.objects.get(community=day.house, role=Role.HOST).person)
                make_contribution(host, day.house, title="The market is moved", kind=ContributionKind.ANNOUNCEMENT)
                assert day.moved is not None
                move(actor=host, contribution=day.moved, to=day.room)
                day.moved_at = moment
                _speak_inside(day)
            schedule.plan()
            if AWAY[0] <= moment < AWAY[1]:
                with _mail_server_is_away(settings):
                    _work(worker, day, moment)
                day.attempts_while_away = max(
                    day.attempts_while_away, Letter.objects.filter(sent_at=None, refused="").count()
                )
            else:
                _work(worker, day, moment)
        moment += STEP
    return day


def _speak_inside(day: Day) -> None:
    """In the closed room somebody comments on what was moved there, and names some of those inside."""
    assert day.moved is not None
    inside = [person for number, person in list(day.people.items())[:40] if number not in day.left]
    row = Contribution.objects.select_related("community").get(pk=day.moved.pk)
    named = " ".join(f"@{person.handle}" for person in inside[2:8])
    make_comment(actor_for(inside[1]), row, f"{named} this stays here.")


def test_in_a_day_of_five_hundred_people_every_mail_is_the_right_one(settings):
    day = _live(settings)
    ours = [one for one in day.sent if one.to]
    _somebody_was_really_written_to(day, ours)
    _each_letter_left_once(day)
    _nobody_got_two_digests_of_a_period(ours)
    _everybody_got_mail_at_the_rhythm_they_chose(day, ours)
    _no_place_was_mailed_twice_to_the_same_person(ours)
    _nobody_who_waits_to_know_at_once_was_forgotten(day)
    _everybody_who_had_something_waiting_got_a_digest(day, ours)
    _who_left_or_muted_was_left_alone(day, ours)
    _what_moved_into_the_closed_room_stayed_there(day, ours)
    _the_hour_without_a_mail_server_lost_and_doubled_nothing(day, ours)


def _somebody_was_really_written_to(day: Day, sent: list[Sent]) -> None:
    kinds = Counter(one.letter.rhythm for one in sent)
    assert kinds[Rhythm.AT_ONCE] > PEOPLE // 5
    assert kinds[Rhythm.DAILY] > PEOPLE * 2 // 5
    assert len(sent) == sum(kinds.values())
    assert day.left
    assert day.muted


def _each_letter_left_once(day: Day) -> None:
    assert len({one.message.extra_headers["Message-ID"] for one in day.sent}) == len(day.sent)
    assert sorted(one.letter.pk for one in day.sent) == sorted(
        Letter.objects.filter(sent_at__isnull=False).values_list("pk", flat=True)
    )


def _nobody_got_two_digests_of_a_period(sent: list[Sent]) -> None:
    digests = Counter((one.to, one.letter.period) for one in sent if one.letter.rhythm != Rhythm.AT_ONCE)
    assert [key for key, count in digests.items() if count > 1] == []


def _everybody_got_mail_at_the_rhythm_they_chose(day: Day, sent: list[Sent]) -> None:
    assert [one.to for one in sent if one.letter.rhythm != day.rhythms[one.to]] == []
    assert [one.to for one in sent if day.rhythms[one.to] == Rhythm.NONE] == []
    early = [one for one in sent if one.letter.rhythm == Rhythm.DAILY and (one.at + timedelta(hours=1)).hour < 7]
    assert early == []  # in Amsterdam, in winter


def _no_place_was_mailed_twice_to_the_same_person(sent: list[Sent]) -> None:
    seen: dict[int, Counter[str]] = defaultdict(Counter)
    for one in sent:
        seen[one.to].update(one.places)
    assert {number: {place: n for place, n in places.items() if n > 1} for number, places in seen.items()} == {
        number: {} for number in seen
    }


def _nobody_who_waits_to_know_at_once_was_forgotten(day: Day) -> None:
    eager = [number for number, rhythm in day.rhythms.items() if rhythm == Rhythm.AT_ONCE and number not in day.left]
    waiting = Notice.objects.filter(person__in=eager, reason__in=URGENT, letter=None, at__lt=END - timedelta(hours=1))
    assert list(waiting.unread()) == []


def _everybody_who_had_something_waiting_got_a_digest(day: Day, sent: list[Sent]) -> None:
    daily = [number for number, rhythm in day.rhythms.items() if rhythm == Rhythm.DAILY and number not in day.left]
    tuesday = {one.to for one in sent if one.letter.period == "2026-11-24"}
    waiting = Notice.objects.filter(person__in=daily, at__lt=MONDAY + timedelta(hours=24), letter=None).unread()
    assert set(waiting.values_list("person_id", flat=True)) == set()
    told = Notice.objects.filter(person__in=daily, letter__period="2026-11-24").unread()
    assert set(told.values_list("person_id", flat=True)) - tuesday == set()


def _who_left_or_muted_was_left_alone(day: Day, sent: list[Sent]) -> None:
    assert [one.to for one in sent if one.to in day.left and one.at > day.left[one.to]] == []
    muted = Notice.objects.filter(person__in=list(day.muted), community=day.house).exclude(letter=None)
    late = [one for one in muted if one.at > MONDAY + timedelta(hours=20)]
    assert late == []
    # And there was something to be silent about: everybody else was told of the announcement.
    told = Notice.objects.filter(contribution__title="The market is moved")
    before = {number for number, at in day.muted.items() if at < MONDAY + timedelta(hours=8)} - set(day.left)
    assert before
    assert told.count() > PEOPLE // 2
    assert not told.filter(person__in=before).exists()


def _what_moved_into_the_closed_room_stayed_there(day: Day, sent: list[Sent]) -> None:
    assert day.moved is not None
    assert day.moved_at is not None
    inside = set(Membership.objects.filter(community=day.room).values_list("person_id", flat=True))
    told = [one.to for one in sent if one.at > day.moved_at and day.moved.title in one.message.body]
    assert told, "nobody inside was told of it"
    assert set(told) - inside == set()


def _the_hour_without_a_mail_server_lost_and_doubled_nothing(day: Day, sent: list[Sent]) -> None:
    assert day.attempts_while_away > 0
    assert [one for one in sent if AWAY[0] <= one.at < AWAY[1]] == []
    assert list(Letter.objects.filter(sent_at=None, refused="", made_at__lt=END - timedelta(hours=3))) == []
