"""Everything the page of one contribution shows, in a fixed number of statements.

The contribution itself comes through ``visible_to``; its comments, answers and the rest hang on it and are read with
hand-written SQL into typed rows, because this is the hottest page of the house.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, NamedTuple

from markupsafe import Markup

from gilde.core.actor import Actor
from gilde.core.db.rows import fetch, moment
from gilde.core.ids import slug
from gilde.dialogue.enums import AppreciationKind, Part
from gilde.dialogue.kinds import kind_form
from gilde.dialogue.models import Attachment, Contribution
from gilde.dialogue.queries.stream import PersonRow, PlaceRow
from gilde.people.models import Person

COMMENTS: Final = 20
ANSWERS: Final = 20
_MOST_ANSWER_COMMENTS: Final = 400


class Quoted(NamedTuple):
    """The comment that another one answers."""

    author_name: str
    excerpt: str
    url: str


@dataclass(frozen=True, slots=True)
class ReplyRow:
    """A comment or an answer as the page shows it."""

    id: int
    author: PersonRow
    created_at: datetime
    edited_at: datetime | None
    html: Markup
    likes: int
    liked: bool
    answer_id: int | None = None
    quoted: Quoted | None = None
    accepted: bool = False
    learned: int = 0
    used: int = 0
    comments: int = 0


class Mentioning(NamedTuple):
    """A contribution that links to this one."""

    title: str
    url: str


class Section(NamedTuple):
    """A part of the text that is special to the kind."""

    name: str
    label: object
    html: Markup


class Source(NamedTuple):
    """Where an imported contribution was first published."""

    name: str
    url: str
    licence: str


class TagLink(NamedTuple):
    """A tag and where it leads."""

    name: str
    url: str


@dataclass
class ContributionPage:
    """A contribution with what stands around it, as far as the actor may see it."""

    contribution: Contribution
    author: PersonRow
    place: PlaceRow
    sections: list[Section]
    source: Source | None
    comments: list[ReplyRow]
    more_comments: int | None  # the next page begins after this id
    earlier: bool
    answers: list[ReplyRow] = field(default_factory=list)
    more_answers: int | None = None
    answer_comments: dict[int, list[ReplyRow]] = field(default_factory=dict)
    tags: list[TagLink] = field(default_factory=list)
    authors: list[PersonRow] = field(default_factory=list)
    scribe: PersonRow | None = None
    mentioned_in: list[Mentioning] = field(default_factory=list)
    attachments: dict[str, list[Attachment]] = field(default_factory=dict)  # by place: "", "a12", "c34"
    mine: frozenset[str] = frozenset()  # kinds of my appreciations of the contribution itself
    saved: bool = False


def person_row(person: Person) -> PersonRow:
    """A person as lists show them."""
    return PersonRow(person.pk, person.name, person.handle, person.photo_key, person.state, person.headline)


def contribution_for(actor: Actor, number: int) -> Contribution | None:
    """The contribution with this number when ``actor`` may read it, with its author, place and preview."""
    return (
        Contribution.objects.visible_to(actor)
        .select_related("author", "community", "link_preview", "behaviour")
        .filter(pk=number)
        .first()
    )


def contribution_page(
    actor: Actor, contribution: Contribution, *, after: int = 0, answers_after: int = 0
) -> ContributionPage:
    """The page of ``contribution``, which the caller loaded with :func:`contribution_for`.

    Args:
        after: comments after this id, twenty at a time, oldest first.
        answers_after: answers after this id, twenty at a time; the accepted one always stands first.
    """
    comments = _comments(actor, contribution, after)
    place = contribution.community
    page = ContributionPage(
        contribution=contribution,
        author=person_row(contribution.author),
        place=PlaceRow(place.pk, place.name, place.slug),
        sections=[
            Section(part.name, part.label, Markup(contribution.fields_html[part.name]))  # noqa: S704 - cleaned at save
            for part in kind_form(contribution.kind).fields
            if contribution.fields_html.get(part.name)
        ],
        source=Source(contribution.origin, contribution.uri or "", contribution.licence or "")
        if contribution.origin
        else None,
        comments=comments[:COMMENTS],
        more_comments=comments[COMMENTS - 1].id if len(comments) > COMMENTS else None,
        earlier=after > 0,
    )
    if contribution.is_question and contribution.answer_count:
        _answers(actor, page, answers_after)
    _extras(actor, page)
    if contribution.several_authors:
        _authors(page)
    _attachments(page)
    return page


_REPLY: Final = """
    p.id, p.name, p.handle, p.photo_key, p.state, p.headline, l.id IS NOT NULL
