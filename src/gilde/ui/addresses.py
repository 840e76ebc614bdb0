"""Addresses in templates: routes, safe outward links, files.

``reverse`` costs some 30 µs; a page with twenty comments asks for a hundred. A route is reversed once with stand-ins,
after that only the values are put in.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final
from urllib.parse import urlsplit

from django.urls import NoReverseMatch, reverse

from gilde.ui.reading import prefix

_PLAIN: Final = re.compile(r"[A-Za-z0-9_-]+\Z")
_NUMBER_STAND_IN: Final = 918_273_645_000
_TEXT_STAND_IN: Final = "stand-in-for-"


@lru_cache(maxsize=1024)
def _pattern(name: str, arity: int, keys: tuple[str, ...], shapes: tuple[type, ...], under: str) -> str | None:
    """The route with ``%s`` where its values go, or None when it cannot be learnt."""
    del under  # part of the cache key only: the script prefix is inside the result of reverse
    stand_ins = [
        _NUMBER_STAND_IN + index if shape is int else f"{_TEXT_STAND_IN}{index}x" for index, shape in enumerate(shapes)
    ]
    try:
        learnt = reverse(name, args=stand_ins[:arity], kwargs=dict(zip(keys, stand_ins[arity:], strict=True)))
    except NoReverseMatch:
        return None
    pattern = learnt.replace("%", "%%")
    places = [pattern.find(str(item)) for item in stand_ins]
    if -1 in places or places != sorted(places):
        return None
    for item in stand_ins:
        pattern = pattern.replace(str(item), "%s")
    return pattern if pattern.count("%s") == len(stand_ins) else None


def address(name: str, *args: Any, **kwargs: Any) -> str:
    """The path of the route called ``name``.

    Raises:
        NoReverseMatch: there is no such route, or a value does not fit it.
    """
    values = (*args, *kwargs.values()) if kwargs else args
    for value in values:
        if type(value) is not int and (type(value) is not str or not _PLAIN.match(value)):
            break
    else:
        pattern = _pattern(name, len(args), tuple(kwargs), tuple(map(type, values)), prefix())
        if pattern is not None:
            return pattern % values
    return reverse(name, args=args, kwargs=kwargs) if not (args and kwargs) else reverse(name, kwargs=kwargs)


_OUTWARD: Final = frozenset({"http", "https", "mailto"})
_CONTROL: Final = re.compile(r"[\x00-\x20\x7f\\]")


def safe_url(value: Any) -> str:
    """``value`` when it is http, https, mailto or a path of our own; otherwise ``"#"``.

    Browsers drop control characters and read a backslash as a slash, so both are looked at as a browser would.
    """
    text = str(value or "").strip()
    bare = _CONTROL.sub("", text.replace("\\", "/"))
    if not bare:
        return "#"
    if bare.startswith("//"):
        return "#"
    if bare.startswith(("/", "#", "?")):
        return text if bare == text else bare
    try:
        parts = urlsplit(bare)
    except ValueError:
        return "#"
    if parts.scheme.lower() not in _OUTWARD or (parts.scheme.lower() != "mailto" and not parts.netloc):
        return "#"
    return text.replace("\\", "/") if _CONTROL.sub("", text) == text.replace("\\", "") else bare


def file_url(file: Any, width: int | None = None) -> str:
    """The address of a stored file or its key, for pictures at most ``width`` CSS pixels wide where given."""
    key = getattr(file, "key", file)
    if not key or str(key).startswith("/"):
        return str(key or "")  # an address of our own already, such as a drawing that comes with the house
    path = address("files:file", str(key))
    return f"{path}?w={width}" if width else path
