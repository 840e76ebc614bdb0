"""What happens in the rooms that the letterbox must know."""

from __future__ import annotations

from gilde.core.activity import on
from gilde.core.models import Activity
from gilde.gateways.letterbox.actions.housekeeping import forget_person
from gilde.people.enums import Verb


@on(Verb.ERASED)
def forget_who_left(activity: Activity) -> None:
    """Nothing somebody wrote is kept once they left for good."""
    if activity.target_id is not None:
        forget_person(person_id=activity.target_id)
