"""Answers and comments on one page of a contribution, in one statement, hand-written: the hottest read of the house."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, Final, NamedTuple, cast

from gilde.communities.enums import Capability
from gilde.communities.models.community import communities_with
from gilde.core.actor import Actor
from gilde.core.db.rows import among, fetch
from gilde.core.db.trips import Reading, rows_of, shared
from gilde.dialogue.enums import State
from gilde.dialogue.models import Contribution
from gilde.dialogue.models.reply import stands_sql
from gilde.dialogue.queries.person import named_to
from gilde.dialogue.queries.reply import NUMBER, UNDER, AnswerRow, Comments, ReplyRow, read_reply

COMMENTS: Final = 20
ANSWERS: Final = 20
UNDER_ANSWER: Final = 8  # comments shown under each answer before "more"
_AROUND_PLACE: Final = 100  # the same, under the answer that an address points at


@dataclass(frozen=True)
class Place:
    """Which part of a long conversation is asked for.

    Attributes:
        after: comments after this id.
        answers_after: answers after this id, without the accepted one, which stood on the first page.
        at_answer: begin with this answer (the accepted one still comes first) and show what hangs on it.
        answer: only this answer, with its comments after ``after``.
    """

    after: int = 0
    answers_after: int = 0
    at_answer: int = 0
    answer: int = 0


@dataclass
class Replies:
    """One page of answers and comments."""

    answers: list[AnswerRow] = field(default_factory=list)
    comments: Comments = field(default_factory=Comments)
    under: dict[int, list[ReplyRow]] = field(default_factory=dict)
    more_answers: int | None = None  # the next page begins after this id
    more_comments: int | None = None
    more_under: dict[int, int] = field(default_factory=dict)  # answer → the next part begins after this comment


_PERSON: Final = "p.id, p.name, p.handle, p.photo_key, p.state, p.headline"
_NULL: Final = "CAST(NULL AS bigint)"
_TEXT: Final = "CAST(NULL AS varchar(200))"
_ANSWERS: Final = f"""
    SELECT 'a', a.id, a.created_at, a.edited_at, a.body_html, a.like_count + a.imported_likes, a.learned_count,
      a.used_count, a.comment_count, CASE WHEN a.accepted_at IS NULL THEN 0 ELSE 1 END,
      CASE WHEN l.id IS NULL THEN 0 ELSE 1 END, CASE WHEN d.id IS NULL THEN 0 ELSE 1 END,
      CASE WHEN u.id IS NULL THEN 0 ELSE 1 END, {_NULL}, {_NULL}, {_TEXT}, {_NULL}, {_TEXT}, {_TEXT},
      a.origin, a.uri, a.licence, a.state, {_PERSON}
    FROM dialogue_answer a JOIN people_person p ON p.id = a.author_id
      LEFT JOIN dialogue_appreciation l ON l.answer_id = a.id AND l.person_id = %s AND l.kind = 'like'
      LEFT JOIN dialogue_appreciation d ON d.answer_id = a.id AND d.person_id = %s AND d.kind = 'learned'
      LEFT JOIN dialogue_appreciation u ON u.answer_id = a.id AND u.person_id = %s AND u.kind = 'used'
    WHERE a.id IN (SELECT id FROM shown) UNION ALL
"""  # noqa: S608 - constants only
_COMMENTS: Final = f"""
    SELECT 'c', c.id, c.created_at, c.edited_at, c.body_html, c.like_count + c.imported_likes, 0, 0, 0, 0,
      CASE WHEN l.id IS NULL THEN 0 ELSE 1 END, 0, 0, c.answer_id, q.id, SUBSTR(q.body, 1, 400), o.id, o.name, o.state,
      c.origin, c.uri, c.licence, c.state, {_PERSON}
    FROM dialogue_comment c JOIN people_person p ON p.id = c.author_id
      LEFT JOIN dialogue_comment q ON q.id = c.quotes_id AND {stands_sql("q")}
      LEFT JOIN people_person o ON o.id = q.author_id
      LEFT JOIN dialogue_appreciation l ON l.comment_id = c.id AND l.person_id = %s AND l.kind = 'like'
    WHERE c.id IN
"""  # noqa: S608 - constants only

_STANDS: Final = f"state = '{State.PUBLISHED.value}'"


class _Lists(NamedTuple):
    """The parts of the statement that choose which replies are on a page."""

    top: str
    shown: str
    one: str
    under: str


def _lists(shows: str) -> _Lists:
    """The parts for replies of which ``shows``, a condition on the row, holds."""
    top = f"""
    SELECT id FROM (SELECT id FROM dialogue_comment WHERE contribution_id = %s AND answer_id IS NULL AND id > %s
      AND deleted_at IS NULL AND {shows} ORDER BY id LIMIT {COMMENTS + 1}) top
"""  # noqa: S608 - constants only
    shown = f"""
    WITH shown AS (SELECT id FROM dialogue_answer WHERE contribution_id = %s AND deleted_at IS NULL AND {shows}
      AND (id > %s OR accepted_at IS NOT NULL) AND (accepted_at IS NULL OR %s = 1)
      ORDER BY CASE WHEN accepted_at IS NULL THEN 1 ELSE 0 END, id LIMIT {ANSWERS + 1})
