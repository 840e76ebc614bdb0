"""Who stands beside a contribution as one of those who made it."""

from __future__ import annotations

from django.db import transaction

from gilde.core import activity
from gilde.core.actor import Actor
from gilde.dialogue.enums import Verb
from gilde.dialogue.models import Contribution
from gilde.dialogue.queries.one import locked_contribution
from gilde.dialogue.rules import authors as rules
from gilde.dialogue.rules.person import who


@transaction.atomic
def take_name_off(*, actor: Actor, contribution: Contribution) -> bool:
    """Stand no longer beside ``contribution`` as one who made it; whether one did.

    Somebody else wrote the name there, so nobody needs to agree. What one wrote in it stays.

    Raises:
        Refusal: the actor is who wrote it down, or who told it.
    """
    row = locked_contribution(contribution.pk)
    mine = row.authorships.filter(person_id=who(actor)).first() if row.several_authors else None
    rules.take_name_off.require(actor, row, mine)
    if mine is None:
        return False
    mine.delete()
    row.several_authors = row.authorships.exists()
    row.save(update_fields=["several_authors"])
    activity.record(Verb.AUTHOR_LEFT, actor=actor, target=row, community=row.community_id)
    return True
