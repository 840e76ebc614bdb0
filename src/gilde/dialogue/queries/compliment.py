"""Reads of compliments. They come newest first and are never counted against each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from gilde.communities.models import Behaviour, Community, Membership
from gilde.communities.models.community import readable_sql
from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.core.db.rows import moment
from gilde.core.db.trips import Reading, rows_of, shared
from gilde.dialogue.enums import ComplimentState
from gilde.dialogue.models import Answer, Authorship, Comment, Compliment, Contribution
from gilde.dialogue.models.contribution import address, contribution_readable_sql
from gilde.dialogue.models.reply import stands_q
from gilde.dialogue.queries.composer import behaviours_in
from gilde.dialogue.queries.person import PersonRow, named_to, person_row, read_person
from gilde.people.enums import LabelKind
from gilde.people.models import Label, Person, PersonLabel

PAGE: Final = 20


class About(NamedTuple):
    """The contribution that a compliment is about."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class ComplimentRow:
    """A compliment as pages show it. What the reader may not see (a contribution, a behaviour) is left out.

    Attributes:
        folded: the reader blocked who gave it, and opens it only when they want to.
    """

    id: int
    text: str
    at: datetime
    state: str
    giver: PersonRow
    receiver: PersonRow
    about: About | None
    about_words: str
    skill: str
    behaviour: str
    folded: bool = False


@dataclass(frozen=True, slots=True)
class ComplimentPage:
    """Some compliments; ``next`` is the id after which the following page begins, or None."""

    rows: list[ComplimentRow]
    next: int | None


def took_part(receiver: Person, contribution: Contribution) -> bool:
    """Whether ``receiver`` made, told, answered or commented; one query beyond the contribution itself."""
    if receiver.pk == contribution.author_id:
        return True
    here = {"contribution": contribution}
    parts: list[QuerySet[Authorship, int] | QuerySet[Answer, int] | QuerySet[Comment, int]] = [
        Authorship.objects.filter(person=receiver, **here).values_list("pk", flat=True),
        Answer.objects.filter(stands_q(), author=receiver, **here).values_list("pk", flat=True),
        Comment.objects.filter(stands_q(), author=receiver, **here).values_list("pk", flat=True),
    ]
    return parts[0].union(*parts[1:]).exists()  # type: ignore[arg-type]


def nameable_skills(actor: Actor, receiver: Person) -> list[Label]:
    """The specialisms of ``receiver`` that ``actor`` can see, in the receiver's order; one query."""
    rows = PersonLabel.objects.visible_to(actor).filter(person=receiver, label__kind=LabelKind.SPECIALISM)
    return [row.label for row in rows.select_related("label").order_by("position", "pk")]


def nameable_behaviours(actor: Actor, receiver: Person, contribution: Contribution | None) -> list[Behaviour]:
    """The behaviours a compliment can name: of the contribution's place, else of the places both belong to."""
    if contribution is not None:
        return behaviours_in(actor, [contribution.community])
    shared = Community.objects.filter(
        pk__in=Membership.objects.filter(person=receiver, community_id__in=list(actor.roles)).values("community_id")
    )
    return behaviours_in(actor, list(shared))


def between_us(actor: Actor, number: int) -> Compliment | None:
    """The compliment that ``actor`` gave or received, also after it was taken back; one query."""
    if actor.person_id is None or not number < 2**63:
        return None
    mine = Q(giver_id=actor.person_id) | Q(receiver_id=actor.person_id)
    return Compliment.objects.filter(mine, pk=number).first()


def received(actor: Actor, state: ComplimentState, *, after: int | None = None) -> ComplimentPage:
    """What the actor received and left in ``state``; one query."""
    mine = Compliment.objects.visible_to(actor).filter(receiver_id=actor.person_id, state=state)
    return _page(actor, mine, after, PAGE)


def given(actor: Actor, *, after: int | None = None) -> ComplimentPage:
    """What the actor gave and did not take back; one query."""
    return _page(actor, Compliment.objects.visible_to(actor).filter(giver_id=actor.person_id), after, PAGE)


