"""Records as JSON lines and back, so that a reader and the writer may run apart, or in another language."""

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import datetime
from typing import Any, get_type_hints

from gilde.gateways.portability.records import RECORD_TYPES, InvalidRecord, Record


def to_json_line(record: Record) -> str:
    """One record as one line of JSON without its line end; fields at their default are left out."""
    line: dict[str, Any] = {"type": record.type}
    for each in fields(record):
        value = getattr(record, each.name)
        default = each.default_factory() if each.default_factory is not MISSING else each.default
        if value == default:
            continue
        if isinstance(value, datetime):
            value = value.isoformat()
        line[each.name] = dict(value) if isinstance(value, Mapping) else value
    return json.dumps(line, ensure_ascii=False, separators=(",", ":"))


def from_json_line(line: str, *, row: int | None = None) -> Record:
    """The record a line holds, exactly as it was; ``row`` is for one that does not say its own.

    Raises :class:`InvalidRecord` with a sentence.
    """
    try:
        raw = json.loads(line)
    except (ValueError, RecursionError):
        raise InvalidRecord("This line is not JSON.") from None
    if not isinstance(raw, dict) or not isinstance(raw.get("type"), str):
        raise InvalidRecord("A line must be an object with a type.")
    record_type = RECORD_TYPES.get(raw.pop("type"))
    if record_type is None:
        raise InvalidRecord(f"The type of a line must be one of {', '.join(RECORD_TYPES)}.")
    raw.setdefault("row", row)
    known = {each.name: each for each in fields(record_type)}
    if unknown := sorted(set(raw) - set(known)):
        raise InvalidRecord(f"A {record_type.type} has no field “{unknown[0]}”.")
    for name, each in known.items():
        if name not in raw and each.default is MISSING and each.default_factory is MISSING:
            raise InvalidRecord(f"A {record_type.type} needs the field “{name}”.")
    hints = _HINTS[record_type]
    return record_type(**{name: _decoded(record_type.type, name, hints[name], value) for name, value in raw.items()})


_HINTS: Mapping[type[Record], dict[str, Any]] = {each: get_type_hints(each) for each in RECORD_TYPES.values()}


def _decoded(record_type: str, name: str, hint: Any, value: Any) -> Any:
    """The JSON value as the field's own type; the hints are the few that the classes above use."""
    if value is None and type(None) in getattr(hint, "__args__", ()):
        return None
    if hint in (str, str | None) and isinstance(value, str):
        return value
    if hint is bool and isinstance(value, bool):
        return value
    if hint in (int, int | None) and type(value) is int:
        return value
    if hint in (datetime, datetime | None) and isinstance(value, str):
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            pass
    if hint == tuple[str, ...] and isinstance(value, list) and all(isinstance(each, str) for each in value):
        return tuple(value)
    if (
        hint == Mapping[str, str | int]
        and isinstance(value, dict)
        and all(type(each) in (str, int) for each in value.values())
    ):
        return value
    raise InvalidRecord(f"The field “{name}” of a {record_type} must be {_EXPECTED.get(hint, 'of another type')}.")


_EXPECTED: Mapping[Any, str] = {
    str: "text",
    str | None: "text or null",
    bool: "true or false",
    int: "a whole number",
    int | None: "a whole number or null",
    datetime: "a moment such as 2026-01-31T12:00:00+00:00",
    datetime | None: "a moment such as 2026-01-31T12:00:00+00:00, or null",
    tuple[str, ...]: "a list of texts",
    Mapping[str, str | int]: "an object of texts and whole numbers",
}
