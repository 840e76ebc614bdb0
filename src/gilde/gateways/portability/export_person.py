"""``./gilde export-person``: one person's export, written where the operator says."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from django.db.models import Q

from gilde.gateways.portability.export import write_export
from gilde.people.enums import PersonState
from gilde.people.models import Person


def export_person_main(given: argparse.Namespace) -> int:
    """Write what :func:`~.command_line.export_person_words` asked for; 0 when written, 1 with a sentence when not."""
    found = list(_find(given.who))
    if len(found) != 1:
        print(f"There is nobody called {given.who!r} here. Give the @name or an email address.", file=sys.stderr)
        return 1
    person = found[0]
    target: Path = given.file or Path(f"{person.handle}.zip")
    if target.exists():
        print(f"{target} exists already. Choose another name or remove it first.", file=sys.stderr)
        return 1
    draft = target.with_name(f".{target.name}.{os.getpid()}.draft")
    try:
        with os.fdopen(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as stream:
            write_export(person, stream, language=given.language)
            stream.flush()
            os.fsync(stream.fileno())
        draft.rename(target)
    except OSError as error:
        print(f"{target} could not be written: {error.strerror or error}.", file=sys.stderr)
        return 1
    finally:
        draft.unlink(missing_ok=True)
    print(f"{person.name} (@{person.handle}): {target}, {target.stat().st_size:,} bytes")
    return 0


def _find(who: str) -> Iterator[Person]:
    """The people whom a handle or an address on the command line can mean."""
    name = who.removeprefix("@").lower()
    match = (
        Q(handle=name)
        | Q(account__email=name)
        | Q(account__emailaddress__email=name, account__emailaddress__verified=True)
    )
    yield from Person.objects.exclude(state=PersonState.ERASED).filter(match).select_related("account").distinct()
