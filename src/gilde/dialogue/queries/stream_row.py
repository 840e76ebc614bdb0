"""A contribution as a line of a stream: what is selected of it, and how its reader sees that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.core.db.rows import moment
from gilde.dialogue.enums import ContributionKind
from gilde.dialogue.kinds import KIND_FORMS, KindForm
from gilde.dialogue.models.contribution import address
from gilde.dialogue.queries.makers import makers_sql, read_makers
from gilde.dialogue.queries.person import PersonRow, named_to, read_person


class PlaceRow(NamedTuple):
    """A community in a list."""

    id: int
    name: str
    slug: str

    @property
    def url(self) -> str:
        """The community's stream; empty for who may know its name only."""
        return f"/c/{self.slug}/" if self.slug else ""


def place_row(actor: Actor, number: int, name: str, slug: str, audience: int) -> PlaceRow:
    """A community as ``actor`` may know it who reads something in it: a guest of one conversation there learns its name
    and no more, so it is no link (decision 18)."""
    inside = actor.is_system or audience == Audience.PUBLIC or number in actor.roles
    return PlaceRow(number, name, slug if inside else "")


@dataclass(frozen=True, slots=True, eq=False)
class KindMark:
    """The kind of a contribution as its card shows it; there is one of each."""

    value: str
    label: object
    icon: str


KIND_MARKS: Final = {
    kind.value: KindMark(kind.value, kind.label, form.icon)
    for kind, form in KIND_FORMS.items()
    if isinstance(form, KindForm)
}


@dataclass(frozen=True, slots=True)
class StreamRow:
    """A contribution in a stream.

    Attributes:
        author: who wrote it; of a told story the teller, and then ``scribe`` is who wrote it down.
        authors: the others who made it.
        level: ``members`` when it is for members of a public place, ``room`` when it stays in its community.
            What stays has no excerpt where things from several communities stand.
        folded: the reader blocked who wrote it; an announcement is an act of the community and stays open.
    """

    id: int
    kind: KindMark
    title: str
    excerpt: str
    language: str
    created_at: datetime
    last_activity_at: datetime
    comments: int
    answers: int | None
    solved: bool
    pinned: bool
    unread: bool
    author: PersonRow
    authors: tuple[PersonRow, ...]
    scribe: PersonRow | None
    community: PlaceRow
    level: str = ""
    folded: bool = False

    @property
    def url(self) -> str:
        """The permanent address."""
        return address(self.id, self.title, stays=self.level == "room")


# The marks of the reader are looked up one by one: joined, a database may go through all that somebody ever read.
_PLAIN: Final = """
    c.id, c.kind, c.title, c.excerpt, c.language, c.created_at, c.last_activity_at, c.comment_count, c.answer_count,
    c.has_accepted, c.pinned_at,
    (SELECT r.read_at FROM dialogue_readmark r WHERE r.person_id = %s AND r.contribution_id = c.id),
    (SELECT f.read_at FROM dialogue_readfloor f WHERE f.person_id = %s AND f.community_id = c.community_id),
    p.id, p.name, p.handle, p.photo_key, p.state, p.headline, m.id, m.name, m.slug, m.audience, c.audience
"""


def columns(actor: Actor) -> str:
    """What is selected for :func:`read_row`; begins with the reader's number, twice, as its values."""
    return named_to(actor, f"{_PLAIN}, {makers_sql()}")


JOINS: Final = """
    JOIN people_person p ON p.id = c.author_id
    JOIN communities_community m ON m.id = c.community_id
"""


def level_of(audience: int, place_audience: int) -> str:
    """How a contribution is marked: it stays in its community, it is for members of a public one, or nothing."""
    if audience == Audience.COMMUNITY:
        return "room"
    return "members" if audience == Audience.MEMBERS and place_audience == Audience.PUBLIC else ""


def read_row(row: tuple[object, ...], actor: Actor, *, inside: bool) -> StreamRow:
    """The contribution in these raw columns as ``actor`` reads it; ``inside`` where everything is of one community."""
    (
        number, kind, title, excerpt, language, created, active, comments, answers, accepted, pinned_at, read, floor,
        person_id, person_name, handle, photo_key, state, headline, community_id, community_name, community_slug,
        place_audience, audience, makers,
    ) = row  # fmt: skip
    created_at, last_activity_at = moment(created), moment(active)
    writer = read_person((person_id, person_name, handle, photo_key, state, headline))
    author, authors, scribe = read_makers(writer, makers)
    read_at = max((at for at in (moment(read), moment(floor)) if at is not None), default=None)
    level = level_of(int(audience), int(place_audience))  # type: ignore[call-overload]
    folded = bool(actor.blocks) and kind != ContributionKind.ANNOUNCEMENT
    folded = folded and not actor.blocks.isdisjoint((author.id, writer.id))
    is_newer = read_at is None or read_at < last_activity_at  # type: ignore[operator]
    return StreamRow(
        id=number,  # type: ignore[arg-type]
        kind=KIND_MARKS[str(kind)],
        title=str(title),
        excerpt="" if level == "room" and not inside else str(excerpt),
        language=str(language),
        created_at=created_at,  # type: ignore[arg-type]
        last_activity_at=last_activity_at,  # type: ignore[arg-type]
        comments=comments,  # type: ignore[arg-type]
        answers=answers if kind == ContributionKind.QUESTION else None,  # type: ignore[arg-type]
        solved=bool(accepted),
        pinned=pinned_at is not None,
        unread=actor.person_id is not None and is_newer and not folded,
        author=author,
        authors=authors,
        scribe=scribe,
        community=place_row(actor, community_id, community_name, community_slug, int(place_audience)),  # type: ignore[arg-type,call-overload]
        level=level,
        folded=folded,
    )
