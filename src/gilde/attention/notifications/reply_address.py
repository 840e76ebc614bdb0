"""The address that a reply to a letter goes to: it says whose letter it was and where the reply belongs.

Nobody can guess or change one: what stands behind the plus (RFC 5233) is signed with the key of this installation. It
fits in the 64 characters of a local part (RFC 5321, 4.5.3.1.1) and reads the same in capitals, as some programs
write it.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import Final

from django.conf import settings
from django.utils.crypto import salted_hmac

from gilde.core.clock import now

DAYS: Final = 90  # how long one works
_SALT: Final = "gilde.notifications.reply"
_SEAL: Final = 10  # bytes: 80 bits
_FIRST_DAY: Final = date(2026, 1, 1)
_TOKEN: Final = re.compile(r"[a-z2-7]{20,57}")


class Wanted(Enum):
    """What a reply becomes; ``number`` is then that of a contribution, an answer or a letter."""

    COMMENT = 1
    ANSWER = 2
    UNDER_ANSWER = 3
    NOTHING = 4  # the letter told of several conversations
    BOUNCE = 5  # no reply: where a mail server says that the letter did not arrive


@dataclass(frozen=True)
class ReplyAddress:
    """What stands in an address. ``generation`` is that of the person's :class:`ReplyKey` when it was made."""

    wanted: Wanted
    number: int
    person: int
    generation: int
    made_on: date

    @property
    def is_expired(self) -> bool:
        """Whether the letter is too old to reply to."""
        return _today() - self.made_on > timedelta(days=DAYS)


def is_open() -> bool:
    """Whether this installation takes mail in."""
    return bool(settings.MAIL_IN_ADDRESS)


def make_address(wanted: Wanted, number: int, *, person: int, generation: int) -> str:
    """The complete address for this reader and this place; call it only when mail is taken in."""
    day = max(0, (_today() - _FIRST_DAY).days)
    packed = bytes([wanted.value]) + b"".join(_packed(each) for each in (day, number, person, generation))
    token = base64.b32encode(packed + _seal(packed)).decode().rstrip("=").lower()
    local, _, domain = settings.MAIL_IN_ADDRESS.partition("@")
    return f"{local}+{token}@{domain}"


def read_token(token: str) -> ReplyAddress | None:
    """What stands in the part behind the plus; None when we did not make it. It may be expired or revoked."""
    token = token.lower()
    if not _TOKEN.fullmatch(token):
        return None
    try:
        raw = base64.b32decode(token.upper() + "=" * (-len(token) % 8))
    except (binascii.Error, ValueError):
        return None
    packed, seal = raw[:-_SEAL], raw[-_SEAL:]
    if not hmac.compare_digest(seal, _seal(packed)):
        return None
    try:
        wanted, values = Wanted(packed[0]), _unpacked(packed[1:])
        day, number, person, generation = values
        return ReplyAddress(wanted, number, person, generation, _FIRST_DAY + timedelta(days=day))
    except (ValueError, IndexError, OverflowError):
        return None


def tokens_in(text: str) -> list[str]:
    """What stands behind the plus in addresses like ours, at most twenty."""
    local, _, domain = settings.MAIL_IN_ADDRESS.partition("@")
    if not domain:
        return []
    ours = re.compile(rf"(?<![\w.+-]){re.escape(local)}\+([a-z2-7]{{20,57}})@{re.escape(domain)}(?![\w.-])", re.I)
    return [found.group(1) for found, _ in zip(ours.finditer(text), range(20), strict=False)]


def _today() -> date:
    moment: datetime = now()
    return moment.astimezone(UTC).date()


def _seal(packed: bytes) -> bytes:
    return salted_hmac(_SALT, packed, algorithm="sha256").digest()[:_SEAL]


def _packed(number: int) -> bytes:
    """A whole number in as many bytes as it needs, seven bits in each."""
    written = bytearray()
    while True:
        number, bits = number >> 7, number & 0x7F
        written.append(bits | (0x80 if number else 0))
        if not number:
            return bytes(written)


def _unpacked(raw: bytes) -> list[int]:
    numbers, number, shift = [], 0, 0
    for byte in raw:
        number |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80:
            numbers.append(number)
            number, shift = 0, 0
    return numbers
