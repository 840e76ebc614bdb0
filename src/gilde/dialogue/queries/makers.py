"""Who made a contribution beside the one who wrote it down, as a column of a list of contributions."""

from __future__ import annotations

from functools import cache
from typing import Any

from gilde.core.db.rows import gathered, rows_in
from gilde.dialogue.enums import Part
from gilde.dialogue.models import Contribution
from gilde.dialogue.queries.person import PersonRow, read_person
from gilde.people.models import Person

_COLUMNS = ("x.position", "x.id", "x.part", "g.id", "g.name", "g.handle", "g.photo_key", "g.state", "g.headline")


@cache
def makers_sql() -> str:
    """One column for contributions ``c``; it looks further only where several people made one."""
    return (
        f"CASE WHEN c.several_authors THEN (SELECT {gathered(*_COLUMNS)} FROM dialogue_authorship x "  # noqa: S608
        "JOIN people_person g ON g.id = x.person_id WHERE x.contribution_id = c.id) END"
    )


def read_makers(writer: PersonRow, column: Any) -> tuple[PersonRow, tuple[PersonRow, ...], PersonRow | None]:
    """Who stands first, the others who made it, and who wrote it down when that is not the one who stands first.

    Args:
        writer: who wrote it down.
        column: what :func:`makers_sql` gave.
    """
    author, scribe, others = writer, None, []
    for _position, _id, part, *person in sorted(rows_in(column)) if column is not None else ():
        if part == Part.TELLER:
            author, scribe = read_person(person), writer
        else:
            others.append(read_person(person))
    return author, tuple(others), scribe


def named_beside(row: Contribution) -> list[Person]:
    """Who is named as having made ``row`` together with its author and is here, in order; at most one query."""
    if not row.several_authors:
        return []
    parts = {"authorships__contribution": row, "authorships__part": Part.AUTHOR}
    return list(Person.objects.present().filter(**parts).order_by("authorships__position", "authorships__pk"))
