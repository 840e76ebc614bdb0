"""Signs of appreciation, and compliments."""

from __future__ import annotations

import uuid
from datetime import timedelta

from gilde.core import clock
from gilde.demo import script
from gilde.demo.playing.stage import KEY, Stage
from gilde.dialogue.actions import compliment as compliments
from gilde.dialogue.actions import saved
from gilde.dialogue.enums import AppreciationKind
from gilde.dialogue.models import Answer, Comment, Contribution
from gilde.people.actions import label
from gilde.people.enums import LabelKind
from gilde.people.models import Label


def appreciate(
    stage: Stage, thanks: script.Appreciation, target: Contribution | Answer | Comment, author: str, when: script.When
) -> None:
    """Give the signs under a contribution or a reply."""
    moment = min(stage.moment(when) + timedelta(hours=3), stage.end)
    for kind, handles in (
        (AppreciationKind.LIKE, thanks.like),
        (AppreciationKind.LEARNED, thanks.learned),
        (AppreciationKind.USED, thanks.used),
    ):
        if isinstance(target, Comment) and kind != AppreciationKind.LIKE:
            continue
        for handle in handles:
            if handle != author:
                stage.signs.give(actor=stage.actor(handle), target=target, kind=kind, at=moment)


def give_thanks(stage: Stage, thread: script.Contribution, row: Contribution) -> None:
    """Give the signs and the compliments for a conversation."""
    appreciate(stage, thread.appreciation, row, thread.author, thread.when)
    moment = min(stage.moment(thread.when) + timedelta(hours=3), stage.end)
    for handle in thread.me_too:
        stage.signs.give(actor=stage.actor(handle), target=row, kind=AppreciationKind.ME_TOO, at=moment)
    for handle in thread.saved:
        saved.save(actor=stage.actor(handle), contribution=row)
    for word in thread.compliments:
        skill = None
        if word.skill:
            skill = Label.objects.filter(
                kind=LabelKind.SPECIALISM, slug=label.label_slug(word.skill), people__person=stage.people[word.to]
            ).first()
        with clock.at(stage.moment(word.when)):
            made = compliments.give(
                actor=stage.actor(word.by),
                receiver=stage.people[word.to],
                text=word.text,
                contribution=row,
                skill=skill,
                behaviour=stage.behaviours.get((thread.community, word.behaviour or "")),
                client_id=uuid.uuid5(KEY, f"compliment {thread.key} {word.by} {word.to}"),
            )
            if word.status == "shown":
                compliments.show(actor=stage.actor(word.to), compliment=made)
            elif word.status == "hidden":
                compliments.hide(actor=stage.actor(word.to), compliment=made)
