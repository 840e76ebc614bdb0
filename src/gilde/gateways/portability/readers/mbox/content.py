"""What a mail says and what hangs on it."""

import email
import email.errors
from dataclasses import dataclass, field
from email.message import Message as Mail
from typing import Final

from gilde.gateways.portability.readers.mbox.headers import decoded
from gilde.gateways.portability.readers.plain_text import storable

_MOST_PARTS: Final = 200
_DEEPEST: Final = 20


class UnreadableMail(Exception):
    """The parts of a mail cannot be told apart."""


@dataclass
class Hanging:
    """A file that hangs on a mail."""

    name: str
    media_type: str
    content: bytes


@dataclass
class Content:
    """The text of a mail, or its HTML where it has no text; and its files."""

    text: str = ""
    html: str = ""
    files: list[Hanging] = field(default_factory=list)


def content_of(raw: bytes) -> Content:
    """What a mail holds, its separator line included. Raises :class:`UnreadableMail`."""
    try:
        mail = email.message_from_bytes(raw.partition(b"\n")[2])
        leaves = _leaves(mail)
    except (RecursionError, ValueError, LookupError, email.errors.MessageError) as error:
        raise UnreadableMail from error
    found = Content()
    texts: list[str] = []
    for leaf in leaves:
        name = _name(leaf)
        kind = leaf.get_content_type()
        is_text = kind in ("text/plain", "text/html") and leaf.get_content_disposition() != "attachment"
        if name or not is_text:
            if name or kind != "message/rfc822":
                found.files.append(Hanging(name or _named(kind), kind, _bytes(leaf)))
        elif kind == "text/plain":
            texts.append(_text(leaf))
        elif not found.html:
            found.html = _text(leaf)
    found.text = "\n\n".join(text.strip("\n") for text in texts if text.strip())
    return found


def _leaves(mail: Mail) -> list[Mail]:
    """The parts that hold something, at most so many and so deep."""
    found: list[Mail] = []
    waiting: list[tuple[Mail, int]] = [(mail, 0)]
    while waiting:
        part, depth = waiting.pop()
        below = part.get_payload() if part.is_multipart() else None
        if isinstance(below, list):
            if depth >= _DEEPEST or len(found) + len(waiting) + len(below) > _MOST_PARTS:
                raise UnreadableMail
            waiting += [(each, depth + 1) for each in reversed(below) if isinstance(each, Mail)]
        else:
            found.append(part)
    return found


def _name(part: Mail) -> str:
    try:
        return decoded(part.get_filename() or "").replace("/", "-").replace("\\", "-")[:200]
    except (ValueError, LookupError, TypeError):
        return ""


def _named(kind: str) -> str:
    return f"file.{kind.partition('/')[2].partition('+')[0][:12] or 'bin'}"


def _bytes(part: Mail) -> bytes:
    try:
        payload = part.get_payload(decode=True)
    except (ValueError, AssertionError, LookupError):
        return b""
    return payload if isinstance(payload, bytes) else b""


def _text(part: Mail) -> str:
    content = _bytes(part)
    try:
        charset = str(part.get_content_charset("utf-8"))
        text = content.decode(charset)
    except (LookupError, UnicodeError, ValueError):
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            text = content.decode("cp1252", "replace")
    return storable(text)
