"""Signing up that nobody finished."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from tests.factories.people import PASSWORD, make_account, make_person

from gilde.core.clock import now
from gilde.people.actions.signup import forget_unconfirmed
from gilde.people.models import Account

pytestmark = pytest.mark.django_db


def signed_up(email: str, *, days: int) -> Account:
    Client().post("/account/signup/", {"email": email, "password1": PASSWORD})
    Account.objects.filter(email=email).update(created_at=now() - timedelta(days=days))
    return Account.objects.get(email=email)


def test_an_account_that_nobody_confirmed_goes_after_a_week_with_its_address():
    signed_up("typo@example.org", days=8)
    signed_up("fresh@example.org", days=6)
    assert forget_unconfirmed() == 1
    assert [row.email for row in Account.objects.all()] == ["fresh@example.org"]
    assert not EmailAddress.objects.filter(email="typo@example.org").exists()
    assert signed_up("typo@example.org", days=0).check_password(PASSWORD), "its owner can sign up"


def test_who_confirmed_logged_in_or_is_somebody_stays_however_long_ago():
    confirmed, logged_in, person = (signed_up(f"{name}@example.org", days=400) for name in ("one", "two", "three"))
    EmailAddress.objects.filter(user=confirmed).update(verified=True)
    Account.objects.filter(pk=logged_in.pk).update(last_login=now())
    make_person(account=person)
    operator = signed_up("four@example.org", days=400)
    Account.objects.filter(pk=operator.pk).update(is_superuser=True)
    by_hand = make_account("five@example.org")  # in a shell, without a list of addresses
    EmailAddress.objects.filter(user=by_hand).delete()
    Account.objects.filter(pk=by_hand.pk).update(created_at=now() - timedelta(days=400))
    assert forget_unconfirmed() == 0
    assert Account.objects.count() == 5
