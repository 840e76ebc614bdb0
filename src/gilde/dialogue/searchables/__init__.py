"""What this room offers to the search: a noun a file."""

from __future__ import annotations

from gilde.dialogue.searchables import contribution, file, reply


def register() -> None:
    """Called once, from the manifest."""
    contribution.register()
    reply.register()
    file.register()
