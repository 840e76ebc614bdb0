"""What is said that the search found, as its lines show it: one hand-written statement for each kind of thing."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final, NamedTuple

from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.core.db.rows import among, moment
from gilde.core.db.trips import Reading, rows_of, shared
from gilde.dialogue.enums import State
from gilde.dialogue.models import Answer, Comment
from gilde.dialogue.models.contribution import address, contribution_readable_sql
from gilde.dialogue.models.reply import stands_sql
from gilde.dialogue.queries.person import PersonRow, named_to, read_person
from gilde.dialogue.queries.stream_row import PlaceRow, place_row

_SHOWS: Final = (
    "t.id, t.title, t.audience, t.language, o.id, o.name, o.slug, o.audience,"
    " p.id, p.name, p.handle, p.photo_key, p.state, p.headline"
)
_AROUND: Final = (
    "JOIN dialogue_contribution t ON t.id = c.contribution_id JOIN communities_community o ON o.id = t.community_id"
    " JOIN people_person p ON p.id = c.author_id"
)
_COMMENTS: Final = f"""
    SELECT c.id, c.created_at, c.like_count, 0, c.answer_id, {_SHOWS}
    FROM dialogue_comment c {_AROUND} LEFT JOIN dialogue_answer n ON n.id = c.answer_id
    WHERE (n.id IS NULL OR {stands_sql("n")}) AND {stands_sql("c")}
"""  # noqa: S608 - constants only
_ANSWERS: Final = f"""
    SELECT c.id, c.created_at, c.like_count + c.learned_count + c.used_count,
      CASE WHEN c.accepted_at IS NULL THEN 0 ELSE 1 END, NULL, {_SHOWS}
    FROM dialogue_answer c {_AROUND}
    WHERE {stands_sql("c")}
"""  # noqa: S608 - constants only
_CONTRIBUTIONS: Final = f"""
    SELECT t.kind, t.created_at, t.like_count + t.learned_count + t.used_count, t.has_accepted, {_SHOWS}
    FROM dialogue_contribution t JOIN communities_community o ON o.id = t.community_id
    JOIN people_person p ON p.id = t.author_id
    WHERE t.state = %s
"""  # noqa: S608 - constants only


class FoundRow(NamedTuple):
    """A contribution, an answer or a comment in a list of what was found.

    Attributes:
        kind: of a contribution; empty for a reply.
        title: of the contribution, for a reply that of its conversation.
        liked: how many signs of appreciation it has.
        accepted: whether it is a question with an answer that helped, or that answer.
        stays: its words do not leave the community.
    """

    id: int
    kind: str
    title: str
    url: str
    at: datetime | None
    author: PersonRow
    place: PlaceRow
    language: str
    liked: int
    accepted: bool
    stays: bool


@shared
def found_contributions(actor: Actor, ids: Collection[int]) -> Reading[list[FoundRow]]:
    """Of these contributions the published ones that ``actor`` may read; one query."""
    if not ids:
        return []
    readable, values = contribution_readable_sql(actor, "t", "o")
    holes, numbers = among(ids)
    sql = f"{named_to(actor, _CONTRIBUTIONS)} AND {readable} AND t.id IN ({holes})"
    rows = yield from rows_of(sql, [State.PUBLISHED.value, *values, *numbers])
    return [_contribution(actor, *row) for row in rows]


def _contribution(actor: Actor, kind: str, at: Any, liked: int, accepted: Any, *shows: Any) -> FoundRow:
    return _row(actor, shows[0], kind, "", at, liked, accepted, *shows)


@shared
def found_replies(model: type[Answer] | type[Comment], actor: Actor, ids: Collection[int]) -> Reading[list[FoundRow]]:
    """Of these replies those that stand in a published conversation that ``actor`` may read; one query."""
    if not ids:
        return []
    readable, values = contribution_readable_sql(actor, "t", "o")
    holes, numbers = among(ids)
    sql = named_to(actor, _COMMENTS if model is Comment else _ANSWERS)
    sql += f" AND t.state = %s AND {readable} AND c.id IN ({holes})"
    rows = yield from rows_of(sql, [State.PUBLISHED.value, *values, *numbers])
    return [_reply(actor, "c" if model is Comment else "a", *row) for row in rows]


def _reply(
    actor: Actor, letter: str, pk: int, at: Any, liked: int, accepted: int, answer: int | None, *shows: Any
) -> FoundRow:
    where = f"a{answer}" if answer is not None else f"{letter}{pk}"
    return _row(actor, pk, "", f"?at={where}#{letter}{pk}", at, liked, accepted, *shows)


def _row(actor: Actor, pk: int, kind: str, rest: str, at: Any, liked: int, accepted: Any, *shows: Any) -> FoundRow:
    """``rest``: what stands behind the address of the conversation."""
    number, title, audience, language, place_id, place, place_slug, openness, *person = shows
    return FoundRow(
        id=pk,
        kind=kind,
        title=title,
        url=address(number, title, stays=audience == Audience.COMMUNITY) + rest,
        at=moment(at),
        author=read_person(person),
        place=place_row(actor, place_id, place, place_slug, openness),
        language=language,
        liked=liked,
        accepted=bool(accepted),
        stays=audience == Audience.COMMUNITY,
    )
