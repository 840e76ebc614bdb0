"""Each section × audience × kind of reader, told by every way in: the page, the filter, the rows themselves."""

from __future__ import annotations

import pytest
from tests.factories.communities import make_community, make_member
from tests.factories.people import actor_of, affiliate, label, make_organisation, make_person

from gilde.core.actor import SYSTEM, VISITOR, Actor
from gilde.core.audience import Audience
from gilde.people.enums import LabelKind, PersonState, Question, Section, WorkSituation
from gilde.people.models import Affiliation, Link, Motivation, Organisation, Person, PersonLabel
from gilde.people.queries.directory import Search, find
from gilde.people.queries.profile import preview, profile_of

READERS = ("visitor", "member", "fellow", "self", "system")
SEES = {
    Audience.PUBLIC: {"visitor", "member", "fellow", "self", "system"},
    Audience.MEMBERS: {"member", "fellow", "self", "system"},
    Audience.COMMUNITY: {"fellow", "self", "system"},
    Audience.ME: {"self", "system"},
}


def everything_on(person: Person) -> None:
    label(person, "wound care")
    label(person, "sailing", kind=LabelKind.HOBBY)
    label(person, "nl", kind=LabelKind.LANGUAGE)
    Motivation.objects.create(person=person, question=Question.HEART, text="x", html="<p>x</p>")
    Link.objects.create(person=person, url="https://anna.example.org/")
    affiliate(person, make_organisation("Acme"))
    Person.objects.filter(pk=person.pk).update(
        story="s", story_html="<p>s</p>", region="Utrecht", work_situation=WorkSituation.BOTH, work_note="note"
    )
    person.refresh_from_db()


@pytest.fixture
def anna() -> Person:
    person = make_person("Anna", handle="anna", audience=Audience.PUBLIC)
    everything_on(person)
    return person


def reader(kind: str, person: Person) -> Actor:
    if kind == "visitor":
        return VISITOR
    if kind == "system":
        return SYSTEM
    if kind == "self":
        return actor_of(person)
    if kind == "member":
        return actor_of(make_person())
    place = make_community()
    make_member(place, person=person)
    return actor_of(make_member(place))


def shown_on_the_page(actor: Actor, section: Section) -> bool:
    profile = profile_of(actor, "anna")
    assert profile is not None
    assert profile.shows(section) == (section in profile.open)
    rows = {
        Section.MOTIVATION: profile.motivations,
        Section.SPECIALISMS: profile.specialisms,
        Section.HOBBIES: profile.hobbies,
        Section.LANGUAGES: profile.languages,
        Section.AFFILIATIONS: profile.affiliations,
        Section.LINKS: profile.links,
    }
    return bool(rows[section]) if section in rows else profile.shows(section)


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("section", Section)
def test_a_section_shows_on_the_page_to_its_audience_and_to_nobody_else(anna, section, audience, kind):
    setattr(anna, f"audience_{section.value}", audience)
    anna.save()
    assert shown_on_the_page(reader(kind, anna), section) == (kind in SEES[audience])


ROWS = {
    Section.SPECIALISMS: lambda actor: PersonLabel.objects.visible_to(actor).filter(label__kind=LabelKind.SPECIALISM),
    Section.HOBBIES: lambda actor: PersonLabel.objects.visible_to(actor).filter(label__kind=LabelKind.HOBBY),
    Section.LANGUAGES: lambda actor: PersonLabel.objects.visible_to(actor).filter(label__kind=LabelKind.LANGUAGE),
    Section.AFFILIATIONS: lambda actor: Affiliation.objects.visible_to(actor),
    Section.LINKS: lambda actor: Link.objects.visible_to(actor),
}


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("section", ROWS)
def test_the_rows_of_a_section_are_visible_to_its_audience_and_to_nobody_else(anna, section, audience, kind):
    setattr(anna, f"audience_{section.value}", audience)
    anna.save()
    assert ROWS[section](reader(kind, anna)).exists() == (kind in SEES[audience])


