"""How one reads."""

from __future__ import annotations

from tests.factories.people import actor_of, make_person

from gilde.core.models import Activity
from gilde.people.actions.preference import change_preferences
from gilde.people.enums import Theme, Verb
from gilde.people.queries.actor import actor_for


def test_choices_are_kept_with_the_account_and_carried_by_the_actor():
    anna = make_person(with_account=True)
    for _ in range(2):
        change_preferences(
            actor=actor_of(anna),
            account=anna.account,
            language="en",
            theme=Theme.DARK,
            time_zone="Asia/Tokyo",
            keyboard_shortcuts=False,
        )
    anna.account.refresh_from_db()
    actor = actor_for(anna, anna.account)
    assert (actor.language, actor.theme, actor.time_zone, actor.shortcuts) == ("en", "dark", "Asia/Tokyo", False)
    assert Activity.objects.filter(verb=Verb.PREFERENCES_CHANGED).count() == 1
