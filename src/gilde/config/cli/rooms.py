"""Commands whose work lies in a room below: bringing data in and out."""

from __future__ import annotations

from importlib import import_module

from gilde.config.cli.opening import opened


def import_(words: list[str]) -> int | None:
    """``./gilde import FORMAT …``."""
    return _hand_over("gilde.gateways.portability.commands", "import_main", words)


def export_person(words: list[str]) -> int | None:
    """``./gilde export-person …``."""
    return _hand_over("gilde.gateways.portability.commands", "export_person_main", words)


def _hand_over(module: str, function: str, words: list[str]) -> int | None:
    # Somebody who only asks for help may not have a database yet.
    with opened(reach=not {"-h", "--help"} & set(words)):
        code: int | None = getattr(import_module(module), function)(words)
        return code
