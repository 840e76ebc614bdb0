"""Whose name dialogue shows to whom: the portrait goes where the name goes."""

from __future__ import annotations

from collections.abc import Collection

from gilde.core.actor import Actor
from gilde.dialogue.models import Answer, Authorship, Comment, Contribution
from gilde.dialogue.models.contribution import contribution_readable_q


def readable_authors(actor: Actor, people: Collection[int]) -> set[int]:
    """Of these people, those who wrote something that ``actor`` may read; one query."""
    wrote = Contribution.objects.visible_to(actor).filter(author_id__in=people).values_list("author_id", flat=True)
    answered = Answer.objects.visible_to(actor).filter(author_id__in=people).values_list("author_id", flat=True)
    commented = Comment.objects.visible_to(actor).filter(author_id__in=people).values_list("author_id", flat=True)
    made = Authorship.objects.filter(contribution_readable_q(actor, "contribution"), person_id__in=people).values_list(
        "person_id", flat=True
    )
    return set(wrote.order_by().union(answered.order_by(), commented.order_by(), made.order_by()))  # type: ignore[arg-type]
