"""“This is me too”: a placeholder becomes part of somebody who is here."""

import pytest
from django.db import models
from tests.factories.communities import counted, make_community, make_member
from tests.factories.dialogue import make_comment, make_compliment, make_contribution
from tests.factories.people import actor_of, label, make_account, make_organisation, make_person, make_placeholder

from gilde.communities.enums import Role
from gilde.communities.models import Membership
from gilde.core.models.activity import Activity
from gilde.core.rules import Refusal
from gilde.gateways.portability.models import ImportedRecord, OldAddress
from gilde.people.actions.follow import follow
from gilde.people.actions.merging import merge
from gilde.people.enums import PersonState, Verb
from gilde.people.models import Affiliation, Person
from gilde.people.queries.claim import others_of
from gilde.people.queries.profile import former_address


@pytest.fixture
def anna():
    return make_person("Anna", handle="anna", with_account=True, headline="Mediator")


@pytest.fixture
def other():
    return make_placeholder("A. de Vries", handle="a-de-vries", headline="Imported", region="Zwolle")


def test_what_was_shared_under_the_other_name_is_theirs(anna, other):
    place = make_community(host=make_person())
    make_member(place, person=other)
    written = make_contribution(actor_of(other), place, "From before")
    comment = make_comment(actor_of(other), written)
    merge(account=anna.account, placeholder=other)
    written.refresh_from_db()
    comment.refresh_from_db()
    assert (written.author, comment.author) == (anna, anna)
    assert Membership.objects.get(person=anna).community == place
    anna.refresh_from_db()
    assert anna.contribution_count == 1
    assert not Person.objects.filter(pk=other.pk).exists()


def test_what_the_profile_says_itself_stays_and_gaps_are_filled(anna, other):
    organisation = make_organisation("Care")
    Affiliation.objects.create(person=other, organisation=organisation)
    label(anna, "Mediation", "Law")
    label(other, "Mediation", "Care")
    own = merge(account=anna.account, placeholder=other)
    assert (own.name, own.handle, own.headline, own.region) == ("Anna", "anna", "Mediator", "Zwolle")
    assert {row.label.name for row in own.labels.all()} == {"Mediation", "Law", "Care"}
    assert own.affiliations.get().organisation == organisation


def test_who_belonged_twice_is_counted_once_and_keeps_their_own_role(anna, other):
    place = make_community(host=make_person())
    make_member(place, Role.MEMBER, person=anna)
    make_member(place, Role.FACILITATOR, person=other)
    assert counted(place) == (3, 3)
    merge(account=anna.account, placeholder=other)
    assert counted(place) == (2, 2)
    assert Membership.objects.get(person=anna).role == Role.MEMBER


def test_followers_come_along_and_nobody_follows_or_thanks_themselves(anna, other):
    reader, both = make_person(), make_person()
    place = make_community(host=anna)
    for person in (reader, both, other):
        make_member(place, person=person)
    follow(actor=actor_of(reader), person=other)
    follow(actor=actor_of(both), person=other)
    follow(actor=actor_of(both), person=anna)
    follow(actor=actor_of(anna), person=other)
    make_compliment(actor_of(anna), other)
    kept = make_compliment(actor_of(reader), other)
    own = merge(account=anna.account, placeholder=other)
    assert own.follower_count == own.followers.count() == 2
    assert not own.following.exists()
    assert list(own.compliments_received.all()) == [kept]


def test_the_other_address_leads_to_the_profile(anna, other):
    merge(account=anna.account, placeholder=other)
    assert former_address(actor_of(anna), "a-de-vries") == "/@anna/"


def test_a_next_import_recognises_who_took_it_over(anna, other):
    place = make_community()
    record = ImportedRecord.objects.create(
        source="forum.example", type="person", source_id="7", community=place, target="person", target_id=other.pk
    )
    address = OldAddress.objects.create(host="forum.example", path="/users/7", target="person", target_id=other.pk)
    merge(account=anna.account, placeholder=other)
    record.refresh_from_db()
    address.refresh_from_db()
    assert (record.target_id, address.target_id) == (anna.pk, anna.pk)


def test_the_log_says_what_happened(anna, other):
    merge(account=anna.account, placeholder=other)
    row = Activity.objects.get(verb=Verb.PERSON_MERGED)
    assert (row.actor_id, row.target_id, row.data) == (anna.pk, anna.pk, {"from": other.pk})


def test_nobody_takes_over_somebody_who_is_here(anna):
    here = make_person(with_account=True)
    for person in (here, anna):
        with pytest.raises(Refusal, match="already"):
            merge(account=anna.account, placeholder=person)
    assert Person.objects.filter(pk=here.pk).exists()


def test_who_is_away_or_has_no_profile_takes_nothing_over(other):
    away = make_person(with_account=True, state=PersonState.DEACTIVATED)
    for account in (away.account, make_account()):
        with pytest.raises(Refusal, match="First tell us your name"):
            merge(account=account, placeholder=other)
    assert Person.objects.filter(pk=other.pk).exists()


def test_a_second_time_is_refused_and_changes_nothing(anna, other):
    merge(account=anna.account, placeholder=other)
    with pytest.raises(Refusal, match="already"):
        merge(account=anna.account, placeholder=other)


def test_only_a_proven_address_shows_a_waiting_profile():
    proven, unproven = make_account("anna@example.org"), make_account("bram@example.org", verified=False)
    mine = make_placeholder(invited_email="anna@example.org")
    make_placeholder(invited_email="bram@example.org")
    make_placeholder()
    assert others_of(proven) == [mine]
    assert others_of(unproven) == []


def test_every_relation_to_a_person_is_a_foreign_key_that_can_be_moved():
    """What merging relies on: no many-to-many and no second way to point at a person."""
    for relation in Person._meta.related_objects:
        assert isinstance(relation.field, models.ForeignKey), relation
    assert not [field for field in Person._meta.get_fields() if field.many_to_many]
