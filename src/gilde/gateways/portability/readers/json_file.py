"""One JSON file of an export, whatever somebody made of it."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from gilde.gateways.portability.readers.pack import Pack, Unopenable, decoded
from gilde.gateways.portability.readers.plain_text import one_line, storable

MOST: Final = 64 * 1024**2  # bytes of one file


def json_of(pack: Pack, name: str) -> Any:
    """The content of a file. Raises :class:`Unopenable`."""
    try:
        return json.loads(decoded(pack.read(name, MOST))[0])
    except (ValueError, RecursionError):
        raise Unopenable("not_json") from None


def text(values: Mapping[str, Any], name: str) -> str:
    """A text that can be stored; empty when it is not there or no text."""
    value = values.get(name)
    return storable(value) if isinstance(value, str) else ""


def line(values: Mapping[str, Any], *names: str) -> str:
    """The first of these that says something, on one line."""
    return next((found for name in names if (found := one_line(text(values, name)))), "")


def number(values: Mapping[str, Any], name: str) -> int | None:
    """A whole number of a sensible size."""
    value = values.get(name)
    return value if type(value) is int and abs(value) < 2**53 else None


def table(values: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """An object within; an empty one when there is none."""
    value = values.get(name)
    return value if isinstance(value, dict) else {}


def tables(value: Any) -> Sequence[Mapping[str, Any]]:
    """The objects in a list; nothing when it is none."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def moment(seconds: Any) -> datetime | None:
    """The moment of so many seconds since 1970, given as number or text."""
    try:
        return datetime.fromtimestamp(float(seconds), UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None