@shared
def shown_by(actor: Actor, person_id: int, *, after: int | None = None, limit: int = PAGE) -> Reading[ComplimentPage]:
    """What this person shows on their profile, as far as ``actor`` may see it; one statement.

    The same rows as ``Compliment.objects.visible_to`` gives of what is shown; a test holds the two against each other.
    """
    own = actor.person_id or 0
    readable, readable_values = contribution_readable_sql(actor, "c", "k")
    inside, inside_values = readable_sql(actor, "m")
    sql = (
        "SELECT x.id, x.text, x.at, x.state, x.about, s.name, "  # noqa: S608 - constants only
        f"CASE WHEN {inside} THEN h.text END, "
        f"CASE WHEN {readable} AND c.audience < {Audience.COMMUNITY.value} THEN c.id END, c.title, "
        f"{_FACE.format('g')}, {_FACE.format('r')} "
        "FROM dialogue_compliment x "
        "JOIN people_person g ON g.id = x.giver_id JOIN people_person r ON r.id = x.receiver_id "
        "LEFT JOIN people_label s ON s.id = x.skill_id LEFT JOIN communities_behaviour h ON h.id = x.behaviour_id "
        "LEFT JOIN dialogue_contribution c ON c.id = x.contribution_id "
        "LEFT JOIN communities_community k ON k.id = c.community_id "
        "LEFT JOIN communities_community m ON m.id = x.community_id "
        f"WHERE x.receiver_id = %s AND x.state = '{ComplimentState.SHOWN.value}' "
        f"AND ({'1 = 1 OR ' if actor.is_system else ''}x.giver_id = %s OR x.receiver_id = %s "
        f"OR ((x.contribution_id IS NULL OR {readable}) AND (x.community_id IS NULL OR {inside})))"
    )
    values: list[object] = [*inside_values, *readable_values, person_id, own, own, *readable_values, *inside_values]
    if after is not None:
        sql += " AND x.id < %s"
        values.append(after)
    shown = yield from rows_of(f"{named_to(actor, sql)} ORDER BY x.id DESC LIMIT {int(limit) + 1}", values)
    made = [_raw_row(actor, row) for row in shown[:limit]]
    return ComplimentPage(made, made[-1].id if len(shown) > limit else None)


_FACE: Final = "{0}.id, {0}.name, {0}.handle, {0}.photo_key, {0}.state, {0}.headline"


def _raw_row(actor: Actor, row: Sequence[Any]) -> ComplimentRow:
    number, text, at, state, about_words, skill, behaviour, contribution_id, title, *people = row
    given_at = moment(at)
    assert given_at is not None
    giver = read_person(people[:6])
    return ComplimentRow(
        id=number,
        text=text,
        at=given_at,
        state=state,
        giver=giver,
        receiver=read_person(people[6:]),
        about=About(title, address(contribution_id, title, stays=False)) if contribution_id is not None else None,
        about_words=about_words,
        skill=skill or "",
        behaviour=behaviour or "",
        folded=giver.id in actor.blocks,
    )


def waiting(actor: Actor) -> int:
    """How many compliments wait for the actor's decision, without those of whom they blocked; one query on an index."""
    if actor.person_id is None:
        return 0
    theirs = Compliment.objects.filter(receiver_id=actor.person_id, state=ComplimentState.WAITING)
    return theirs.exclude(giver_id__in=actor.blocks).count()


def naming(
    actor: Actor, behaviours: Sequence[int], *, after: int | None = None, limit: int = PAGE
) -> dict[int, ComplimentPage]:
    """Shown compliments that name each of these behaviours, by behaviour, at most ``limit`` each; one query."""
    rows = _dressed(
        actor,
        Compliment.objects.visible_to(actor).filter(behaviour_id__in=behaviours, state=ComplimentState.SHOWN),
        after,
    )
    place = Window(RowNumber(), partition_by=[F("behaviour_id")], order_by=F("id").desc())
    found: dict[int, list[Compliment]] = {number: [] for number in behaviours}
    for row in rows.annotate(place=place).filter(place__lte=limit + 1):
        found[row.behaviour_id or 0].append(row)
    return {number: _cut(actor, made, limit) for number, made in found.items()}


def _dressed(actor: Actor, rows: QuerySet[Compliment], after: int | None) -> QuerySet[Compliment]:
    if after is not None:
        rows = rows.filter(pk__lt=after)
    may_read = Contribution.objects.visible_to(actor).filter(pk=OuterRef("contribution_id"))
    inside = Community.objects.readable_by(actor).filter(pk=OuterRef("community_id"))
    return (
        rows.annotate(readable=Exists(may_read), inside=Exists(inside))
        .select_related("giver", "receiver", "skill", "behaviour", "contribution")
        .order_by("-pk")
    )


def _page(actor: Actor, rows: QuerySet[Compliment], after: int | None, limit: int) -> ComplimentPage:
    return _cut(actor, list(_dressed(actor, rows, after)[: limit + 1]), limit)


def _cut(actor: Actor, rows: list[Compliment], limit: int) -> ComplimentPage:
    made = [_row(actor, row) for row in rows[:limit]]
    return ComplimentPage(made, made[-1].id if len(rows) > limit else None)


def _row(actor: Actor, row: Compliment) -> ComplimentRow:
    readable: bool = row.readable  # type: ignore[attr-defined]
    inside: bool = row.inside  # type: ignore[attr-defined]
    contribution = row.contribution if readable else None
    return ComplimentRow(
        id=row.pk,
        text=row.text,
        at=row.at,
        state=row.state,
        giver=person_row(row.giver, actor),
        receiver=person_row(row.receiver, actor),
        about=About(contribution.title, contribution.get_absolute_url()) if contribution is not None else None,
        about_words=row.about,
        skill=row.skill.name if row.skill is not None else "",
        behaviour=row.behaviour.text if row.behaviour is not None and inside else "",
        folded=row.giver_id in actor.blocks,
    )
