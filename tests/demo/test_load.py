"""What the loader says of the script without reading it is what the script says."""

from __future__ import annotations

from gilde.demo import load, script


def test_the_logins_are_those_of_the_script() -> None:
    play = script.read_script()
    assert {part: play.login(part).handle for part in load.LOGINS} == load.LOGINS


def test_the_demo_is_recognised_by_a_community_of_the_script() -> None:
    assert load._FIRST in {place.slug for place in script.read_script().communities}
