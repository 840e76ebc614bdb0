"""People who may know are asked about questions that nobody answered yet."""

from __future__ import annotations

from gilde.attention.notifications.actions.wake import ROUNDS, choose_helping, wake
from gilde.core import clock
from gilde.demo.playing.stage import Stage
from gilde.dialogue.enums import ContributionKind


def offer_help(stage: Stage) -> None:
    """Who named a specialism wants to be asked about it."""
    for who in stage.play.people:
        if who.specialisms:
            choose_helping(actor=stage.actor(who.handle), willing=True)


def wake_helpers(stage: Stage) -> None:
    """Ask, a few minutes after each question; those with an answer are left alone."""
    for thread in stage.play.in_order():
        if thread.kind == ContributionKind.QUESTION:
            with clock.at(min(stage.moment(thread.when) + ROUNDS[0], stage.end)):
                wake(question_id=stage.made[thread.key].pk, number=1)
