"""A story told by one and written down by another: the teller approves before it shows."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from gilde.core import activity
from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.core.rules import Refusal
from gilde.dialogue.actions import hold
from gilde.dialogue.actions.contribution import refers_of
from gilde.dialogue.actions.published import count_published
from gilde.dialogue.enums import Part, State, Verb
from gilde.dialogue.models import Authorship, Contribution
from gilde.dialogue.queries.hold import why_held
from gilde.dialogue.queries.one import locked_contribution
from gilde.dialogue.queries.standing import showed_before
from gilde.people.queries.actor import actor_for


def _mine(actor: Actor, contribution: Contribution) -> tuple[Contribution, Authorship]:
    row = locked_contribution(contribution.pk)
    part = Authorship.objects.filter(contribution=row, person_id=actor.person_id or 0, part=Part.TELLER).first()
    if part is None:
        raise Refusal(_("Only the person who told this story can decide about it."))
    return row, part


@transaction.atomic
def approve(*, actor: Actor, contribution: Contribution) -> Contribution:
    """The teller says: this is my story, show it. From that moment it stands in the stream; again changes nothing.

    What a newcomer told or wrote down and has links is looked at by a host before that.

    One that showed before comes back where it stood: an edit does not bump.

    Raises:
        Refusal: when the actor is not its teller, or a decision hides it.
    """
    row, part = _mine(actor, contribution)
    if row.state == State.HIDDEN:
        raise Refusal(_("A decision hides this story. You can approve it once that has ended."))
    if part.approved_at is None:
        part.approved_at = now()
        part.save(update_fields=["approved_at"])
    if row.state == State.WAITING:
        _show(row, actor)
    return row


def _show(row: Contribution, teller: Actor) -> None:
    scribe, back = actor_for(row.author), showed_before(row)
    said = refers_of(row, scribe)
    reasons = ((writer, why_held(writer, row.community, said)) for writer in (scribe, teller))  # both can edit it
    writer, why = next(((writer, why) for writer, why in reasons if why is not None), (teller, None))
    if why is not None and not back:
        row.state = State.HELD
        row.save(update_fields=["state"])
        hold.begin(row, why, actor=writer, first=True)
        return
    at = now()
    row.state = State.PUBLISHED
    if not back:
        row.last_activity_at = at
    row.save(update_fields=["state", "last_activity_at"])
    count_published(row, row.last_activity_at)
    if why is not None:  # it comes back where it stood, when a host has read what changed
        hold.begin(row, why, actor=writer, first=False)
        return
    activity.record(Verb.STORY_APPROVED, actor=teller, target=row, community=row.community_id)


@transaction.atomic
def return_to_scribe(*, actor: Actor, contribution: Contribution, note: str) -> Contribution:
    """The teller asks for a change, or takes the story back from view; the scribe sees the note.

    What waited for a host waits for the teller instead; what a decision hides stays hidden, and waits after that.

    Raises:
        Refusal: when the actor is not its teller, or the note is empty.
    """
    if not note.strip():
        raise Refusal(_("Say in a few words what should be different."))
    row, part = _mine(actor, contribution)
    part.note = note.strip()[:500]
    part.approved_at = None
    part.save(update_fields=["note", "approved_at"])
    before = row.state
    if before in (State.PUBLISHED, State.HELD):
        row.state = State.WAITING
        row.save(update_fields=["state"])
    if before == State.PUBLISHED:
        count_published(row, None)
    hold.withdraw(row, by=actor)
    activity.record(Verb.STORY_RETURNED, actor=actor, target=row, community=row.community_id)
    return row
