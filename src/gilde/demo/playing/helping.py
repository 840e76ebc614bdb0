"""What the house does for its people: who may know is asked, hosts see who waits, a rule says welcome."""

from __future__ import annotations

from gilde.attention.insights.actions.care import count_care, note_quiet
from gilde.attention.insights.actions.first_reply import measure
from gilde.attention.insights.actions.ready import switch_on
from gilde.attention.insights.enums import Ready
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


def look_after(stage: Stage) -> None:
    """The oldest community has a ready rule; everywhere is known who waits."""
    first = max(stage.play.communities, key=lambda place: place.started_days_ago)
    with clock.at(stage.days_ago(1, 9)):
        switch_on(
            actor=stage.actor(first.hosts[0]),
            community=stage.communities[first.slug],
            kind=Ready.WELCOME,
            text="Fijn dat je er bent. Vertel ons in één zin wat je vorige week leerde, en van wie.",
        )
    for community in stage.communities.values():
        note_quiet(community.pk)
        measure(community.pk)
        count_care(community.pk)
