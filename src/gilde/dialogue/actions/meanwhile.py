"""Two who change the same text at once: the second is told, rather than the first put aside unseen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from gilde.core.rules import Refusal
from gilde.dialogue.actions.withheld import Said, locked
from gilde.dialogue.queries.version import as_in_form, version_of


class ChangedMeanwhile(Refusal):
    """What was to be changed is not any more what its writer began with."""


def require_begun_with(row: Said, begun: str, typed: Mapping[str, Any]) -> None:
    """Do nothing when ``row`` still is as the edit of it ``begun``, or is what was ``typed`` already: the same form,
    sent twice. It stays locked: call it inside the transaction that changes it.

    Args:
        begun: :func:`gilde.dialogue.queries.version.version_of` what the form was filled with; empty when it did not
            say so.
        typed: what it holds now, by the names of its fields.

    Raises:
        ChangedMeanwhile: when somebody changed it, or its writer did in another window.
    """
    if not begun:
        return
    stands = version_of(as_in_form(locked(row)))
    if stands not in {begun, version_of(typed)}:
        raise ChangedMeanwhile(_("This was changed while you were writing."))
