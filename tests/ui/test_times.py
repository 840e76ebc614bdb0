from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone, translation

from gilde.ui import times


@pytest.fixture
def at_noon(monkeypatch):
    """A Wednesday noon in Amsterdam."""
    moment = datetime(2026, 3, 18, 11, 0, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    return moment


@pytest.mark.parametrize(
    ("back", "said"),
    [
        (timedelta(seconds=5), "just now"),
        (timedelta(minutes=7), "7 min ago"),
        (timedelta(hours=1), "1 hour ago"),
        (timedelta(hours=11), "11 hours ago"),
        (timedelta(hours=20), "yesterday"),
        (timedelta(hours=30), "yesterday"),
        (timedelta(days=3), "3 days ago"),
        (timedelta(days=20), "26 February"),
        (timedelta(days=400), "11 February 2025"),
    ],
)
def test_a_moment_is_told_as_people_would(at_noon, back, said):
    assert times.words_ago(at_noon - back) == said


def test_a_moment_to_come_is_told_by_its_day_and_hour(at_noon):
    assert times.words_ago(at_noon + timedelta(days=2)) == "20 March 2026 at 12:00"


@pytest.mark.parametrize(
    ("at", "back", "said"),
    [
        ("2027-01-01T00:10+01:00", timedelta(hours=1), "1 hour ago"),
        ("2027-01-01T00:10+01:00", timedelta(hours=20), "yesterday"),
        ("2027-01-01T00:10+01:00", timedelta(days=8), "24 December 2026"),
        ("2027-03-28T03:10+02:00", timedelta(minutes=20), "20 min ago"),  # 2:00 to 3:00 was not there
        ("2027-03-29T00:30+02:00", timedelta(hours=24), "2 days ago"),  # on Saturday; Sunday had 23 hours
        ("2027-10-31T02:30+01:00", timedelta(hours=1), "1 hour ago"),  # from 2:30 to 2:30
        ("2028-03-01T08:00+01:00", timedelta(days=1), "yesterday"),
        ("2029-02-28T08:00+01:00", timedelta(days=365), "29 February 2028"),
    ],
)
def test_a_moment_is_told_so_at_the_turn_of_year_and_of_summer_time(monkeypatch, at, back, said):
    moment = datetime.fromisoformat(at)
    monkeypatch.setattr(timezone, "now", lambda: moment.astimezone(UTC))
    assert times.words_ago(moment.astimezone(UTC) - back) == said


def test_the_exact_time_stands_beside_the_words(at_noon):
    html = times.ago(at_noon - timedelta(minutes=7))
    assert html == '<time datetime="2026-03-18T11:53:00+01:00" title="18 March 2026 at 11:53">7 min ago</time>'


def test_dutch_months_and_numbers_are_dutch(at_noon):
    with translation.override("nl"):
        assert times.day(at_noon, year=True) == "18 maart 2026"
        assert times.number(1165) == "1.165"
        assert times.number(2.5) == "2,5"
    assert times.number(1165) == "1,165"
    assert times.number(None) == ""


def test_no_time_is_no_text():
    assert times.ago(None) == ""
    assert times.date_html(None) == ""


@pytest.mark.parametrize(("size", "said"), [(999, "999 B"), (340_000, "340 kB"), (2_140_000, "2.1 MB"), (None, "")])
def test_a_size_is_told_in_decimal_units(size, said):
    assert times.size(size) == said


@pytest.mark.parametrize(("seconds", "said"), [(187, "3:07"), (3600, "1:00:00"), (0, "0:00"), (None, "")])
def test_a_sound_is_told_in_minutes(seconds, said):
    assert times.duration(seconds) == said
