"""Fetching mail from a mailbox (IMAP4rev1, RFC 3501). What was taken is marked as read and stays there."""

from __future__ import annotations

import imaplib
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final
from urllib.parse import unquote, urlsplit

from django.conf import settings

from gilde.gateways.letterbox.actions.receive import receive
from gilde.gateways.letterbox.bounds import MOST_HEADERS

logger = logging.getLogger("gilde.letterbox")

_SECONDS: Final = 30.0
_AT_ONCE: Final = 100  # mails in one go; the next go is a minute later
_SIZE: Final = re.compile(rb"RFC822\.SIZE (\d+)")


def fetch_new() -> Iterator[int]:
    """Take in what nobody has read yet, oldest first; the number of each mail that is for us.

    A mail is marked as read after it was kept here, so whatever breaks in between brings it once more, and
    :func:`receive` knows it. A mailbox that cannot be reached is tried again by the next go.
    """
    try:
        with _mailbox() as box:
            for uid in _unread(box):
                raw, size = _fetched(box, uid)
                if raw:
                    arrived = receive(raw=raw, way="imap", size=size)
                    if arrived is not None:
                        yield arrived.pk
                box.uid("STORE", uid, "+FLAGS.SILENT", r"(\Seen)")
    except (OSError, imaplib.IMAP4.error) as error:
        logger.warning("the mailbox could not be read: %s", type(error).__name__)


@contextmanager
def _mailbox() -> Iterator[imaplib.IMAP4]:
    address = urlsplit(settings.MAIL_IN_IMAP)
    host = address.hostname or ""
    box: imaplib.IMAP4
    if address.scheme == "imaps":
        box = imaplib.IMAP4_SSL(host, address.port or 993, timeout=_SECONDS)
    else:
        box = imaplib.IMAP4(host, address.port or 143, timeout=_SECONDS)
    try:
        box.login(unquote(address.username or ""), unquote(address.password or ""))
        folder = unquote(address.path.strip("/")) or "INBOX"
        quoted = folder.replace("\\", "\\\\").replace('"', '\\"')
        answer, _data = box.select(f'"{quoted}"')
        if answer != "OK":
            raise imaplib.IMAP4.error("there is no such folder")
        yield box
    finally:
        with suppress(OSError, imaplib.IMAP4.error):
            box.logout()


def _unread(box: imaplib.IMAP4) -> list[str]:
    _answer, data = box.uid("SEARCH", "UNSEEN", "UNDELETED")
    found = data[0] if data and isinstance(data[0], bytes) else b""
    return [uid.decode() for uid in found.split()[:_AT_ONCE] if uid.isdigit()]


def _fetched(box: imaplib.IMAP4, uid: str) -> tuple[bytes, int]:
    """The mail and its size; of one that is too large only the beginning."""
    _answer, data = box.uid("FETCH", uid, "(RFC822.SIZE)")
    told = b" ".join(part if isinstance(part, bytes) else part[0] for part in data or [] if part)
    found = _SIZE.search(told)
    if found is None:
        return b"", 0
    size = int(found[1])
    what = "(BODY.PEEK[])" if size <= settings.MAIL_IN_BYTES else f"(BODY.PEEK[]<0.{MOST_HEADERS}>)"
    _answer, data = box.uid("FETCH", uid, what)
    for part in data or []:
        if isinstance(part, tuple):
            return bytes(part[1]), size
    return b"", 0
