"""Commands whose work lies in a room below: bringing data in and out.

The words are read first: who mistypes or asks for help needs no database, and no packages for that.
"""

from __future__ import annotations

from gilde.config.cli.opening import opened


def import_(words: list[str]) -> int:
    """``./gilde import FORMAT …``."""
    from gilde.gateways.portability.command_line import import_words

    given = import_words(words)
    with opened():
        from gilde.gateways.portability.commands import import_main

        return import_main(given)


def search(words: list[str]) -> int:
    """``./gilde search …``."""
    from gilde.attention.search.command_line import search_words

    given = search_words(words)
    with opened():
        from gilde.attention.search.commands import search_main

        return search_main(given)


def export_person(words: list[str]) -> int:
    """``./gilde export-person …``."""
    from gilde.gateways.portability.command_line import export_person_words

    given = export_person_words(words)
    with opened():
        from gilde.gateways.portability.export_person import export_person_main

        return export_person_main(given)
