"""Recording activities and reacting to them.

The last beat of every action is :func:`record`, inside its transaction. Rooms above subscribe to verbs of rooms below
with :func:`on`; a subscriber runs in the same transaction and must be quick and idempotent. What takes longer
subscribes with :func:`gilde.core.reactions.soon`. Rooms below never know who listens.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from django.db import models, transaction

from gilde.core.actor import Actor, as_data
from gilde.core.clock import now
from gilde.core.db.writing import insert
from gilde.core.models.activity import Activity

Subscriber = Callable[[Activity], None]
_subscribers: dict[str, list[Subscriber]] = defaultdict(list)


def on(*verbs: StrEnum) -> Callable[[Subscriber], Subscriber]:
    """Register a function that is called with each :class:`Activity` of these verbs, once per process."""

    def register(subscriber: Subscriber) -> Subscriber:
        for verb in verbs:
            if subscriber not in _subscribers[verb.value]:
                _subscribers[verb.value].append(subscriber)
        return subscriber

    return register


def record(
    verb: StrEnum,
    *,
    actor: Actor,
    target: models.Model,
    community: models.Model | int | None = None,
    data: Mapping[str, Any] | None = None,
    number: int | None = None,
) -> Activity:
    """Write down that ``actor`` did ``verb`` to ``target``, and tell the subscribers.

    Args:
        verb: a member of the room's ``Verb``.
        actor: who did it; ``SYSTEM`` for acts of the machine.
        target: the thing it was done to; its kind is the model's label, for example ``dialogue.contribution``.
        community: the community (or its id) that the act belongs to, when there is one.
        data: ids and plain values; never texts that a permission guards.
        number: what :func:`gilde.core.db.writing.numbers_for` gave for it, on a hot path.

    Raises:
        transaction.TransactionManagementError: outside a transaction, because the log must commit with the act.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("An activity is recorded inside the transaction of its act.")
    row = Activity(
        pk=number,
        at=now(),
        verb=verb.value,
        actor_id=actor.person_id,
        target_kind=target._meta.label_lower,
        target_id=target.pk,
        community_id=community.pk if isinstance(community, models.Model) else community,
        data=as_data(data or {}),
    )
    insert(row)
    for subscriber in _subscribers[verb.value]:
        subscriber(row)
    return row