"""  # noqa: S608 - constants only
    one = (
        "WITH shown AS (SELECT id FROM dialogue_answer WHERE contribution_id = %s AND id = %s "  # noqa: S608 - constants only
        f"AND deleted_at IS NULL AND {shows})"
    )
    under = f"""
    SELECT id FROM (SELECT id, answer_id, ROW_NUMBER() OVER (PARTITION BY answer_id ORDER BY id) place
      FROM dialogue_comment WHERE contribution_id = %s AND answer_id IN (SELECT id FROM shown) AND id > %s
      AND deleted_at IS NULL AND {shows}) ranked
    WHERE place <= CASE WHEN answer_id = %s THEN {_AROUND_PLACE + 1} ELSE {UNDER_ANSWER + 1} END
"""  # noqa: S608 - constants only
    return _Lists(top, shown, one, under)


_USUAL: Final = _lists(_STANDS)


def _lists_for(actor: Actor, contribution: Contribution) -> _Lists:
    """What stands; where something is withheld also one's own, and all of it for those who curate: the same as
    ``visible_to`` gives."""
    if not contribution.withheld_count or actor.person_id is None:
        return _USUAL
    if contribution.community_id in communities_with(actor, Capability.CURATE):
        return _lists("1 = 1")
    mine = {int(actor.person_id), int(contribution.voice_of(actor.person_id))}
    return _lists(f"({_STANDS} OR author_id IN ({', '.join(map(str, sorted(mine)))}))")


@shared
def replies(actor: Actor, contribution: Contribution, place: Place) -> Reading[Replies]:
    """One page of what people replied to ``contribution``, which the caller loaded through ``visible_to``.

    One statement; none when there is nothing.
    """
    me, number = actor.person_id or 0, contribution.pk
    lists = _lists_for(actor, contribution)
    withheld = lists is not _USUAL
    if not (contribution.is_question and (contribution.answer_count > 0 or withheld)):
        if not (contribution.comment_count or withheld) or place.answer:
            return Replies()
        sql = f"{_COMMENTS} ({lists.top}) ORDER BY 2"
        values = [me, number, place.after]
    elif place.answer:
        sql = f"{lists.one} {_ANSWERS} {_COMMENTS} ({lists.under})"
        values = [number, place.answer, me, me, me, me, number, place.after, place.answer]
    else:
        begin = place.at_answer - 1 if place.at_answer else place.answers_after
        with_accepted = 0 if place.answers_after else 1
        sql = f"{lists.shown} {_ANSWERS} {_COMMENTS} ({lists.top} UNION ALL {lists.under})"
        values = [number, begin, with_accepted, me, me, me, me, number, place.after, number, 0, place.at_answer]
    return _sorted((yield from rows_of(named_to(actor, sql), values)), place)


def chosen_replies(
    actor: Actor, contribution: Contribution, answers: Sequence[int], comments: Sequence[int]
) -> Replies:
    """These replies to ``contribution``, whose ids the caller read through ``visible_to``; one statement."""
    me = actor.person_id or 0
    answer_marks, answer_ids = among(answers)
    comment_marks, comment_ids = among(comments)
    sql = f"""
        WITH shown AS (SELECT id FROM dialogue_answer WHERE contribution_id = %s AND id IN ({answer_marks}))
        {_ANSWERS} {_COMMENTS}
        (SELECT id FROM dialogue_comment WHERE contribution_id = %s AND id IN ({comment_marks}))
    """  # noqa: S608 - marks for values only
    values = [contribution.pk, *answer_ids, me, me, me, me, contribution.pk, *comment_ids]
    return _sorted(fetch(named_to(actor, sql), values), Place(), under_answer=_AROUND_PLACE)


def _sorted(rows: list[tuple[Any, ...]], place: Place, under_answer: int = UNDER_ANSWER) -> Replies:
    found = Replies()
    under: dict[int, list[ReplyRow]] = defaultdict(list)
    comments: list[tuple[Any, ...]] = []
    for row in rows:
        if row[0] == "a":
            found.answers.append(cast("AnswerRow", read_reply(row)))
        elif row[UNDER] is not None:
            under[row[UNDER]].append(read_reply(row))
        else:
            comments.append(row)
    found.answers.sort(key=lambda row: (not row.accepted, row.id))
    comments.sort(key=itemgetter(NUMBER))
    found.comments = Comments(comments[:COMMENTS])
    found.more_comments = comments[COMMENTS - 1][NUMBER] if len(comments) > COMMENTS else None
    if len(found.answers) > ANSWERS:
        found.answers = found.answers[:ANSWERS]
        found.more_answers = found.answers[-1].id
    for answer_id, rows_under in under.items():
        most = _AROUND_PLACE if answer_id in {place.answer, place.at_answer} else under_answer
        found.under[answer_id], more = _cut(sorted(rows_under, key=lambda row: row.id), most)
        if more is not None:
            found.more_under[answer_id] = more
    return found


def _cut(rows: list[ReplyRow], most: int) -> tuple[list[ReplyRow], int | None]:
    return (rows[:most], rows[most - 1].id) if len(rows) > most else (rows, None)
