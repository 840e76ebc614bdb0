"""Who a session belongs to is found in one statement, and asked as strictly as Django asks it."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.factories.communities import make_community
from tests.factories.people import make_person

from gilde.core import clock
from gilde.core.clock import today
from gilde.people.models import Affiliation, Organisation
from gilde.people.queries.actor import actor_for, open_session

pytestmark = pytest.mark.django_db
PASSWORD = "een lang wachtwoord van mij"


@pytest.fixture
def person():
    return make_person(with_account=True)


@pytest.fixture
def account(person):
    person.account.set_password(PASSWORD)
    person.account.save()
    return person.account


@pytest.fixture
def member(client, account):
    """A browser that logged in, with its session on allauth's list."""
    client.force_login(account, backend="gilde.people.backend.Backend")
    UserSession.objects.create(user=account, session_key=key_of(client), ip="127.0.0.1", user_agent="test")
    return client


def key_of(client):
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def is_logged_in(client):
    return client.get("/me/").status_code == 200


def asked(client, path="/me/preferences/"):
    with CaptureQueriesContext(connection) as found:
        client.get(path)
    return [row["sql"] for row in found.captured_queries]


def test_session_account_person_memberships_and_organisations_come_in_one_statement(member, person):
    place = make_community("Place", host=person)
    organisation = Organisation.objects.create(name="Works", slug="works")
    Affiliation.objects.create(person=person, organisation=organisation)
    statements = asked(member)
    assert len([sql for sql in statements if "django_session" in sql]) == 1
    assert not [sql for sql in statements if sql.startswith('SELECT "people_account"')]
    opened = open_session(key_of(member))
    assert opened.account == person.account
    assert opened.actor == actor_for(person, person.account)
    assert opened.actor.roles == {place.pk: "host"}
    assert opened.actor.organisations == {organisation.pk}


def test_an_affiliation_that_ended_yesterday_does_not_count(member, person):
    yesterday = today() - timedelta(days=1)
    for slug, period in (("past", {"ended_on": yesterday}), ("now", {"started_on": yesterday})):
        organisation = Organisation.objects.create(name=slug, slug=slug)
        Affiliation.objects.create(person=person, organisation=organisation, **period)
    found = open_session(key_of(member)).actor.organisations
    assert found == {Organisation.objects.get(slug="now").pk}


def test_an_affiliation_changes_at_midnight_of_the_house(person):
    """Not at midnight in Greenwich, an hour or two later."""
    old, new = (Organisation.objects.create(name=slug, slug=slug) for slug in ("old", "new"))
    Affiliation.objects.create(person=person, organisation=old, ended_on=date(2027, 12, 31))
    Affiliation.objects.create(person=person, organisation=new, started_on=date(2028, 1, 1))
    midnight = datetime(2028, 1, 1, tzinfo=ZoneInfo("Europe/Amsterdam"))
    for moment, found in ((midnight - timedelta(minutes=10), old), (midnight + timedelta(minutes=10), new)):
        with clock.at(moment), timezone.override("America/New_York"):
            assert actor_for(person, person.account).organisations == {found.pk}


def test_a_changed_password_ends_a_session_that_was_made_with_the_old_one(member, account):
    assert is_logged_in(member)
    account.set_password("een ander lang wachtwoord")
    account.save()
    assert not is_logged_in(member)


def test_an_account_that_was_closed_is_out_at_once(member, account):
    account.is_active = False
    account.save()
    assert not is_logged_in(member)


def test_a_session_of_one_account_never_opens_another_that_the_list_names(member, account):
    other = make_person(with_account=True)
    UserSession.objects.filter(session_key=key_of(member)).update(user=other.account)
    answer = member.get("/me/")
    assert answer.status_code == 200
    assert other.name not in answer.content.decode()
    assert account.person.name in answer.content.decode()


def test_a_session_that_is_not_on_the_list_still_works(client, account):
    client.force_login(account, backend="gilde.people.backend.Backend")
    assert open_session(key_of(client)) is None
    assert is_logged_in(client)


def test_an_expired_session_is_nobody_s(member):
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert open_session(key_of(member)) is None
    assert not is_logged_in(member)


def test_an_ended_session_is_nobody_s(member):
    Session.objects.all().delete()
    assert not is_logged_in(member)


def test_a_visitor_who_invents_a_key_asks_for_nothing(client):
    client.cookies[settings.SESSION_COOKIE_NAME] = "x" * 32
    assert not is_logged_in(client)
    client.cookies[settings.SESSION_COOKIE_NAME] = "'; DROP TABLE people_person; --"
    assert not is_logged_in(client)
    assert not Session.objects.exists()


def test_somebody_who_went_away_comes_in_as_nobody(member, person):
    person.state = "deactivated"
    person.save()
    actor = open_session(key_of(member)).actor
    assert actor.person_id is None
    assert actor.account_id == person.account_id


def test_a_part_of_a_page_asked_for_after_the_session_ended_leads_the_whole_page_to_log_in_and_back(member):
    Session.objects.all().delete()
    asked = {"HX-Request": "true", "HX-Current-URL": "http://testserver/d/7/a-taart/?page=2#reply"}
    answer = member.post(reverse("dialogue:preview"), {"text": "Eleven minutes"}, headers=asked)
    assert answer["HX-Redirect"] == "/account/login/?next=%2Fd%2F7%2Fa-taart%2F%3Fpage%3D2"
    assert "Location" not in answer
    assert member.post(reverse("dialogue:preview"), {"text": "Eleven minutes"})["Location"].startswith(
        "/account/login/?next="
    )
    assert member.post(reverse("dialogue:preview"), headers={"HX-Request": "true"})["HX-Redirect"] == "/account/login/"
