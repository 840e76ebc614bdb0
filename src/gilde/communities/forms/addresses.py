"""E-mail addresses as people type, paste and export them."""

from __future__ import annotations

import re
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

_BRACKETED: Final = re.compile(r"^(?P<name>[^<>]*)<(?P<email>[^<>]+)>$")
_BETWEEN: Final = re.compile(r"[,;\n]+")


def read_address(text: str) -> str:
    """The address in ``text`` (bare, or as ``Name <address>``) in small letters; empty when it holds none.

    Stricter than the standard: a quoted local part or a number in brackets for a host is a mistake, not a member.
    """
    text = text.strip().removeprefix("mailto:")
    bracketed = _BRACKETED.match(text)
    if bracketed:
        text = bracketed["email"].strip()
    text = text.lower()
    local, at, host = text.rpartition("@")
    if not at or len(text) > 254 or "." not in host or host.startswith("[") or '"' in local:
        return ""
    try:
        validate_email(text)
    except ValidationError:
        return ""
    return text


def split_addresses(text: str) -> list[str]:
    """What stands between commas, semicolons and line ends, or between spaces where those are missing."""
    parts = [part.strip() for part in _BETWEEN.split(text)]
    found: list[str] = []
    for part in parts:
        if part and "<" not in part and part.count("@") > 1:
            found.extend(part.split())
        elif part:
            found.append(part)
    return found
