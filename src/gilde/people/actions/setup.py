"""The first account of an installation."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext as _

from gilde.core import activity, setup_link
from gilde.core.rules import Refusal
from gilde.people.actions.person import join
from gilde.people.enums import Verb
from gilde.people.models import Account
from gilde.people.queries.actor import actor_of


@transaction.atomic
def open_installation(*, token: str, name: str, email: str, password: str) -> Account:
    """Make the operator's account and person with the one-time link, which is used up by it.

    The address counts as proven: who can read the link on the machine's own screen runs the machine.

    Raises:
        Refusal: the link was used, is too old, or an operator exists.
    """
    if Account.objects.filter(is_superuser=True).exists() or not setup_link.spend(token):
        raise Refusal(_("This link has been used or has expired. Run “./gilde createadmin” to get in."))
    account = make_operator(email=email, password=password)
    account.person = join(account=account, name=name)
    actor = actor_of(account)
    activity.record(Verb.INSTALLATION_OPENED, actor=actor, target=account.person)
    return account


@transaction.atomic
def make_operator(*, email: str, password: str | None) -> Account:
    """An operator's account with a proven address, or these rights and this password for the one that has it.

    For the set-up page and for ``./gilde createadmin``; without a password it logs in by code or passkey.
    """
    email = Account.objects.normalize_email(email).lower()
    known = Account.objects.filter(email=email).first()
    account = known or Account(email=email)
    account.is_staff = account.is_superuser = account.is_active = True
    if password:
        account.set_password(password)
    elif known is None:
        account.set_unusable_password()
    account.save()
    EmailAddress.objects.filter(user=account).exclude(email=email).update(primary=False)
    EmailAddress.objects.update_or_create(user=account, email=email, defaults={"verified": True, "primary": True})
    return account
