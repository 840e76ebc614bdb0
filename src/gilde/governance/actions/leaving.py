"""What stays of someone who leaves for good: that something was decided, not what they said."""

from __future__ import annotations

from django.db import transaction

from gilde.governance.models import Appeal, Case, Report


@transaction.atomic
def forget(*, person_id: int) -> None:
    """Wipe the words of this person, and what they wrote that was kept as it was reported. Twice is once."""
    Report.objects.filter(reporter_id=person_id).update(words="")
    Appeal.objects.filter(person_id=person_id).update(words="")
    Case.objects.filter(about_id=person_id).update(said="", title="")
