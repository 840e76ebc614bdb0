"""Keeping contributions for later."""

from __future__ import annotations

from django.db import transaction

from gilde.core import activity
from gilde.core.actor import Actor
from gilde.dialogue.enums import Verb
from gilde.dialogue.models import Contribution, Saved
from gilde.dialogue.rules.person import who


@transaction.atomic
def save(*, actor: Actor, contribution: Contribution) -> Saved:
    """Keep ``contribution`` in one's own list; doing it again changes nothing. Nobody else learns of it.

    Raises:
        Refusal: for visitors.
    """
    row, made = Saved.objects.get_or_create(person_id=who(actor), contribution=contribution)
    if made:
        activity.record(Verb.SAVED, actor=actor, target=contribution, community=contribution.community_id)
    return row


@transaction.atomic
def drop(*, actor: Actor, contribution: Contribution) -> None:
    """Take ``contribution`` out of one's own list; when it is not there, nothing changes."""
    gone, _models = Saved.objects.filter(person_id=actor.person_id or 0, contribution=contribution).delete()
    if gone:
        activity.record(Verb.UNSAVED, actor=actor, target=contribution, community=contribution.community_id)
