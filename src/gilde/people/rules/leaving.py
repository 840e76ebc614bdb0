"""When somebody can go."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gilde.core.actor import Actor
from gilde.core.rules import Reason, rule
from gilde.people.enums import PersonState
from gilde.people.models import Account, Erasure, Person


@rule
def go(actor: Actor) -> Reason:
    """Anybody; but an installation keeps somebody who runs it."""
    if actor.person_id is None:
        return _("Log in first.")
    if actor.is_operator and actor.account_id is not None:
        others = Account.objects.filter(is_superuser=True, is_active=True, person__state=PersonState.ACTIVE)
        if not others.exclude(pk=actor.account_id).exists():
            return _("You are the only operator of this installation. Make someone else an operator first.")
    return None


@rule
def come_back(account: Account, person: Person) -> Reason:
    """Somebody who is away and logs in again."""
    if person.account_id != account.pk or person.state != PersonState.DEACTIVATED:
        return _("There is nothing to restore here.")
    return None


@rule
def shorten(actor: Actor, erasure: Erasure) -> Reason:
    """The operator, for somebody who asked; not for oneself, who can wait like everybody else."""
    if actor.is_system:
        return None
    if not actor.is_operator or actor.person_id is None:
        return _("Only the operator can shorten this wait.")
    if erasure.person_id == actor.person_id:
        return _("Another operator can shorten your wait.")
    return None
