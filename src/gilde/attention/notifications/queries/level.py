"""What somebody chose to hear of."""

from __future__ import annotations

from collections.abc import Mapping

from gilde.attention.notifications.enums import Level, Subject
from gilde.attention.notifications.models import Choice
from gilde.core.actor import Actor
from gilde.core.db.trips import Reading, rows_of, shared

Levels = Mapping[Subject, Mapping[int, Level]]

_CHOSEN = "SELECT level FROM notifications_choice WHERE person_id = %s AND subject = %s AND number = %s"


@shared
def level_of(actor: Actor, subject: Subject, number: int) -> Reading[Level]:
    """The choice of ``actor`` for this subject; normal when there is none. One statement, by hand: for hot pages."""
    chosen = yield from rows_of(_CHOSEN, [actor.person_id or 0, subject.value, number])
    return Level(chosen[0][0]) if chosen else Level.NORMAL


def chosen_by(actor: Actor) -> dict[Subject, dict[int, Level]]:
    """All that ``actor`` chose: subject → number → level. One statement."""
    chosen: dict[Subject, dict[int, Level]] = {subject: {} for subject in Subject}
    choices = Choice.objects.filter(person=actor.person_id or 0).values_list("subject", "number", "level")
    for subject, number, level in choices:
        chosen[Subject(subject)][number] = Level(level)
    return chosen


def muted(levels: Levels, subject: Subject) -> set[int]:
    """What of a kind is muted by these choices."""
    return {number for number, level in levels[subject].items() if level == Level.MUTE}
