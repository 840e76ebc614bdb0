"""How the values of settings are read: text in, a value out, or a ValueError that says what to write instead."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def flag(text: str) -> bool:
    """Yes or no."""
    lowered = text.strip().lower()
    if lowered in {"1", "true", "yes", "on", "ja"}:
        return True
    if lowered in {"", "0", "false", "no", "off", "nee"}:
        return False
    raise ValueError("write 1 or 0")


def whole_number(low: int, high: int) -> Callable[[str], int]:
    """A number without a comma."""

    def parse(text: str) -> int:
        if not text.isdecimal() or not low <= int(text) <= high:
            raise ValueError(f"write a whole number from {low} to {high}")
        return int(text)

    return parse


def one_of(*allowed: str) -> Callable[[str], str]:
    """A word from a list."""

    def parse(text: str) -> str:
        if text not in allowed:
            raise ValueError("write one of " + ", ".join(allowed))
        return text

    return parse


def site_address(text: str) -> str:
    """Where people come in: scheme and host."""
    if not text:
        return ""
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path not in {"", "/"}:
        raise ValueError("write an address such as https://gilde.example.org, without a path")
    return f"{parts.scheme}://{parts.netloc}"


def bind_address(text: str) -> str:
    """Address and port."""
    _, colon, port = text.rpartition(":")
    if not colon or not port.isdecimal() or not 0 < int(port) < 65536:
        raise ValueError("write an address and a port such as 127.0.0.1:8000")
    return text


def contact(text: str) -> str:
    """An address for people who found a hole, as RFC 9116 wants it: a URI. A bare mail address becomes one."""
    if not text:
        return ""
    parts = urlsplit(text)
    is_page = parts.scheme == "https" and bool(parts.hostname)
    is_mail = bool(re.fullmatch(r"(mailto:)?[^\s@:/?]+@[^\s@:/?]+", text))
    if (is_page or is_mail) and not re.search(r"[\x00-\x20\x7f]", text):
        return text if parts.scheme else f"mailto:{text}"
    raise ValueError("write a mail address or an https address of a page")


def time_zone(text: str) -> str:
    """The name of a time zone."""
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("write the name of a time zone such as Europe/Amsterdam") from None
    return text


def mailbox(text: str) -> str:
    """A mail address without a name, without a plus: replies get theirs behind one (RFC 5233)."""
    if text and not re.fullmatch(r"[a-z0-9._-]{1,20}@[a-z0-9-]+(\.[a-z0-9-]+)+", text.lower()):
        raise ValueError("write a mail address such as reply@gilde.example.org, at most 20 characters before the @")
    return text.lower()


def imap_address(text: str) -> str:
    """A mailbox to fetch from."""
    parts = urlsplit(text)
    if text and (parts.scheme not in {"imap", "imaps"} or not parts.hostname or not parts.username):
        raise ValueError("write imaps://user:password@host:993/INBOX")
    return text


def basic_auth(text: str) -> str:
    """Name and password as a provider sends them."""
    if text and not re.fullmatch(r"[^:\s]+:[^\s]{16,}", text):
        raise ValueError("write a name, a colon and a password of at least 16 characters")
    return text


def redis_address(text: str) -> str:
    """Where a Redis or Valkey listens."""
    parts = urlsplit(text)
    if text and not (parts.scheme in {"redis", "rediss"} and parts.hostname) and not text.startswith("unix:///"):
        raise ValueError("write redis://user:password@host:6379/0, rediss:// for TLS or unix:///path/of/the/socket")
    return text
