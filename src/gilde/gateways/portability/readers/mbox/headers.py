"""The lines above a mail, whatever somebody wrote there."""

import email.errors
import email.header
import email.utils
import hashlib
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message as Mail
from email.parser import BytesHeaderParser
from typing import Final

from gilde.gateways.portability.readers.plain_text import one_line

_MOST: Final = 131_072
_ID: Final = re.compile(r"<([^<>\s]{1,400})>")
_PREFIX: Final = re.compile(
    r"(?:\s*(?:re|fwd?|aw|wg|antw|sv|vs|tr|r)\s*(?:\[\d+\])?\s*:|\s*\[(?P<tag>[^\]]{2,40})\])\s*", re.IGNORECASE
)
_BRACKETED: Final = re.compile(r"(?P<address>.*?)\s*\((?P<name>.*)\)\s*$", re.DOTALL)
_ADDRESS: Final = re.compile(r"[^@\s<>\"()|]{1,64}@[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)
_AT: Final = re.compile(r"(\S+) at (\S+\.\S+)")
_VIA: Final = re.compile(r"\s+via\s+\S.*$", re.IGNORECASE)
_OLDEST: Final = datetime(1985, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Sender:
    """Who sent a mail; ``email`` only where it is one that can be written to."""

    id: str
    name: str
    email: str


@dataclass(frozen=True)
class Headers:
    """What counts of the lines above a mail."""

    id: str
    answers: str  # the id in In-Reply-To, empty when it answers none
    follows: tuple[str, ...]  # those in References, the nearest first
    at: datetime | None
    sender: Sender
    subject: str
    list_id: str
    archived_at: str


def headers_of(raw: bytes) -> Headers:
    """The headers of a mail, its separator line included. Never raises."""
    separator, _, rest = raw.partition(b"\n")
    end = re.search(rb"\r?\n\r?\n", rest[:_MOST])
    top = rest[: end.end()] if end else rest[:_MOST]
    mail = BytesHeaderParser().parsebytes(top)
    found = _ID.search(_raw(mail, "Message-ID"))
    own = found[1] if found else f"digest-{hashlib.blake2b(top, digest_size=12).hexdigest()}"
    answers = _ID.search(_raw(mail, "In-Reply-To"))
    listed = re.search(r"<([^<>\s]{3,100})>", _raw(mail, "List-Id"))
    archived = re.search(r"https?://[^\s<>]{1,400}", _raw(mail, "Archived-At"))
    return Headers(
        id=one_line(own),
        answers=one_line(answers[1]) if answers else "",
        follows=tuple(one_line(each) for each in reversed(_ID.findall(_raw(mail, "References"))[-50:])),
        at=_moment(_raw(mail, "Date")) or _moment(separator.decode("latin-1").rpartition("  ")[2]) or _sent(separator),
        sender=_sender(mail),
        subject=_subject(decoded(_raw(mail, "Subject"))),
        list_id=one_line(listed[1]).lower() if listed else "",
        archived_at=archived[0] if archived else "",
    )


def decoded(text: str) -> str:
    """A header with its encoded words read, on one line. Never raises."""
    with suppress(ValueError, LookupError, UnicodeError, email.errors.HeaderParseError, AssertionError):
        text = str(email.header.make_header(email.header.decode_header(text)))
    return one_line(text.encode("utf-8", "replace").decode())


def _raw(mail: Mail, name: str) -> str:
    value = mail.get(name)
    if value is None:
        return ""
    text = str(value)
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")[:20_000]


def _subject(text: str) -> str:
    """What it is about: without the tag of the list, and without what says that it is a reply."""
    position = 0
    while found := _PREFIX.match(text, position):
        if found["tag"] and position and not text[:position].strip(" ReFwd:[]").strip():
            break
        position = found.end()
    return text[position:].strip() or text


def _sender(mail: Mail) -> Sender:
    written = _raw(mail, "From")
    name, address = _parsed(written)
    reply_name, reply_to = _parsed(_raw(mail, "Reply-To"))
    if _VIA.search(name):  # the list signs for who wrote, and says where that one can be reached
        name = _VIA.sub("", name)
        if reply_to and reply_to != address:
            address, name = reply_to, name or reply_name
        else:
            address = ""
    email_address = address if _ADDRESS.fullmatch(address) else ""
    key = email_address or address or name or "?"
    return Sender(
        id=hashlib.blake2b(key.casefold().encode(), digest_size=12).hexdigest(),
        name=name or email_address.partition("@")[0],
        email=email_address,
    )


def _parsed(written: str) -> tuple[str, str]:
    """Name and address, as mail programs and as list archives write them."""
    text = " ".join(written.split())
    if not text:
        return "", ""
    if "<" in text or "(" not in text:
        name, address = email.utils.parseaddr(text)
        return decoded(name).strip("'\" "), _plain(address or text)
    found = _BRACKETED.match(text)
    return (decoded(found["name"]).strip("'\" "), _plain(found["address"])) if found else (decoded(text), "")


def _plain(address: str) -> str:
    """The address, with “ at ” back to what it was."""
    return one_line(_AT.sub(r"\1@\2", address)).lower()[:254]


def _moment(text: str) -> datetime | None:
    try:
        moment = email.utils.parsedate_to_datetime(text.strip()[:200])
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (TypeError, ValueError, OverflowError, IndexError):
        return None
    return moment if moment >= _OLDEST else None


def _sent(separator: bytes) -> datetime | None:
    """The moment in ``From anna@x.example Thu Apr  1 08:22:09 2021``."""
    words = separator.decode("latin-1").split()[-5:]
    try:
        return datetime.strptime(" ".join(words), "%a %b %d %H:%M:%S %Y").replace(tzinfo=UTC)
    except ValueError:
        return None
