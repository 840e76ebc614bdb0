"""Rules about compliments: one concrete sentence from one person to another."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gilde.communities.rules.capability import restricted
from gilde.core.actor import EVERYWHERE, Actor
from gilde.core.rules import Reason, rule
from gilde.dialogue.enums import ComplimentState
from gilde.dialogue.models import Compliment
from gilde.people.enums import PersonState
from gilde.people.models import Person


@rule
def give(actor: Actor, receiver: Person) -> Reason:
    """Anybody here to anybody they can find, except oneself."""
    if actor.person_id is None:
        return _("Log in to thank someone.")
    reason = restricted.reason(actor, EVERYWHERE)
    if reason:
        return reason
    if receiver.pk == actor.person_id:
        return _("A compliment is for someone else.")
    if receiver.pk in actor.blocks:
        return _("You blocked this person.")
    # Who was blocked reads the same as about somebody who is away.
    if receiver.pk in actor.blocked_by or receiver.state not in {PersonState.ACTIVE, PersonState.PLACEHOLDER}:
        return _("This person cannot receive compliments right now.")
    return None


@rule
def give_about(actor: Actor, receiver: Person, *, took_part: bool) -> Reason:
    """About a contribution: to somebody who took part in it. ``took_part`` says whether the receiver did."""
    reason = give.reason(actor, receiver)
    if reason:
        return reason
    if not took_part:
        return _("%(name)s did not take part in this contribution.") % {"name": receiver.name}
    return None


@rule
def decide(actor: Actor, compliment: Compliment) -> Reason:
    """The receiver decides whether it shows."""
    if actor.person_id is None or compliment.receiver_id != actor.person_id:
        return _("Only the person who received this decides who sees it.")
    if compliment.state == ComplimentState.WITHDRAWN:
        return _("The person who gave this has withdrawn it.")
    return None


@rule
def withdraw(actor: Actor, compliment: Compliment) -> Reason:
    """The giver can take it back."""
    if actor.person_id is None or compliment.giver_id != actor.person_id:
        return _("Only the person who gave this compliment can withdraw it.")
    return None
