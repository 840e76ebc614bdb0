"""“This is me too”: somebody who is here takes over a placeholder that an import or an invitation made of them."""

from __future__ import annotations

from typing import Any, Final

from django.db import IntegrityError, models, transaction
from django.db.models import F

from gilde.core import activity
from gilde.core.clock import now
from gilde.people.enums import Verb
from gilde.people.models import Account, FormerHandle, Person
from gilde.people.queries.actor import actor_for
from gilde.people.rules import person as rules

# What a profile keeps when it says something itself, and takes over when it does not.
_FILLED_WHEN_EMPTY: Final = (
    ("headline",),
    ("story", "story_html"),
    ("region",),
    ("work_situation",),
    ("work_note",),
    ("photo", "photo_key"),
)


@transaction.atomic
def merge(*, account: Account, placeholder: Person) -> Person:
    """Make ``placeholder`` part of the person of ``account``; it is gone afterwards and its address leads here.

    Everything that refers to the placeholder refers to the person from now on, in whatever room, as a deletion would
    cascade over it. Where both have the same (the same membership, the same label) the person's own stays. Rooms that
    keep counts, or numbers of persons outside foreign keys, subscribe to ``Verb.PERSON_MERGED``.

    Args:
        account: of somebody who takes part here.
        placeholder: whose link was opened: handed out by who vouches for it, or shown to who proved its address.

    Raises:
        Refusal: the account has no person who is present, or the profile is no placeholder (any more).
    """
    own = Person.objects.filter(account=account).first()
    pks = sorted({placeholder.pk, own.pk if own is not None else placeholder.pk})
    locked = {row.pk: row for row in Person.objects.select_for_update().filter(pk__in=pks).order_by("pk")}
    other = locked.get(placeholder.pk)
    own = locked.get(own.pk) if own is not None else None
    rules.merge.require(own, other)
    assert own is not None  # the rule saw both
    assert other is not None
    _take_over_columns(own, other)
    for relation in Person._meta.related_objects:
        _repoint(relation.related_model, relation.field.name, other.pk, own.pk)
    Person.objects.filter(pk=own.pk).update(follower_count=own.followers.count())
    activity.record(Verb.PERSON_MERGED, actor=actor_for(own, account), target=own, data={"from": other.pk})
    handle = other.handle
    other.delete()
    FormerHandle.objects.get_or_create(handle=handle, defaults={"person": own, "until": now()})
    own.refresh_from_db()
    return own


def _take_over_columns(own: Person, other: Person) -> None:
    changed = []
    for group in _FILLED_WHEN_EMPTY:
        if not getattr(own, group[0]) and getattr(other, group[0]):
            for column in group:
                setattr(own, column, getattr(other, column))
                changed.append(column)
    if changed:
        own.save(update_fields=changed)
    if other.contribution_count:
        more = F("contribution_count") + other.contribution_count
        Person.objects.filter(pk=own.pk).update(contribution_count=more)


def _repoint(model: Any, column: str, old: int, new: int) -> None:
    """Have rows of ``model`` refer to ``new``; those that ``new`` has already, or cannot have, go."""
    rows: models.QuerySet[Any] = model._base_manager.filter(**{column: old})
    try:
        with transaction.atomic():
            rows.update(**{column: new})
    except IntegrityError:
        for pk in list(rows.values_list("pk", flat=True)):
            row = model._base_manager.filter(pk=pk)
            try:
                with transaction.atomic():
                    row.update(**{column: new})
            except IntegrityError:
                row.delete()
