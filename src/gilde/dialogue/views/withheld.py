"""What only few see, in words for those few."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gilde.dialogue.enums import State


def withheld_words(state: str, *, is_mine: bool) -> str:
    """Why this does not show to everybody: to the one who wrote it, or to those who keep order."""
    if state == State.HIDDEN:
        if is_mine:
            return _("The hosts hid this. Only you and they see it. “My reports” says why, and how to appeal.")
        return _("Hidden by a decision: only the person who wrote it and the hosts see this.")
    if is_mine:
        return _("A host looks at this first. Until then only you and the hosts see it.")
    return _("Waiting for a host: only the person who wrote it and the hosts see this.")
