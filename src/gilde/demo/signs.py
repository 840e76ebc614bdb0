"""The small signs of appreciation of the demo: thousands, so they are weighed one by one and written together.

What lands in the database is what :func:`gilde.dialogue.actions.appreciation.appreciate` would have written, and a test
holds the two together.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.db.models import F

from gilde.core.actor import Actor, as_data
from gilde.core.models import Activity
from gilde.dialogue.actions.appreciation import COUNTERS, column_of
from gilde.dialogue.enums import AppreciationKind, Verb
from gilde.dialogue.models import Appreciation, Contribution
from gilde.dialogue.queries.standing import Standing, accepted, standing
from gilde.dialogue.rules import appreciation as rules
from gilde.dialogue.rules.appreciation import Target
from gilde.dialogue.rules.person import who

_BATCH = 500


class Signs:
    """Collects signs while the play goes on; :meth:`write` keeps them."""

    def __init__(self) -> None:
        self._rows: dict[tuple[int, str, str, int], Appreciation] = {}
        self._activities: list[Activity] = []
        self._counted: Counter[tuple[type[Target], int, str]] = Counter()
        self._accepted: dict[tuple[int, int], bool] = {}

    def give(self, *, actor: Actor, target: Target, kind: AppreciationKind, at: datetime) -> None:
        """``actor`` appreciates ``target``; giving the same sign twice changes nothing.

        Raises:
            Refusal: as :func:`~gilde.dialogue.actions.appreciation.appreciate` does.
        """
        contribution = target if isinstance(target, Contribution) else target.contribution
        rules.give.require(actor, target, kind, self._standing(actor, contribution))
        person, column = who(actor), column_of(target)
        key = person, kind.value, column, target.pk
        if key in self._rows:
            return
        self._rows[key] = Appreciation(
            person_id=person, kind=kind, community_id=target.community_id, at=at, **{f"{column}_id": target.pk}
        )
        self._counted[type(target), target.pk, COUNTERS[kind]] += 1
        self._activities.append(
            Activity(
                at=at,
                verb=Verb.APPRECIATED.value,
                actor_id=person,
                target_kind=target._meta.label_lower,
                target_id=target.pk,
                community_id=target.community_id,
                data=as_data({"kind": kind, "contribution": contribution.pk}),
            )
        )

    def write(self) -> None:
        """Keep everything that was given, count it, and write it down."""
        Appreciation.objects.bulk_create(self._rows.values(), batch_size=_BATCH)
        for (model, pk, counter), number in self._counted.items():
            model._default_manager.filter(pk=pk).update(**{counter: F(counter) + number})
        Activity.objects.bulk_create(self._activities, batch_size=_BATCH)
        self._rows.clear()
        self._counted.clear()
        self._activities.clear()

    def _standing(self, actor: Actor, contribution: Contribution) -> Standing:
        """As the rule would look it up, but the charter of a community only once per person."""
        if contribution.several_authors or actor.person_id is None:
            return standing(actor, contribution)
        key = actor.person_id, contribution.community_id
        if key not in self._accepted:
            self._accepted[key] = accepted(actor, contribution.community)
        return Standing(is_author=contribution.is_by(actor.person_id), charter_current=self._accepted[key])
