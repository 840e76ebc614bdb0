"""What notifications hold about a person: what they were told, what they chose to hear, and the mail they got.

What somebody was told of is named only as far as they may read it at this moment; that they were told stays.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from gilde.attention.notifications.enums import Level, Subject
from gilde.attention.notifications.models import (
    Choice,
    Device,
    HelpChoice,
    Letter,
    MailChoice,
    Notice,
    PausedAddress,
    Wake,
)
from gilde.attention.notifications.queries.bell import bundled, explained
from gilde.attention.notifications.sentences import plain
from gilde.communities.models import Community
from gilde.core.actor import Actor
from gilde.core.exports import Part, Records
from gilde.dialogue.models import Contribution
from gilde.people.models import Person
from gilde.people.queries.actor import actor_for

_CHUNK = 500


def export(person_id: int) -> Iterator[Part]:
    """Notices, levels, the rhythm of mail, and every letter."""
    reader = actor_for(Person.objects.get(pk=person_id))
    yield Records("notifications", _("What I was told"), _notices(person_id, reader), _NOTICE)
    yield Records("notification-levels", _("What I want to hear"), _levels(person_id, reader), _LEVEL)
    yield Records("email-rhythm", _("How often I want email"), _rhythm(person_id), _RHYTHM)
    yield Records("asked-for-help", _("Questions I was asked about"), _asked(person_id, reader), _ASKED)
    yield Records("willing-to-help", _("Whether I want to be asked"), _willing(person_id), _WILLING)
    yield Records("emails", _("Emails I was sent"), _letters(person_id), _LETTER)
    yield Records("paused-addresses", _("Addresses that email stopped going to"), _paused(person_id), _PAUSED)
    yield Records("devices", _("Devices that tell me something"), _devices(person_id), _DEVICE)


_NOTICE = {
    "what": _("What happened"),
    "address": _("Address"),
    "at": _("When"),
    "read_at": _("Read on"),
    "mailed_at": _("Sent by email on"),
    "pushed_at": _("Told on a device on"),
}


def _notices(person_id: int, reader: Actor) -> Iterator[dict[str, object]]:
    readable = set(Notice.objects.visible_to(reader).values_list("pk", flat=True))
    rows = Notice.objects.filter(person_id=person_id)
    rows = rows.select_related("activity", "by", "contribution__community", "community", "letter", "push").order_by(
        "pk"
    )
    for row in rows.iterator(chunk_size=_CHUNK):
        line = explained(reader, bundled([row]))[0] if row.pk in readable else None
        yield {
            "what": plain(line) if line else "",
            "address": f"{settings.SITE_URL}{line.href}" if line else "",
            "at": row.at,
            "read_at": row.read_at,
            "mailed_at": row.letter.sent_at if row.letter else None,
            "pushed_at": row.push.sent_at if row.push else None,
        }


_LEVEL = {"of": _("Of what"), "level": _("What I chose")}
_WORDS = {
    Level.FOLLOW: {Subject.CONTRIBUTION: _("Every reply"), Subject.COMMUNITY: _("Everything new")},
    Level.NORMAL: {},
    Level.MUTE: dict.fromkeys(Subject, _("Nothing")),
}


def _levels(person_id: int, reader: Actor) -> Iterator[dict[str, object]]:
    rows = list(Choice.objects.filter(person_id=person_id).order_by("pk"))
    numbers = {subject: [row.number for row in rows if row.subject == subject] for subject in Subject}
    contributions = Contribution.objects.visible_to(reader).filter(pk__in=numbers[Subject.CONTRIBUTION])
    communities = Community.objects.visible_to(reader).filter(pk__in=numbers[Subject.COMMUNITY])
    people = Person.objects.visible_to(reader).filter(pk__in=numbers[Subject.PERSON])
    names = {
        Subject.CONTRIBUTION: dict(contributions.values_list("pk", "title")),
        Subject.COMMUNITY: dict(communities.values_list("pk", "name")),
        Subject.PERSON: dict(people.values_list("pk", "name")),
    }
    for row in rows:
        subject = Subject(row.subject)
        words = _WORDS[Level(row.level)].get(subject, _("What concerns me"))
        yield {"of": names[subject].get(row.number, ""), "level": str(words)}


_RHYTHM = {"rhythm": _("How often"), "at": _("Chosen on")}


def _rhythm(person_id: int) -> Iterator[dict[str, object]]:
    for row in MailChoice.objects.filter(person_id=person_id):
        yield {"rhythm": str(row.get_rhythm_display()), "at": row.chosen_at}


_ASKED = {"question": _("Question"), "at": _("When")}


def _asked(person_id: int, reader: Actor) -> Iterator[dict[str, object]]:
    rows = list(Wake.objects.filter(person_id=person_id).order_by("pk"))
    readable = Contribution.objects.visible_to(reader).filter(pk__in=[row.question_id for row in rows])
    titles = dict(readable.values_list("pk", "title"))
    for row in rows:
        yield {"question": titles.get(row.question_id, ""), "at": row.at}


_WILLING = {"willing": _("Ask me"), "at": _("Chosen on")}


def _willing(person_id: int) -> Iterator[dict[str, object]]:
    for row in HelpChoice.objects.filter(person_id=person_id):
        yield {"willing": row.willing, "at": row.chosen_at}


_PAUSED = {"address": _("Address"), "since": _("Since"), "reason": _("Why")}


def _paused(person_id: int) -> Iterator[dict[str, object]]:
    for row in PausedAddress.objects.filter(account__person=person_id):
        yield {"address": row.email, "since": row.since, "reason": row.reason}


_LETTER = {"rhythm": _("How often"), "at": _("When"), "sent_at": _("Sent on")}


def _letters(person_id: int) -> Iterator[dict[str, object]]:
    for row in Letter.objects.filter(person_id=person_id).order_by("pk").iterator(chunk_size=_CHUNK):
        yield {"rhythm": str(row.get_rhythm_display()), "at": row.made_at, "sent_at": row.sent_at}


_DEVICE = {"name": _("Device"), "added_at": _("Added on"), "used_at": _("Last used")}


def _devices(person_id: int) -> Iterator[dict[str, object]]:
    for row in Device.objects.filter(person_id=person_id).order_by("pk"):
        yield {"name": row.name, "added_at": row.added_at, "used_at": row.used_at}
