"""How many people in a community wait for a word of its hosts."""

from __future__ import annotations

from django.db import transaction

from gilde.communities.models import Community


@transaction.atomic
def note_care(*, community_id: int, count: int) -> None:
    """Keep what a room above counted, for the row of parts. Derived: it leaves no activity."""
    Community.objects.filter(pk=community_id).exclude(care_count=count).update(care_count=count)
