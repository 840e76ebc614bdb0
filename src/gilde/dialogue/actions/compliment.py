"""Compliments: giving one, deciding whether it shows, taking it back."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from gilde.communities.models import Behaviour
from gilde.core import activity
from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.core.idempotency import first_result, overtaken
from gilde.core.rules import Refusal
from gilde.dialogue.enums import ComplimentState, Verb
from gilde.dialogue.models import Compliment, Contribution
from gilde.dialogue.queries.compliment import nameable_behaviours, nameable_skills, took_part
from gilde.dialogue.rules import compliment as rules
from gilde.dialogue.rules.person import who
from gilde.people.models import Label, Person


@overtaken
@transaction.atomic
def give(
    *,
    actor: Actor,
    receiver: Person,
    text: str,
    contribution: Contribution | None = None,
    about: str = "",
    skill: Label | None = None,
    behaviour: Behaviour | None = None,
    client_id: uuid.UUID | None = None,
) -> Compliment:
    """Thank ``receiver`` in one sentence, once per ``client_id``; only the two see it until the receiver decides.

    Args:
        text: one concrete sentence, at most 280 characters.
        contribution: what it is about, when that is a contribution that the actor may read.
        about: what it is about in words, otherwise.
        skill: a specialism of the receiver that it shows.
        behaviour: of an ambition that both of them can see.

    Raises:
        Refusal: to oneself, to somebody who is not here, about something the receiver had no part in, or naming a skill
            or behaviour that cannot be named here.
    """
    earlier = first_result(Compliment, client_id=client_id, giver_id=actor.person_id)
    if earlier is not None:
        return earlier
    if contribution is None:
        rules.give.require(actor, receiver)
    else:
        rules.give_about.require(actor, receiver, took_part=took_part(receiver, contribution))
    if skill is not None and skill not in nameable_skills(actor, receiver):
        raise Refusal(_("This is not one of this person's specialisms."))
    if behaviour is not None and behaviour not in nameable_behaviours(actor, receiver, contribution):
        raise Refusal(_("This behaviour belongs to another community."))
    place = contribution.community_id if contribution is not None else None
    if behaviour is not None:
        place = behaviour.ambition.community_id
    row = Compliment(
        giver_id=who(actor),
        receiver=receiver,
        text=text,
        contribution=contribution,
        about="" if contribution is not None else about,
        skill=skill,
        behaviour=behaviour,
        community_id=place,
        at=now(),
        client_id=client_id or uuid.uuid4(),
    )
    row.save(force_insert=True)
    activity.record(
        Verb.COMPLIMENTED,
        actor=actor,
        target=row,
        community=place,
        data={"receiver": receiver.pk, "contribution": contribution.pk if contribution else None},
    )
    return row


def _locked(compliment: Compliment) -> Compliment:
    return Compliment.objects.select_for_update(of=("self",), no_key=True).get(pk=compliment.pk)


def _decide(actor: Actor, compliment: Compliment, state: ComplimentState, verb: Verb) -> Compliment:
    row = _locked(compliment)
    rules.decide.require(actor, row)
    if row.state != state:
        row.state, row.decided_at = state, now()
        row.save(update_fields=["state", "decided_at"])
        activity.record(verb, actor=actor, target=row, community=row.community_id)
    return row


@transaction.atomic
def show(*, actor: Actor, compliment: Compliment) -> Compliment:
    """Show it on one's profile, to people who may see what it is about.

    Raises:
        Refusal: when somebody else received it, or the giver took it back.
    """
    return _decide(actor, compliment, ComplimentState.SHOWN, Verb.COMPLIMENT_SHOWN)


@transaction.atomic
def hide(*, actor: Actor, compliment: Compliment) -> Compliment:
    """Keep it to oneself. The giver does not see the difference.

    Raises:
        Refusal: like :func:`show`.
    """
    return _decide(actor, compliment, ComplimentState.HIDDEN, Verb.COMPLIMENT_HIDDEN)


@transaction.atomic
def withdraw(*, actor: Actor, compliment: Compliment) -> Compliment:
    """Take a compliment back: nobody sees it any more. A second time changes nothing.

    Raises:
        Refusal: when somebody else gave it.
    """
    row = _locked(compliment)
    rules.withdraw.require(actor, row)
    if row.state != ComplimentState.WITHDRAWN:
        row.state = ComplimentState.WITHDRAWN
        row.save(update_fields=["state"])
        activity.record(Verb.COMPLIMENT_WITHDRAWN, actor=actor, target=row, community=row.community_id)
    return row
