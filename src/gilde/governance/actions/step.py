"""Writing down what happened in a case."""

from __future__ import annotations

import uuid

from gilde.core.actor import Actor
from gilde.core.idempotency import first_result
from gilde.governance.enums import Side, StepKind
from gilde.governance.models import Case, Step


def locked(case: Case) -> Case:
    """The case as it is now, held until the transaction ends."""
    return Case.objects.select_for_update(of=("self",)).get(pk=case.pk)


def earlier(actor: Actor, client_id: uuid.UUID | None) -> Step | None:
    """What the same request did when it came before.

    Ask when the case is :func:`locked`: of two requests at the same instant the second then sees what the first did.
    """
    return first_result(Step, client_id=client_id, by_id=actor.person_id or 0)


def write_down(
    case: Case,
    kind: StepKind,
    actor: Actor | None = None,
    *,
    text: str = "",
    to: Side | None = None,
    client_id: uuid.UUID | None = None,
) -> Step:
    """Add a step to ``case``; part of a larger action.

    Args:
        actor: who did it; None for those who stay unnamed.
        to: who reads it, of a message.
        client_id: of the form.
    """
    return Step.objects.create(
        case=case,
        kind=kind,
        by_id=actor.person_id if actor is not None else None,
        text=text,
        to=to or "",
        client_id=client_id or uuid.uuid4(),
    )
