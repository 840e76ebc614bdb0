"""Following people."""

from __future__ import annotations

import pytest
from tests.factories.people import actor_of, make_person

from gilde.core.models import Activity
from gilde.core.rules import Refusal
from gilde.people.actions.follow import follow, unfollow
from gilde.people.enums import Verb
from gilde.people.models import Follow


def test_following_twice_is_following_once():
    anna, bob = make_person(), make_person()
    assert follow(actor=actor_of(anna), person=bob) == follow(actor=actor_of(anna), person=bob)
    bob.refresh_from_db()
    assert bob.follower_count == 1
    assert Activity.objects.filter(verb=Verb.FOLLOWED).count() == 1


def test_unfollowing_twice_is_unfollowing_once():
    anna, bob = make_person(), make_person()
    follow(actor=actor_of(anna), person=bob)
    for _ in range(2):
        unfollow(actor=actor_of(anna), person=bob)
    bob.refresh_from_db()
    assert bob.follower_count == 0
    assert not Follow.objects.exists()
    assert Activity.objects.filter(verb=Verb.UNFOLLOWED).count() == 1


def test_nobody_follows_themselves():
    anna = make_person()
    with pytest.raises(Refusal, match="This is you"):
        follow(actor=actor_of(anna), person=anna)