FILTERS = {
    Section.SPECIALISMS: Search(specialism="wound-care"),
    Section.HOBBIES: Search(hobby="sailing"),
    Section.LANGUAGES: Search(language="nl"),
    Section.REGION: Search(region="utrecht"),
    Section.WORK: Search(work="both"),
    Section.AFFILIATIONS: Search(organisation="acme"),
}


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("section", FILTERS)
def test_a_filter_finds_only_through_sections_that_are_open_to_the_reader(anna, section, audience, kind):
    setattr(anna, f"audience_{section.value}", audience)
    anna.save()
    found = find(reader(kind, anna), FILTERS[section])
    assert (anna in found) == (kind in SEES[audience])


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("audience", Audience)
def test_the_card_opens_the_page_to_its_audience_and_hides_every_row_from_others(anna, audience, kind):
    for section in Section:
        setattr(anna, f"audience_{section.value}", Audience.PUBLIC)
    anna.audience = audience
    anna.save()
    actor = reader(kind, anna)
    may = kind in SEES[audience]
    assert (profile_of(actor, "anna") is not None) == may
    assert Person.objects.visible_to(actor).filter(pk=anna.pk).exists() == may
    assert all(rows(actor).exists() == may for rows in ROWS.values())
    assert (anna in find(actor, Search())) == may


@pytest.mark.parametrize("state", [PersonState.DEACTIVATED, PersonState.ERASED])
@pytest.mark.parametrize("kind", ["visitor", "member", "fellow"])
def test_who_is_away_or_gone_is_seen_by_nobody(anna, state, kind):
    anna.state = state
    anna.save()
    actor = reader(kind, anna)
    assert profile_of(actor, "anna") is None
    assert not any(rows(actor).exists() for rows in ROWS.values())
    assert not find(actor, Search()).filter(pk=anna.pk).exists()


@pytest.mark.parametrize("state", [PersonState.PLACEHOLDER, PersonState.DECEASED])
def test_placeholders_and_the_deceased_keep_their_page(anna, state):
    anna.state = state
    anna.save()
    assert profile_of(VISITOR, "anna") is not None


@pytest.mark.parametrize("audience", [Audience.PUBLIC, Audience.MEMBERS, Audience.COMMUNITY])
def test_looking_at_ones_own_page_with_other_eyes_shows_what_they_see(anna, audience):
    profile = preview(profile_of(actor_of(anna), "anna"), audience)
    assert profile is not None
    kind = {Audience.PUBLIC: "visitor", Audience.MEMBERS: "member", Audience.COMMUNITY: "fellow"}[audience]
    theirs = profile_of(reader(kind, anna), "anna")
    assert profile.open == theirs.open
    assert not profile.is_own


def test_with_the_eyes_of_people_who_cannot_open_it_there_is_nothing(anna):
    anna.audience = Audience.COMMUNITY
    anna.save()
    assert preview(profile_of(actor_of(anna), anna.handle), Audience.MEMBERS) is None


def test_a_shared_community_is_not_a_shared_hobby():
    """Two people in two different communities are strangers."""
    anna = make_person("Anna", handle="anna", audience=Audience.COMMUNITY)
    make_member(make_community(), person=anna)
    stranger = actor_of(make_member(make_community()))
    assert profile_of(stranger, "anna") is None


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("kind", READERS)
def test_the_bare_name_of_an_organisation_is_known_to_who_sees_a_tie_with_it(audience, kind):
    anna = make_person("Anna", audience=Audience.PUBLIC, audience_affiliations=audience)
    tie = affiliate(anna, make_organisation("Acme"))
    found = Organisation.objects.visible_to(reader(kind, anna)).filter(pk=tie.organisation_id)
    assert found.exists() == (kind in SEES[audience])


def test_an_organisation_that_says_something_of_itself_is_known_to_everyone():
    speaks, bare = make_organisation("Acme", website="https://acme.example/"), make_organisation("Bare")
    assert list(Organisation.objects.visible_to(VISITOR)) == [speaks]
    assert set(Organisation.objects.visible_to(SYSTEM)) == {speaks, bare}
