"""Compiles the translations: ``.po`` files are kept, ``.mo`` files are made where Gilde runs."""

from __future__ import annotations

import os
from pathlib import Path

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def compile_texts(folder: Path = LOCALE) -> list[Path]:
    """Make every ``.mo`` that is older than its ``.po``; returns what was made. Needs no gettext on the machine.

    Raises:
        OSError: when the folder of a text that must be compiled cannot be written.
    """
    made = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        # Imported here: almost every start finds all texts compiled.
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po

        draft = target.with_name(f".{target.name}.{os.getpid()}")
        with source.open("rb") as stream, draft.open("wb") as compiled:
            write_mo(compiled, read_po(stream, abort_invalid=True))
        draft.replace(target)
        made.append(target)
    return made
