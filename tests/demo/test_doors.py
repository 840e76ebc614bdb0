"""The one-click logins of the demo: from this machine only, and seen in the list of sessions like any other."""

from __future__ import annotations

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.test import Client
from tests.factories.communities import make_community
from tests.factories.people import make_account, make_person

from gilde.communities.models import Community, FormerSlug
from gilde.demo import doors
from gilde.demo.views.login import link_for
from gilde.people.models import FormerHandle, Person
from gilde.people.queries.actor import open_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(settings):
    settings.DEMO = True
    person = make_person("Marit", handle="marit", account=make_account("marit@demo.example"))
    assert person.account is not None
    return link_for(person)


def test_one_click_logs_in_and_stands_in_the_list_of_sessions(address):
    client = Client(headers={"accept-language": "en"})
    assert client.get(address)["Location"] == "/"
    session = UserSession.objects.get()
    assert session.user.email == "marit@demo.example"
    opened = open_session(client.cookies[settings.SESSION_COOKIE_NAME].value)
    assert opened is not None
    assert opened.actor.handle == "marit"


def test_who_came_by_a_door_adds_a_key_without_showing_at_once_who_they_are(address):
    client = Client(headers={"accept-language": "en"})
    client.get(address)
    assert client.get("/account/2fa/webauthn/add/").status_code == 200


def test_a_link_leads_in_also_after_its_person_took_another_handle(address):
    Person.objects.update(handle="someone")
    assert Client().get(address)["Location"] == "/"
    assert UserSession.objects.get().user.email == "marit@demo.example"


def test_from_another_machine_the_door_is_not_there(address):
    assert Client(REMOTE_ADDR="192.0.2.9").get(address).status_code == 404
    assert not UserSession.objects.exists()


def test_a_made_up_token_and_a_house_without_demo_answer_nothing(address, settings):
    assert Client().get("/demo/made-up/").status_code == 404
    settings.DEMO = False
    assert Client().get(address).status_code == 404


def test_the_demo_is_known_and_entered_after_a_change_of_names(settings):
    settings.DEMO = True
    assert not doors.is_loaded()
    place = make_community(slug=doors.FIRST)
    person = make_person("Marit", handle="marit", account=make_account("marit@demo.example"))
    assert doors.is_loaded()
    FormerSlug.objects.create(slug=doors.FIRST, community=place)
    FormerHandle.objects.create(handle="marit", person=person)
    Community.objects.update(slug="elsewhere")
    Person.objects.update(handle="someone")
    assert doors.is_loaded()
    assert [label for label, _path in doors.logins()] == ["member (Marit)"]
    assert Client().get(doors.logins()[0][1]).status_code == 302
