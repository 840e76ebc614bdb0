"""What a letter says, in the language and the time zone of its reader."""

from __future__ import annotations

from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from gilde.attention.notifications.enums import Rhythm
from gilde.attention.notifications.models import Letter
from gilde.attention.notifications.queries.bell import Line
from gilde.attention.notifications.queries.letter import Content
from gilde.attention.notifications.queries.words import Words
from gilde.attention.notifications.replying import bounce_address, reply_address
from gilde.attention.notifications.sentences import plain, sentence, summary
from gilde.dialogue.queries.person import PersonRow
from gilde.dialogue.queries.stream_row import StreamRow
from gilde.people.models import Account, Person
from gilde.people.reader import read_by

_SALT: Final = "gilde.notifications.mail"
_QUOTED: Final = 3  # replies of one conversation in a letter


def stop_token(person_id: int) -> str:
    """What the links at the end of a letter carry instead of a log-in. It works as long as there are letters."""
    return signing.dumps(person_id, salt=_SALT)


def read_stop_token(token: str) -> int | None:
    """Whose letter it stood in; None for one that is not ours."""
    try:
        number = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    return number if isinstance(number, int) else None


def message(letter: Letter, person: Person, account: Account, content: Content) -> EmailMultiAlternatives:
    """The mail, as text and as HTML; its headers let mail programs thread it and offer to end it (RFC 8058)."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    token = stop_token(person.pk)
    stop = f"{settings.SITE_URL}{reverse('notifications:stop', args=[token])}"
    wanted, reply_to = reply_address(letter, content)
    with read_by(account):
        lines = [(sentence(line), plain(line), f"{settings.SITE_URL}{line.href}", line) for line in content.lines]
        context = {
            "person": person,
            "letter": letter,
            "lines": lines,
            "quoted": {line.href: _quoted(content, line) for line in content.lines},
            "more": content.more,
            "rows": [(row, f"{settings.SITE_URL}{row.url}") for row in _told(content)],
            "more_rows": content.more_rows,
            "at_least": content.at_least,
            "sections": content.sections,
            "is_digest": letter.rhythm != Rhythm.AT_ONCE,
            "site": settings.SITE_URL,
            "bell": f"{settings.SITE_URL}{reverse('notifications:bell')}",
            "stop": stop,
            "reply": wanted.name if reply_to else "",
        }
        mail = EmailMultiAlternatives(
            subject=" ".join(_subject(content).split())[:200],
            body=render_to_string("notifications/mail/letter.txt", context).strip() + "\n",
            to=[account.email],
        )
        mail.attach_alternative(render_to_string("notifications/mail/letter.html", context), "text/html")
    mail.extra_headers = {
        "Message-ID": f"<letter.{letter.pk}@{host}>",
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
    if reply_to:
        mail.reply_to = [reply_to]
    if bounces := bounce_address(letter):
        mail.extra_headers["From"] = mail.from_email
        mail.from_email = bounces
    places = {line.thread for line in content.lines}
    if letter.rhythm == Rhythm.AT_ONCE and len(places) == 1 and None not in places:
        thread = f"<contribution.{places.pop()}@{host}>"
        mail.extra_headers |= {"In-Reply-To": thread, "References": thread}
    return mail


def _quoted(content: Content, line: Line) -> list[Words]:
    """What the replies of one line say, the oldest first."""
    said = [content.words[number] for number in reversed(line.notices) if number in content.words]
    return said[:_QUOTED]


def _told(content: Content) -> list[StreamRow]:
    """What is new, as a letter may tell it: of what stays in its community only that there is something, once each."""
    told: list[StreamRow] = []
    quiet: set[int] = set()
    for row in content.rows:
        if row.level != "room":
            told.append(row)
        elif row.community.id not in quiet:
            quiet.add(row.community.id)
            told.append(replace(row, title=_("Something new"), author=PersonRow(0, "", "", "", "")))
    return told


def _subject(content: Content) -> str:
    """What happened last, and how much more; a number of things says nothing."""
    if content.lines:
        return summary(content.lines, content.more)
    first = _told(content)[0].title if content.rows else content.sections[0].items[0].title
    return _("New at %(site)s: %(title)s") % {"site": settings.SITE_NAME, "title": first}
