"""What a mail may be like before a parser looks at it.

The parser of the standard library makes an object of every part and every line and calls itself for each level, so a
few megabytes of the right bytes would take all memory. Here the bytes are counted first, in one pass each.
"""

from __future__ import annotations

import re
from typing import Final

from django.conf import settings

MOST_PARTS: Final = 2_000
MOST_MULTIPARTS: Final = 60
MOST_HEADERS: Final = 262_144  # bytes above the first empty line
_LONGEST: Final = 4_096  # bytes of one header that says what a part is
_END: Final = re.compile(rb"\r?\n\r?\n")
_BOUNDARY: Final = re.compile(rb"boundary[\d*]*+\s*+=", re.IGNORECASE)
_MESSAGE: Final = re.compile(rb"message\s*+/|multipart\s*+/\s*+digest", re.IGNORECASE)
_PART: Final = re.compile(rb"(?:\A|[\r\n])--\S")
_CONTENT: Final = re.compile(rb"(?:\A|[\r\n])content-[a-z-]++\s*+:(?:[^\r\n]++|\r?\n[ \t]|\r[ \t])*+", re.IGNORECASE)


class TooMuch(Exception):
    """A mail that no reader writes and no program should take apart."""


def check(raw: bytes) -> None:
    """Refuse a mail that would cost more than it can be worth.

    Raises:
        TooMuch: too many lines, parts, levels or headers.
    """
    # Lines of base64 are 76 characters long (RFC 2045, 6.8); a mail of the largest size has no more than this.
    lines = max(100_000, settings.MAIL_IN_BYTES // 60)
    if raw.count(b"\n") > lines or raw.count(b"\r") > lines:
        raise TooMuch
    if _END.search(raw[: MOST_HEADERS + 4]) is None and len(raw) > MOST_HEADERS:
        raise TooMuch
    for pattern, most in ((_BOUNDARY, MOST_MULTIPARTS), (_MESSAGE, MOST_MULTIPARTS), (_PART, MOST_PARTS)):
        if any(number >= most for number, _ in enumerate(pattern.finditer(raw))):
            raise TooMuch
    # The parser looks for the ends of parameters again and again: its time grows with the square of their length.
    if any(found.end() - found.start() > _LONGEST for found in _CONTENT.finditer(raw)):
        raise TooMuch
