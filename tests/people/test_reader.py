"""Whoever is written to while they are not here reads their own language and their own hours."""

import pytest
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from tests.factories.people import make_account

from gilde.people.reader import language_of, read_by, zone_of


def test_what_somebody_chose_holds_as_long_as_it_is_read_and_no_longer():
    before = get_language(), timezone.get_current_timezone_name()
    with read_by(make_account(language="nl", time_zone="America/Paramaribo")):
        assert (get_language(), timezone.get_current_timezone_name()) == ("nl", "America/Paramaribo")
    assert (get_language(), timezone.get_current_timezone_name()) == before


@pytest.mark.parametrize(("language", "zone"), [("", ""), ("xx", "Mars/Olympus"), ("xx", "../etc/passwd")])
def test_what_nobody_chose_or_nobody_knows_is_that_of_the_installation(language, zone):
    account = make_account(language=language, time_zone=zone)
    assert (language_of(account), str(zone_of(account))) == (settings.LANGUAGE_CODE, settings.TIME_ZONE)
    assert (language_of(None), str(zone_of(None))) == (settings.LANGUAGE_CODE, settings.TIME_ZONE)


def test_a_language_that_was_asked_for_goes_before_the_chosen_one():
    with read_by(make_account(language="nl", time_zone="Asia/Tokyo"), language="en"):
        assert (get_language(), timezone.get_current_timezone_name()) == ("en", "Asia/Tokyo")