"""


def _comments(actor: Actor, contribution: Contribution, after: int) -> list[ReplyRow]:
    if not contribution.comment_count:
        return []
    rows = fetch(
        f"""SELECT c.id, c.created_at, c.edited_at, c.body_html, c.like_count + c.imported_likes, c.answer_id,
            q.id, q.body, qp.name, {_REPLY}
            FROM dialogue_comment c JOIN people_person p ON p.id = c.author_id
            LEFT JOIN dialogue_comment q ON q.id = c.quotes_id AND q.deleted_at IS NULL
            LEFT JOIN people_person qp ON qp.id = q.author_id
            LEFT JOIN dialogue_appreciation l ON l.comment_id = c.id AND l.person_id = %s AND l.kind = 'like'
            WHERE c.contribution_id = %s AND c.answer_id IS NULL AND c.id > %s AND c.deleted_at IS NULL
            ORDER BY c.id LIMIT {COMMENTS + 1}""",  # noqa: S608 - constants only
        [actor.person_id or 0, contribution.pk, after],
    )
    return [_comment(row) for row in rows]


def _comment(row: tuple[object, ...]) -> ReplyRow:
    number, created, edited, html, likes, answer_id, quoted_id, quoted_body, quoted_name, *person, liked = row
    quoted = None
    if quoted_id is not None:
        words = " ".join(str(quoted_body).split())
        quoted = Quoted(
            str(quoted_name), words if len(words) < 140 else words[:139] + "…", f"?at=c{quoted_id}#c{quoted_id}"
        )
    return ReplyRow(
        id=number,  # type: ignore[arg-type]
        author=PersonRow(*person),  # type: ignore[arg-type]
        created_at=moment(created),  # type: ignore[arg-type]
        edited_at=moment(edited),
        html=Markup(html),  # noqa: S704 - cleaned at save
        likes=likes,  # type: ignore[arg-type]
        liked=bool(liked),
        answer_id=answer_id,  # type: ignore[arg-type]
        quoted=quoted,
    )


def _answers(actor: Actor, page: ContributionPage, after: int) -> None:
    rows = fetch(
        f"""SELECT a.id, a.created_at, a.edited_at, a.body_html, a.like_count + a.imported_likes, a.accepted_at,
            a.learned_count, a.used_count, a.comment_count, {_REPLY}
            FROM dialogue_answer a JOIN people_person p ON p.id = a.author_id
            LEFT JOIN dialogue_appreciation l ON l.answer_id = a.id AND l.person_id = %s AND l.kind = 'like'
            WHERE a.contribution_id = %s AND a.deleted_at IS NULL
              AND ((a.accepted_at IS NULL AND a.id > %s) OR (a.accepted_at IS NOT NULL AND %s = 0))
            ORDER BY CASE WHEN a.accepted_at IS NULL THEN 1 ELSE 0 END, a.id LIMIT {ANSWERS + 1}""",  # noqa: S608 - constants only
        [actor.person_id or 0, page.contribution.pk, after, after],
    )
    made = []
    for number, created, edited, html, likes, accepted, learned, used, comments, *person, liked in rows:
        made.append(
            ReplyRow(
                id=number,
                author=PersonRow(*person),
                created_at=moment(created),  # type: ignore[arg-type]
                edited_at=moment(edited),
                html=Markup(html),  # noqa: S704 - cleaned at save
                likes=likes,
                liked=bool(liked),
                accepted=accepted is not None,
                learned=learned,
                used=used,
                comments=comments,
            )
        )
    page.answers = made[:ANSWERS]
    page.more_answers = page.answers[-1].id if len(made) > ANSWERS else None
    ids = [row.id for row in page.answers if row.comments]
    if not ids:
        return
    marks = ", ".join(["%s"] * len(ids))
    found = fetch(
        f"""SELECT c.id, c.created_at, c.edited_at, c.body_html, c.like_count + c.imported_likes, c.answer_id,
            q.id, q.body, qp.name, {_REPLY}
            FROM dialogue_comment c JOIN people_person p ON p.id = c.author_id
            LEFT JOIN dialogue_comment q ON q.id = c.quotes_id AND q.deleted_at IS NULL
            LEFT JOIN people_person qp ON qp.id = q.author_id
            LEFT JOIN dialogue_appreciation l ON l.comment_id = c.id AND l.person_id = %s AND l.kind = 'like'
            WHERE c.contribution_id = %s AND c.answer_id IN ({marks}) AND c.deleted_at IS NULL
            ORDER BY c.id LIMIT {_MOST_ANSWER_COMMENTS}""",  # noqa: S608 - constants only
        [actor.person_id or 0, page.contribution.pk, *ids],
    )
    grouped: dict[int, list[ReplyRow]] = defaultdict(list)
    for comment in map(_comment, found):
        grouped[comment.answer_id or 0].append(comment)
    page.answer_comments = dict(grouped)


def _extras(actor: Actor, page: ContributionPage) -> None:
    """Tags, my appreciations, whether I saved it and where it is mentioned: four short lists in one statement.

    Where it is mentioned goes through the same conditions as ``visible_to``: published, in a public place or in one of
    the actor's own communities.
    """
    number, person = page.contribution.pk, actor.person_id or 0
    own = ", ".join(["%s"] * len(actor.roles)) or "0"
    rows = fetch(
        f"""SELECT 't', t.slug, t.name, x.position FROM dialogue_contributiontag x
              JOIN dialogue_tag t ON t.id = x.tag_id WHERE x.contribution_id = %s
            UNION ALL SELECT 'a', kind, '', 0 FROM dialogue_appreciation WHERE contribution_id = %s AND person_id = %s
            UNION ALL SELECT 's', '', '', 0 FROM dialogue_saved WHERE contribution_id = %s AND person_id = %s
            UNION ALL SELECT * FROM (
              SELECT 'm', CAST(c.id AS varchar(20)), c.title, 0 FROM dialogue_contributionlink k
              JOIN dialogue_contribution c ON c.id = k.source_id JOIN communities_community m ON m.id = c.community_id
              WHERE k.target_id = %s AND c.state = 'published' AND (m.audience = 10 OR m.id IN ({own}))
              ORDER BY k.id DESC LIMIT 10) z""",  # noqa: S608 - constants only
        [number, number, person, number, person, number, *actor.roles],
    )
    tags: list[tuple[int, TagLink]] = []
    mine: set[str] = set()
    for what, key, text, position in rows:
        if what == "t":
            tags.append((position, TagLink(text, f"/tags/{key}/")))
        elif what == "a":
            mine.add(AppreciationKind(key).value)
        elif what == "s":
            page.saved = True
        else:
            page.mentioned_in.append(Mentioning(text, f"/d/{key}/{slug(text)}/"))
    page.tags = [link for _, link in sorted(tags, key=lambda pair: pair[0])]
    page.mine = frozenset(mine)


def _authors(page: ContributionPage) -> None:
    """Who else made it. A teller takes the first place and the one who wrote it down becomes the scribe."""
    for row in page.contribution.authorships.select_related("person"):
        if row.part == Part.TELLER:
            page.scribe, page.author = page.author, person_row(row.person)
        else:
            page.authors.append(person_row(row.person))


def _attachments(page: ContributionPage) -> None:
    by_place: dict[str, list[Attachment]] = defaultdict(list)
    for file in Attachment.objects.filter(contribution=page.contribution, inline=False).select_related("file"):
        place = f"c{file.comment_id}" if file.comment_id else f"a{file.answer_id}" if file.answer_id else ""
        by_place[place].append(file)
    page.attachments = dict(by_place)
