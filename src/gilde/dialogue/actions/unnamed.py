"""Speaking without one's name, and putting it there later."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.db.models import F

from gilde.core import activity
from gilde.core.actor import SYSTEM, Actor
from gilde.dialogue.enums import State, Verb
from gilde.dialogue.models import Answer, Comment, Contribution, Revision
from gilde.dialogue.queries.one import locked_contribution
from gilde.dialogue.rules import unnamed as rules
from gilde.dialogue.rules.person import who
from gilde.people.models import Person


def as_heard(actor: Actor, contribution: Contribution) -> Actor:
    """``actor`` as the log and everybody else hears them in this conversation: who asked without a name is nobody."""
    if actor.person_id is None or contribution.asker_id != actor.person_id:
        return actor
    return replace(SYSTEM, is_system=False, person_id=contribution.author_id, name="")


@transaction.atomic
def put_name(*, actor: Actor, contribution: Contribution) -> Contribution:
    """Put one's name to what one shared without it, and to one's replies there. It cannot be taken back.

    The log keeps saying what it said at the time.

    Raises:
        Refusal: somebody else shared it, or it has its name already.
    """
    row = locked_contribution(contribution.pk)
    rules.put_name.require(actor, row)
    nobody, person_id = row.author_id, who(actor)
    row.author_id, row.asker_id = person_id, None
    row.save(update_fields=["author", "asker"])
    for model in (Answer, Comment):
        model._default_manager.filter(contribution=row, author_id=nobody).update(author_id=person_id)
    for where in ({"contribution": row}, {"answer__contribution": row}, {"comment__contribution": row}):
        Revision.objects.filter(**where, editor_id=nobody).update(editor_id=person_id)
    Contribution.objects.filter(pk=row.pk, closed_by_id=nobody).update(closed_by_id=person_id)
    if row.state == State.PUBLISHED:
        Person.objects.filter(pk=person_id).update(contribution_count=F("contribution_count") + 1)
        Person.objects.filter(pk=nobody, contribution_count__gt=0).update(
            contribution_count=F("contribution_count") - 1
        )
    activity.record(Verb.CONTRIBUTION_NAMED, actor=actor, target=row, community=row.community_id)
    row.refresh_from_db()
    return row
