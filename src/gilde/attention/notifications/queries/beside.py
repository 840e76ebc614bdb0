"""What stands beside a conversation about the reader and its signals, in one statement."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from gilde.attention.notifications.enums import Level, Subject
from gilde.core.actor import Actor
from gilde.core.db.trips import Reading, rows_of, shared
from gilde.dialogue.models import Contribution
from gilde.dialogue.models.reply import stands_sql


class Beside(NamedTuple):
    """What the reader chose and did here.

    Attributes:
        level: how loudly they hear of this conversation.
        willing: whether they want to be asked about questions; None when they did not choose.
        answered: whether an answer here is theirs.
        asked: of their own question, how many people were asked about it.
    """

    level: Level
    willing: bool | None
    answered: bool
    asked: int


_CHOSEN: Final = """
    SELECT (SELECT level FROM notifications_choice WHERE person_id = p.id AND subject = %s AND number = %s),
      (SELECT willing FROM notifications_helpchoice WHERE person_id = p.id)
"""
_ANSWERED: Final = f""",
      EXISTS (SELECT 1 FROM dialogue_answer a
        WHERE a.contribution_id = %s AND a.author_id = p.id AND {stands_sql("a")})
"""  # noqa: S608 - constants only
_NOTHING: Final = (False, 0)  # of what is only asked beside a question, or by who asked it
_ASKED: Final = ", (SELECT COUNT(*) FROM notifications_wake WHERE question_id = %s)"


@shared
def beside(actor: Actor, contribution: Contribution) -> Reading[Beside]:
    """Everything the panels of signals beside ``contribution`` need; one statement, by hand: the page is a hot one."""
    number = contribution.pk
    sql: str = _CHOSEN
    values: list[Any] = [Subject.CONTRIBUTION.value, number]
    if contribution.is_question:
        sql, values = sql + _ANSWERED, [*values, number]
        if actor.person_id in (contribution.author_id, contribution.asker_id):
            sql, values = sql + _ASKED, [*values, number]
    found = yield from rows_of(f"{sql} FROM people_person p WHERE p.id = %s", [*values, actor.person_id or 0])
    level, willing, answered, asked = [*found[0], *_NOTHING][:4] if found else (None, None, *_NOTHING)
    return Beside(Level(level or Level.NORMAL), None if willing is None else bool(willing), bool(answered), asked or 0)
