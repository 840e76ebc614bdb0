"""What stands above a page: YAML between lines of dashes, or TOML between lines of plus signs."""

import re
import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

import yaml

from gilde.gateways.portability.readers.dates import parse_day_first, parse_iso
from gilde.gateways.portability.readers.plain_text import one_line

_LONGEST: Final = 65_536
_FRONT: Final = re.compile(r"(---|\+\+\+)[ \t]*\n(.*?\n)??\1[ \t]*(?:\n|\Z)", re.DOTALL)
_MOST_NAMES: Final = 50


class Unreadable(Exception):
    """The front matter is not what it should be; the text says why, in the words of its parser."""


class _Loader(yaml.SafeLoader):
    """Plain values only. A page has no use for references, and a few lines of them can stand for gigabytes."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("references are not read")
        return super().compose_node(parent, index)


def divided(text: str) -> tuple[Mapping[str, Any], str]:
    """The front matter of a page and what stands below it. Raises :class:`Unreadable`."""
    found = _FRONT.match(text)
    if found is None:
        return {}, text
    written, body = found[2] or "", text[found.end() :]
    if len(written) > _LONGEST:
        raise Unreadable("it is too long")
    try:
        # A safe loader, stricter than PyYAML's own.
        values = tomllib.loads(written) if found[1] == "+++" else yaml.load(written, Loader=_Loader)  # noqa: S506
    except (yaml.YAMLError, ValueError, RecursionError, OverflowError) as error:
        reason = getattr(error, "problem", None) or str(error)
        raise Unreadable(one_line(str(reason))[:200]) from None
    if values is None:
        return {}, body
    if not isinstance(values, dict):
        raise Unreadable("it is no list of names and values")
    return {str(name).casefold(): value for name, value in values.items()}, body


def line_of(values: Mapping[str, Any], *names: str) -> str:
    """The first of these that is there, on one line; empty when none is, or it is no plain value."""
    for name in names:
        value = values.get(name)
        if isinstance(value, str | int | float) and not isinstance(value, bool) and (line := one_line(str(value))):
            return line
    return ""


def lines_of(values: Mapping[str, Any], *names: str) -> tuple[str, ...]:
    """All of these, whether written as a list or between commas; each once, in order."""
    found: list[str] = []
    for name in names:
        value = values.get(name)
        parts: object = re.split(r"[,;]", value) if isinstance(value, str) else value
        if isinstance(parts, list):
            found += [one_line(str(part)) for part in parts[:_MOST_NAMES] if isinstance(part, str | int)]
    return tuple(dict.fromkeys(each for each in found if each))


def moment_of(values: Mapping[str, Any], *names: str) -> datetime | None:
    """The first of these that is a moment; without a zone UTC is meant."""
    for name in names:
        value = values.get(name)
        try:
            if isinstance(value, datetime):
                return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
            if isinstance(value, date):
                return datetime(value.year, value.month, value.day, tzinfo=UTC)
        except (ValueError, OverflowError):
            continue
        text = one_line(str(value)) if isinstance(value, str) else ""
        if text and (moment := parse_iso(text) or parse_day_first(text)):
            return moment
    return None


def is_set(values: Mapping[str, Any], name: str) -> bool | None:
    """Whether a yes-or-no value is set; None when it is not there or is something else."""
    value = values.get(name)
    return value if isinstance(value, bool) else None
