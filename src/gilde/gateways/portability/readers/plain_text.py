"""Text as it comes out of cells and attributes, made fit to keep."""

import re

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
# Controls, direction overrides and zero-width marks turn a name into something it does not look like. The joiner
# U+200D stays: emoji of people are made with it.
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_SPACES = re.compile(r"\s+")


def storable(text: str) -> str:
    """The text without NUL and half characters, with ``\\n`` as its only line end."""
    return _UNSTORABLE.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


def one_line(text: str) -> str:
    """The text on one line, without characters that cannot be seen, single spaces between words."""
    return _SPACES.sub(" ", _INVISIBLE.sub("", _UNSTORABLE.sub("", text))).strip()


def web_address(text: str) -> str | None:
    """A complete http(s) address, ``""`` where nothing is given, None where what is given is no web address."""
    address = one_line(text)
    if not address:
        return ""
    if "://" not in address and re.match(r"[\w-]+(\.[\w-]+)+(?:[/?#]|$)", address):
        address = f"https://{address}"
    if re.fullmatch(r"(?i)https?://[^\s/?#.\"<>@]+\.[^\s\"<>]+", address):
        return address
    return None
