"""Reactions to what happens below. Idempotent, inside the transaction of the act."""

from __future__ import annotations

from gilde.core.activity import on
from gilde.core.models import Activity
from gilde.governance.actions.leaving import forget
from gilde.people.enums import Verb as PersonVerb


@on(PersonVerb.ERASED)
def forget_who_left(activity: Activity) -> None:
    """Wipe what this room holds of someone who left for good."""
    if activity.target_id is not None:
        forget(person_id=activity.target_id)
