"""Who may be whom."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from gilde.core.actor import Actor
from gilde.core.rules import Reason, rule
from gilde.people.enums import PersonState
from gilde.people.models import Account, Person
from gilde.people.queries.handle import HANDLE, RESERVED, is_taken

Voucher = Callable[[Actor, Person], bool]
_vouchers: list[Voucher] = []


def register_voucher(voucher: Voucher) -> None:
    """Let a room above say who may make a claim link for a placeholder (the host of a community it belongs to)."""
    if voucher not in _vouchers:
        _vouchers.append(voucher)


@rule
def be_here(actor: Actor) -> Reason:
    """The acts of this room are acts of a person."""
    if actor.person_id is None:
        return _("Log in first.")
    return None


def person_id(actor: Actor) -> int:
    """The id of the person behind ``actor``.

    Raises:
        Refusal: a visitor, or an account without a person.
    """
    be_here.require(actor)
    return actor.person_id or 0  # never 0: the rule above saw it


@rule
def handle(wanted: str, person: Person | None = None) -> Reason:
    """Whether ``wanted`` can be the handle of ``person``, or of somebody new."""
    if not HANDLE.match(wanted):
        return _("Use 2 to 30 lowercase letters, digits and hyphens, and begin and end with a letter or digit.")
    if wanted in RESERVED:
        return _("This name is reserved, because people would take it for a group or a role. Choose another one.")
    if is_taken(wanted, besides=person):
        return _("Someone has, or had, this name. Choose another one.")
    return None


@rule
def join(account: Account) -> Reason:
    """An active account without a person makes one."""
    if not account.is_active:
        return _("This account is closed.")
    return None


@rule
def claim(account: Account, person: Person) -> Reason:
    """A placeholder can be claimed once, by an account that has no person of its own."""
    if person.account_id is not None and person.account_id == account.pk:
        return None
    if person.state != PersonState.PLACEHOLDER:
        return _("Someone has already claimed this profile.")
    own = Person.objects.filter(account_id=account.pk).first()
    if own is not None:
        return _("You already have a profile here. Log out first if this one belongs to someone else.")
    return None


@rule
def merge(own: Person | None, placeholder: Person | None) -> Reason:
    """Somebody who takes part here may take over a profile that nobody has, once they showed that it is theirs."""
    if own is None or own.state != PersonState.ACTIVE:
        return _("First tell us your name. Then this profile can become part of yours.")
    if placeholder is None or placeholder.state != PersonState.PLACEHOLDER:
        return _("Someone has already claimed this profile.")
    return None


@rule
def offer_claim(actor: Actor, person: Person) -> Reason:
    """Who runs the installation or vouches for a placeholder may hand out the link to claim it."""
    if not person.is_placeholder:
        return _("This profile already belongs to someone.")
    if actor.is_system or actor.is_operator or any(voucher(actor, person) for voucher in _vouchers):
        return None
    return _("Only a host of a community this person belongs to can do this.")
