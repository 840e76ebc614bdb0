"""Changing the terms and the privacy page, and agreeing to them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.db import transaction

from gilde.core import activity
from gilde.core.actor import Actor
from gilde.core.idempotency import first_result
from gilde.core.markdown import render
from gilde.people.actions.profile import own_person
from gilde.people.enums import PersonState, PolicyKind, Verb
from gilde.people.models import Person, Policy, PolicyAgreement
from gilde.people.queries.policy import Edition, current, edition, read_edition, waiting_for
from gilde.people.rules import policy as rules


@transaction.atomic
def change(
    *,
    actor: Actor,
    kind: PolicyKind,
    texts: Mapping[str, str],
    changed: Mapping[str, str] | None = None,
    important: bool = False,
    client_id: uuid.UUID | None = None,
) -> Policy | None:
    """Put a new version in force; every page that visitors keep is new from now on.

    The same words again change nothing. When it is important everybody who is here is asked once more, except the
    operator, who agrees by saving it.

    Args:
        actor: the operator.
        kind: which of the two.
        texts: language → Markdown; one of the two may be empty.
        changed: language → what is different, in a line.
        important: whether people are asked to agree again.
        client_id: of the form.

    Raises:
        Refusal: the actor is not the operator.
    """
    rules.change.require(actor)
    known = first_result(Policy, client_id=client_id, saved_by_id=actor.person_id) if actor.person_id else None
    if known is not None:
        return known
    if not important and {key: text for key, text in texts.items() if text} == current(kind).texts:
        return None
    said = changed or {}
    row = Policy.objects.create(
        kind=kind,
        nl=texts.get("nl", ""),
        nl_html=render(texts["nl"]).html if texts.get("nl") else "",
        en=texts.get("en", ""),
        en_html=render(texts["en"]).html if texts.get("en") else "",
        changed_nl=said.get("nl", ""),
        changed_en=said.get("en", ""),
        important=important,
        saved_by_id=actor.person_id,
        client_id=client_id or uuid.uuid4(),
    )
    activity.record(Verb.POLICY_CHANGED, actor=actor, target=row, data={"kind": kind.value, "important": important})
    if important:
        # The statement that every page begins with reads this flag; it asks nothing of these tables.
        here = Person.objects.filter(state__in=[PersonState.ACTIVE, PersonState.DEACTIVATED])
        here.exclude(pk=actor.person_id or 0).update(to_agree=True)
        if actor.person_id is not None:
            _agree(actor.person_id, edition(row))
            Person.objects.filter(pk=actor.person_id).update(to_agree=bool(waiting_for(actor.person_id)))
    return row


@transaction.atomic
def agree(*, actor: Actor, numbers: Mapping[str, int] | None = None) -> None:
    """Agree to the terms and the privacy page as they were shown. Twice is once.

    Args:
        actor: a person.
        numbers: kind → number of the version that was shown; one that is missing or unknown means the one in force.

    Raises:
        Refusal: a visitor.
    """
    person = own_person(actor)
    agreed = {}
    for kind in PolicyKind:
        shown = read_edition(kind, numbers[kind]) if numbers and kind in numbers else None
        read = shown or current(kind)
        if _agree(person.pk, read):
            agreed[kind.value] = read.number
    # What was on the page may have been replaced meanwhile by something that everybody is asked about.
    waits = bool(waiting_for(person.pk))
    if person.to_agree != waits:
        person.to_agree = waits
        person.save(update_fields=["to_agree"])
    if agreed:
        activity.record(Verb.POLICY_AGREED, actor=actor, target=person, data=agreed)


def _agree(person_id: int, read: Edition) -> bool:
    if read.number:
        known = PolicyAgreement.objects.filter(person_id=person_id, policy_id=read.number)
    else:
        known = PolicyAgreement.objects.filter(person_id=person_id, kind=read.kind, policy=None, digest=read.digest)
    if known.exists():
        return False
    # Two at once wait for each other at the person, who is locked by then; saving one's own version is done once.
    PolicyAgreement.objects.create(
        person_id=person_id, kind=read.kind, policy_id=read.number or None, digest=read.digest
    )
    return True
