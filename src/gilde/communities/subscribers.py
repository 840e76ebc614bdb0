"""What this room does when something happens in the rooms below."""

from __future__ import annotations

from gilde.communities.actions.membership import count_again, end_all
from gilde.core import activity
from gilde.core.models.activity import Activity
from gilde.people.enums import Verb as PeopleVerb


@activity.on(PeopleVerb.ERASED)
def forget_person(row: Activity) -> None:
    """Who is erased belongs nowhere any more, waits nowhere and is invited nowhere."""
    if row.target_id is not None:
        end_all(person_id=row.target_id)


@activity.on(PeopleVerb.PERSON_MERGED)
def count_once(row: Activity) -> None:
    """Who belonged somewhere twice, as themselves and as a placeholder, is counted once."""
    if row.target_id is not None:
        count_again(person_id=row.target_id)
