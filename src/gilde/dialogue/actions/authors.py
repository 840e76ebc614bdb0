"""Who stands beside a contribution as one of those who made it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from gilde.communities.models import Membership
from gilde.core import activity
from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.core.models import Activity
from gilde.core.rules import Refusal
from gilde.dialogue.actions.appreciation import COUNTERS
from gilde.dialogue.enums import Part, Verb
from gilde.dialogue.models import Appreciation, Authorship, Contribution
from gilde.dialogue.queries.makers import named_beside
from gilde.dialogue.queries.one import locked_contribution
from gilde.dialogue.rules import authors as rules
from gilde.dialogue.rules.person import who
from gilde.people.models import Person


class NotNamed(Refusal):
    """Somebody who cannot be named with this, as one who made it or as who told it."""

    def __init__(self, reason: str, part: Part = Part.AUTHOR) -> None:
        super().__init__(reason)
        self.part = part


def credit(row: Contribution, together: Sequence[Person], teller: Person | None, *, actor: Actor) -> None:
    """Name who made the new ``row`` together with its author, and who told it; part of ``contribute``.

    Raises:
        NotNamed: when one of them and the actor blocked the other, or they are not in a community where only members
            read this; a teller is in the community always.
    """
    for person in together:
        _can_be_named(row, person, actor)
    people = [(person, Part.AUTHOR) for person in together]
    if teller is not None:
        _can_be_named(row, teller, actor, Part.TELLER)
        people = [(p, part) for p, part in people if p.pk != teller.pk]
        people.append((teller, Part.TELLER))
    Authorship.objects.bulk_create(
        Authorship(contribution=row, person=person, part=part, position=position)
        for position, (person, part) in enumerate(people)
    )


def _can_be_named(row: Contribution, person: Person, actor: Actor, part: Part = Part.AUTHOR) -> None:
    """Nobody is named with what they cannot read: they would not hear of it, nor could they take their name off."""
    if person.pk in actor.blocks:
        raise NotNamed(_("You blocked this person."), part)
    if person.pk in actor.blocked_by:  # nobody learns here that they were blocked
        raise NotNamed(_("%(name)s cannot be named with this right now.") % {"name": person.name}, part)
    is_for_all = row.community.is_public and row.audience == Audience.PUBLIC
    if (part == Part.TELLER or not is_for_all) and not (
        Membership.objects.filter(community_id=row.community_id, person=person).exists()
    ):
        raise NotNamed(_("%(name)s is not a member of this community.") % {"name": person.name}, part)


def name_others(row: Contribution, together: Sequence[Person], *, actor: Actor) -> bool:
    """Let exactly ``together`` stand beside ``row`` from now on; whether that changed something.

    Those who are away stay named: nobody can choose them. The teller is not changed. Part of a larger action: the
    caller holds the locked row and saves its ``several_authors``.

    Raises:
        Refusal: when the actor did not write it.
        NotNamed: when somebody new and the actor blocked the other, or they are not in a community where only members
            read this, or they took their name off it before.
    """
    named = named_beside(row)
    teller = row.authorships.filter(part=Part.TELLER).values_list("person_id", flat=True)
    apart = {row.author_id, *(teller if row.several_authors else ())}
    wanted = {person.pk: person for person in together if person.pk not in apart}
    if list(wanted) == [person.pk for person in named]:
        return False
    rules.change_names.require(actor, row)
    before = {person.pk for person in named}
    added = [person for number, person in wanted.items() if number not in before]
    removed = [person.pk for person in named if person.pk not in wanted]
    for person in added:
        _can_be_named(row, person, actor)
    _nobody_who_left(row, added)
    row.authorships.filter(part=Part.AUTHOR, person_id__in=removed).delete()
    Authorship.objects.bulk_create(Authorship(contribution=row, person=person, part=Part.AUTHOR) for person in added)
    for position, number in enumerate(wanted):
        row.authorships.filter(person_id=number).update(position=position)
    row.several_authors = row.authorships.exists()
    _take_back_signs(row, added)
    activity.record(
        Verb.AUTHORS_CHANGED,
        actor=actor,
        target=row,
        community=row.community_id,
        data={"added": [person.pk for person in added], "removed": removed},
    )
    return True


def _nobody_who_left(row: Contribution, added: Sequence[Person]) -> None:
    """Who took their own name off is not named again by somebody else."""
    people = {person.pk: person for person in added}
    left = Activity.objects.filter(
        target_kind=row._meta.label_lower, target_id=row.pk, verb=Verb.AUTHOR_LEFT, actor_id__in=people
    ).values_list("actor_id", flat=True)
    for number in left:
        raise NotNamed(_("%(name)s took their name off this.") % {"name": people[number or 0].name})


def _take_back_signs(row: Contribution, added: Sequence[Person]) -> None:
    """Nobody appreciates what they made themselves: what they gave before goes, and its counters with it."""
    for kind, column in COUNTERS.items():
        given = Appreciation.objects.filter(contribution=row, answer=None, comment=None, person__in=added, kind=kind)
        gone, _models = given.delete()
        if gone:
            Contribution.objects.filter(pk=row.pk).update(**{column: F(column) - gone})
            row.refresh_from_db(fields=[column])


@transaction.atomic
def take_name_off(*, actor: Actor, contribution: Contribution) -> bool:
    """Stand no longer beside ``contribution`` as one who made it; whether one did.

    Somebody else wrote the name there, so nobody needs to agree. What one wrote in it stays.

    Raises:
        Refusal: the actor is who wrote it down, or who told it.
    """
    row = locked_contribution(contribution.pk)
    mine = row.authorships.filter(person_id=who(actor)).first() if row.several_authors else None
    rules.take_name_off.require(actor, row, mine)
    if mine is None:
        return False
    mine.delete()
    row.several_authors = row.authorships.exists()
    row.save(update_fields=["several_authors"])
    activity.record(Verb.AUTHOR_LEFT, actor=actor, target=row, community=row.community_id)
    return True
