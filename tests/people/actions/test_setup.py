"""The first account of an installation."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from tests.factories.people import make_account

from gilde.core import setup_link
from gilde.core.models import Activity
from gilde.core.rules import Refusal
from gilde.people.actions.setup import make_operator, open_installation
from gilde.people.enums import Verb
from gilde.people.models import Account


@pytest.fixture
def _var(settings, tmp_path):
    settings.VAR = tmp_path


def open_house(token, **values):
    given = {"name": "Anna", "email": "Anna@Example.org", "password": "a long enough password", **values}
    return open_installation(token=token, **given)


@pytest.mark.usefixtures("_var")
def test_the_link_makes_an_operator_with_a_person_and_a_proven_address_once():
    token = setup_link.make()
    account = open_house(token)
    assert account.is_superuser
    assert account.person.name == "Anna"
    assert EmailAddress.objects.get(user=account).verified
    assert Activity.objects.filter(verb=Verb.INSTALLATION_OPENED).exists()
    with pytest.raises(Refusal, match="has been used or has expired"):
        open_house(token, email="other@example.org")
    assert Account.objects.count() == 1


@pytest.mark.usefixtures("_var")
def test_a_wrong_token_makes_nothing():
    setup_link.make()
    with pytest.raises(Refusal):
        open_house("guess")
    assert not Account.objects.exists()


@pytest.mark.usefixtures("_var")
def test_a_house_that_has_an_operator_cannot_be_opened_again():
    make_account(is_superuser=True)
    with pytest.raises(Refusal):
        open_house(setup_link.make())


def test_somebody_who_is_here_can_become_operator_and_keeps_their_password():
    account = make_account("anna@example.org", password="her own password")
    make_operator(email="ANNA@example.org", password=None)
    account.refresh_from_db()
    assert account.is_superuser
    assert account.check_password("her own password")
    assert EmailAddress.objects.filter(user=account).count() == 1
