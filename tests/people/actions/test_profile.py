"""Changing one's own profile."""

from __future__ import annotations

import pytest
from tests.factories.people import actor_of, make_person

from gilde.core.actor import VISITOR
from gilde.core.audience import Audience
from gilde.core.models import Activity
from gilde.core.rules import Refusal
from gilde.people.actions import profile
from gilde.people.enums import Question, Section, Verb, WorkSituation

EVERYONE = Audience.PUBLIC


@pytest.fixture
def anna():
    return make_person("Anna")


def changes():
    return [row.data["part"] for row in Activity.objects.filter(verb=Verb.PROFILE_CHANGED)]


def test_the_card_changes_name_headline_and_who_can_find_me(anna):
    profile.change_card(actor=actor_of(anna), name="Anna É.", headline="Nurse", audience=EVERYONE)
    anna.refresh_from_db()
    assert (anna.name, anna.name_key, anna.headline, anna.audience) == ("Anna É.", "anna e.", "Nurse", EVERYONE)


def test_the_story_is_rendered_when_it_is_saved(anna):
    profile.change_story(actor=actor_of(anna), text="I am **here**.<script>", audience=EVERYONE)
    anna.refresh_from_db()
    assert "<strong>here</strong>" in anna.story_html
    assert "<script>" not in anna.story_html
    assert anna.audience_story == EVERYONE


def test_a_mention_in_a_story_links_to_people_the_writer_can_find(anna):
    make_person("Bob", handle="bob")
    make_person("Carol", handle="carol", audience=Audience.ME)
    profile.change_story(actor=actor_of(anna), text="With @bob and @carol and @nobody", audience=EVERYONE)
    anna.refresh_from_db()
    assert 'href="/@bob/"' in anna.story_html
    assert "/@carol/" not in anna.story_html


def test_an_empty_story_leaves_nothing(anna):
    profile.change_story(actor=actor_of(anna), text="x", audience=EVERYONE)
    profile.change_story(actor=actor_of(anna), text="", audience=EVERYONE)
    anna.refresh_from_db()
    assert (anna.story, anna.story_html) == ("", "")


def test_answers_are_added_changed_and_taken_away(anna):
    actor = actor_of(anna)
    profile.change_motivation(actor=actor, answers={Question.HEART: "Here", Question.WANT: "More"}, audience=EVERYONE)
    profile.change_motivation(actor=actor, answers={Question.HEART: "There", Question.WANT: ""}, audience=EVERYONE)
    assert list(anna.motivations.values_list("question", "text")) == [(Question.HEART, "There")]
    assert changes() == ["motivation", "motivation"]


def test_region_and_work_are_kept_with_their_audience(anna):
    profile.change_region(actor=actor_of(anna), region="Utrecht", audience=EVERYONE)
    profile.change_work(actor=actor_of(anna), situation=WorkSituation.BOTH, note="Fridays", audience=Audience.ME)
    anna.refresh_from_db()
    assert (anna.region, anna.audience_region) == ("Utrecht", EVERYONE)
    assert (anna.work_situation, anna.work_note, anna.audience_work) == ("both", "Fridays", Audience.ME)


def test_only_the_audience_can_change_too(anna):
    profile.change_audience(actor=actor_of(anna), section=Section.LINKS, audience=Audience.ME)
    anna.refresh_from_db()
    assert anna.audience_links == Audience.ME
    assert changes() == ["links"]


def test_saving_the_same_again_records_nothing(anna):
    for _ in range(2):
        profile.change_region(actor=actor_of(anna), region="Utrecht", audience=Audience.MEMBERS)
    assert changes() == ["region"]


def test_the_log_says_which_part_changed_and_never_what_it_says(anna):
    profile.change_story(actor=actor_of(anna), text="a secret", audience=EVERYONE)
    assert "secret" not in str(Activity.objects.values_list("data", flat=True))


@pytest.mark.parametrize(
    "act",
    [
        lambda: profile.change_card(actor=VISITOR, name="x", headline="", audience=EVERYONE),
        lambda: profile.change_story(actor=VISITOR, text="x", audience=EVERYONE),
        lambda: profile.change_motivation(actor=VISITOR, answers={}, audience=EVERYONE),
        lambda: profile.change_region(actor=VISITOR, region="x", audience=EVERYONE),
        lambda: profile.change_work(actor=VISITOR, situation="", note="", audience=EVERYONE),
        lambda: profile.change_audience(actor=VISITOR, section=Section.WORK, audience=EVERYONE),
    ],
)
def test_a_visitor_has_no_profile_to_change(act):
    with pytest.raises(Refusal, match="Log in first"):
        act()
