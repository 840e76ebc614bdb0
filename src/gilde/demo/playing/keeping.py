"""Keeping to the agreements: what somebody reported, what hosts did with it, and who keeps somebody at a distance."""

from __future__ import annotations

import uuid
from contextlib import AbstractContextManager
from datetime import timedelta

from gilde.core import clock
from gilde.core.reportables import reportables
from gilde.demo import script
from gilde.demo.playing.stage import KEY, Stage
from gilde.dialogue.models import Comment
from gilde.governance.actions import appeal as appeals
from gilde.governance.actions import case as cases
from gilde.governance.actions.report import report
from gilde.governance.enums import Outcome, Side
from gilde.governance.models import Case
from gilde.people.actions.block import block


def keep_distance(stage: Stage) -> None:
    """Who wants to have nothing to do with whom."""
    for who in stage.play.people:
        for other in who.blocks:
            block(actor=stage.actor(who.handle), person=stage.people[other])


def play_case(stage: Stage, scene: script.Case) -> None:
    """A report, and as far as the script goes: taken on, talked about, decided, appealed."""
    kind, number = _thing(stage, scene)
    thing = reportables()[kind].find(stage.actor(scene.by), number)
    if thing is None:
        raise script.ScriptError([f"cases.toml: {scene.by} cannot see what they report in {scene.of}."])

    def after(**passed: float) -> AbstractContextManager[None]:
        return clock.at(min(stage.moment(scene.when) + timedelta(**passed), stage.end))

    with after():
        key = uuid.uuid5(KEY, f"report {scene.of} {scene.by}")
        case = report(
            actor=stage.actor(scene.by), kind=kind, number=number, thing=thing, rule=scene.rule, words=scene.words,
            client_id=key,
        ).case  # fmt: skip
    if scene.handler is None:
        return
    with after(hours=2):
        cases.take(actor=stage.actor(scene.handler), case=case)
        if scene.message:
            cases.message(actor=stage.actor(scene.handler), case=case, to=Side.REPORTED, text=scene.message)
    if scene.note:
        with after(hours=21):
            cases.note(actor=stage.actor(scene.handler), case=case, text=scene.note)
    if scene.outcome:
        with after(hours=22):
            cases.decide(
                actor=stage.actor(scene.handler), case=case, outcome=Outcome(scene.outcome), rule=scene.rule,
                reasons=scene.reasons,
            )  # fmt: skip
    _appeal(stage, scene, Case.objects.get(pk=case.pk), after(hours=46), after(hours=70))


def _appeal(
    stage: Stage,
    scene: script.Case,
    case: Case,
    asked: AbstractContextManager[None],
    judged: AbstractContextManager[None],
) -> None:
    author = scene.comment_by or next(c.authors[0] for c in stage.play.contributions if c.key == scene.of)
    if not scene.appeal:
        return
    with asked:
        row = appeals.appeal(actor=stage.actor(author), case=case, words=scene.appeal)
    if scene.judge:
        with judged:
            appeals.decide(
                actor=stage.actor(scene.judge), appeal=row, outcome=Outcome(scene.after), reasons=scene.after_reasons
            )


def _thing(stage: Stage, scene: script.Case) -> tuple[str, int]:
    row = stage.made[scene.of]
    if scene.comment_by is None:
        return "contribution", row.pk
    written = Comment.objects.filter(contribution=row, author=stage.people[scene.comment_by]).order_by("pk")
    return "comment", written[0].pk
