"""Finding people on what they show."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from tests.factories.people import actor_of, affiliate, label, log_in, make_organisation, make_person, make_placeholder

from gilde.core.actor import VISITOR, Actor
from gilde.core.audience import Audience
from gilde.core.clock import now
from gilde.people.actions.follow import follow
from gilde.people.actions.label import change_labels
from gilde.people.actions.leaving import deactivate
from gilde.people.actions.profile import change_card, change_region
from gilde.people.enums import LabelKind, PersonState
from gilde.people.models import Person
from gilde.people.queries import directory
from gilde.people.queries.directory import Search, facets, page, recent_facets


@pytest.fixture
def me():
    return actor_of(make_person("Zora"))


def names(found):
    return [person.name for person in found.people]


def test_everyone_who_can_be_found_is_listed_by_name_without_capitals_or_accents(me):
    for name in ("bram", "Émile", "Anna", "Érica", "Dirk"):
        make_person(name)
    assert names(page(me, Search())) == ["Anna", "bram", "Dirk", "Émile", "Érica", "Zora"]


def test_placeholders_are_listed_and_say_so(me):
    make_placeholder("Anna")
    assert page(me, Search()).people[0].is_placeholder


def test_a_visitor_finds_only_public_people(me):
    make_person("Anna", audience=Audience.PUBLIC)
    assert names(page(VISITOR, Search())) == ["Anna"]


@pytest.mark.parametrize("typed", ["josé", "JOSE", "jose gar", "García", "jose-g", "wound"])
def test_text_finds_on_name_handle_and_headline(me, typed):
    make_person("José García", handle="jose-g", headline="Teaches wound care")
    make_person("Somebody Else")
    assert names(page(me, Search(text=typed))) == ["José García"]


@pytest.mark.parametrize("typed", ["%", "_", "\\", "'", '"; drop table', "*"])
def test_signs_that_mean_something_to_a_database_mean_nothing_here(me, typed):
    make_person("Anna")
    assert names(page(me, Search(text=typed))) == []


def test_filters_narrow_together(me):
    anna, bob = make_person("Anna", region="Utrecht"), make_person("Bob", region="Utrecht")
    label(anna, "wound care")
    label(bob, "finance")
    assert names(page(me, Search(region="UTRECHT"))) == ["Anna", "Bob"]
    assert names(page(me, Search(region="Utrecht", specialism="wound-care"))) == ["Anna"]


def test_several_specialisms_are_equals_and_each_of_them_finds(me):
    anna = make_person("Anna")
    label(anna, "wound care", "teaching", "palliative care")
    for slug in ("wound-care", "teaching", "palliative-care"):
        assert names(page(me, Search(specialism=slug))) == ["Anna"]


def test_a_word_of_one_kind_does_not_find_as_another(me):
    label(make_person("Anna"), "sailing", kind=LabelKind.HOBBY)
    assert names(page(me, Search(specialism="sailing"))) == []


def test_somebody_with_two_ties_to_one_organisation_is_found_once(me):
    anna, acme = make_person("Anna"), make_organisation("Acme")
    affiliate(anna, acme, title="nurse")
    affiliate(anna, acme, title="teacher")
    assert names(page(me, Search(organisation="acme"))) == ["Anna"]


def test_pages_follow_each_other_without_gap_or_double_also_for_equal_names(me, monkeypatch):
    monkeypatch.setattr(directory, "PAGE", 3)
    for _ in range(8):
        make_person("Same Name")
    seen, after = [], ""
    while True:
        found = page(me, Search(), after)
        seen += [person.pk for person in found.people]
        after = found.after
        if not after:
            break
    assert len(seen) == len(set(seen)) == 9


@pytest.mark.parametrize("key", ["x", "~", "12", "-1~a", "²~a", f"{'9' * 30}~a", "a~b"])
def test_a_key_that_no_page_gave_is_refused(me, key):
    with pytest.raises(ValidationError):
        page(me, Search(), key)


def test_people_whom_one_follows_are_found_by_that(me):
    anna, bram = make_person("Anna"), make_person("Bram")
    follow(actor=me, person=anna)
    follow(actor=actor_of(bram), person=make_person("Dirk"))
    assert names(page(me, Search(following="1"))) == ["Anna"]
    assert names(page(me, Search(following="1", text="bram"))) == []
    assert names(page(VISITOR, Search(following="1"))) == []
    client = log_in(Person.objects.get(name="Zora"))
    assert 'href="/people/?following=1"' in client.get("/people/").content.decode()
    text = client.get("/people/?following=1").content.decode()
    assert "People you follow" in text
    assert "Bram" not in text


def test_the_number_of_queries_does_not_grow_with_the_people(me, django_assert_num_queries):
    def add(count):
        for _ in range(count):
            label(make_person(), "care", "teaching")

    add(1)
    with django_assert_num_queries(3):
        names(page(me, Search(specialism="care")))
    add(29)
    with django_assert_num_queries(3):
        found = page(me, Search(specialism="care"))
        assert all(len(person.shown_specialisms) == 2 for person in found.people)
    assert found.count == 30


def test_specialisms_that_are_closed_do_not_stand_on_a_card(me):
    anna = make_person("Anna", audience_specialisms=Audience.ME)
    label(anna, "secret love")
    assert page(me, Search()).people[0].shown_specialisms == []


def snapshot(actor):
    searches = [Search(), Search(specialism="secret"), Search(hobby="secret"), Search(region="Secret")]
    searches += [Search(language="tr"), Search(work="retired"), Search(organisation="secret"), Search(text="secret")]
    return [(names(page(actor, search)), page(actor, search).count) for search in searches], facets(actor)


def test_lists_counts_and_suggestions_are_the_same_with_and_without_hidden_data(me):
    make_person("Anna", region="Utrecht")
    before = [snapshot(VISITOR), snapshot(me)]
    hidden = make_person("Secret Person", audience=Audience.COMMUNITY, headline="secret", region="Secret")
    shy = Person.objects.get(name="Anna")
    for person in (hidden, shy):
        label(person, "secret")
        label(person, "secret", kind=LabelKind.HOBBY)
        label(person, "tr", kind=LabelKind.LANGUAGE)
        affiliate(person, make_organisation(f"Secret {person.pk}", slug="secret" if person is shy else "other"))
    Person.objects.filter(pk=shy.pk).update(
        audience_specialisms=Audience.ME,
        audience_hobbies=Audience.ME,
        audience_languages=Audience.ME,
        audience_affiliations=Audience.ME,
        audience_work=Audience.ME,
        work_situation="retired",
    )
    assert [snapshot(VISITOR), snapshot(me)] == before


def test_suggestions_come_from_what_everyone_like_the_reader_may_see(me):
    for _ in range(2):
        label(make_person(), "care")
    label(make_person(), "teaching")
    label(make_person(audience_specialisms=Audience.COMMUNITY), "for few")
    label(make_person(state=PersonState.DEACTIVATED), "away")
    assert [facet.label for facet in facets(me).specialisms] == ["care", "teaching"]
    assert facets(VISITOR).specialisms == []


def test_suggestions_are_made_once_a_minute_and_apart_for_visitors(me, django_assert_num_queries):
    label(make_person(audience=Audience.PUBLIC, audience_specialisms=Audience.PUBLIC), "open")
    label(make_person(), "inside")
    members = recent_facets(me)
    with django_assert_num_queries(1):
        assert recent_facets(Actor(person_id=12345)) == members
    assert [facet.label for facet in members.specialisms] == ["inside", "open"]
    assert [facet.label for facet in recent_facets(VISITOR).specialisms] == ["open"]


def offered(reader):
    shown = recent_facets(reader)
    return {
        facet.label for words in (shown.specialisms, shown.hobbies, shown.languages, shown.regions) for facet in words
    }


def show(owner, audience):
    for kind, words in ((LabelKind.SPECIALISM, ["care"]), (LabelKind.HOBBY, ["chess"]), (LabelKind.LANGUAGE, ["fy"])):
        change_labels(actor=owner, kind=kind, names=words, audience=audience)
    change_region(actor=owner, region="Urk", audience=audience)


def hide_sections(owner):
    show(owner, Audience.COMMUNITY)


def hide_card(owner):
    change_card(actor=owner, name="Anna", headline="", audience=Audience.ME)


def go_away(owner):
    deactivate(actor=owner)


@pytest.mark.parametrize("hide", [hide_sections, hide_card, go_away])
@pytest.mark.parametrize("reader", [VISITOR, Actor(person_id=12345)], ids=["visitor", "member"])
def test_a_word_that_somebody_hides_is_not_offered_to_the_next_reader(hide, reader):
    owner = actor_of(make_person("Anna", audience=Audience.PUBLIC))
    show(owner, Audience.PUBLIC)
    assert offered(reader) == {"Urk", "care", "chess", "Frysk"}
    hide(owner)
    assert offered(reader) == set()


def test_a_hidden_word_stays_away_when_its_act_is_long_ago(me, monkeypatch):
    owner = actor_of(make_person("Anna"))
    show(owner, Audience.MEMBERS)
    recent_facets(me)
    moment, second = now(), time.time()
    offered_later = []
    hide_sections(owner)
    for later in (1, directory.FACETS_SECONDS, 2 * directory.FACETS_SECONDS, 3 * directory.FACETS_SECONDS):
        monkeypatch.setattr(directory, "now", lambda later=later: moment + timedelta(seconds=later))
        monkeypatch.setattr(time, "time", lambda later=later: second + later)
        offered_later.append(offered(me))
    assert offered_later == [set()] * 4


def test_counting_stops_at_a_thousand(me, monkeypatch):
    monkeypatch.setattr(directory, "COUNTED", 2)
    for _ in range(4):
        make_person()
    found = page(me, Search())
    assert not found.is_counted
    assert found.count == 3
