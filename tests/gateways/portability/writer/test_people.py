"""Imported people."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from allauth.account.models import EmailAddress
from tests.factories.communities import HIDDEN, connect, counted, make_community, make_member
from tests.factories.people import actor_of, make_account, make_person, make_placeholder
from tests.factories.portability import LONG_AGO, Source, became, many_people, person, thread

from gilde.communities.actions.membership import leave
from gilde.communities.enums import Role
from gilde.communities.models import Community, Membership
from gilde.core.actor import SYSTEM
from gilde.core.audience import Audience
from gilde.core.models import Activity
from gilde.dialogue.models import ReadFloor
from gilde.people.actions.leaving import deactivate, erase
from gilde.people.actions.person import join, offer_claim
from gilde.people.actions.profile import change_card
from gilde.people.enums import PersonState
from gilde.people.models import Affiliation, Organisation, Person
from gilde.people.rules.claim import person_behind


def test_somebody_becomes_a_placeholder_and_a_member_with_the_dates_they_had(source: Source, place: Community) -> None:
    record = person(
        "7",
        "Wietske de Boer",
        email="Wietske@Example.org",
        headline="Tuinder",
        about="Ik kweek *erwten*.",
        location="Leeuwarden",
        website="https://wietske.example/tuin",
        links=("https://social.example/@wietske", "javascript:alert(1)"),
        joined_at=LONG_AGO,
        organisation="De Groene Hof",
    )
    done = source.bring(record)
    row = became(record)
    assert row.state == PersonState.PLACEHOLDER
    assert row.account is None
    assert (row.name, row.headline, row.region) == ("Wietske de Boer", "Tuinder", "Leeuwarden")
    assert row.name_key == "wietske de boer"
    assert "<em>erwten</em>" in row.story_html
    assert row.invited_email == "wietske@example.org"
    assert row.created_at == LONG_AGO
    assert (row.origin, row.uri) == ("tuin.example.org", "https://tuin.example.org/users/7")
    assert [each.url for each in row.links.all()] == ["https://wietske.example/tuin", "https://social.example/@wietske"]
    assert [each.organisation.name for each in row.affiliations.all()] == ["De Groene Hof"]
    membership = Membership.objects.get(person=row, community=place)
    assert (membership.role, membership.since, membership.charter_seen) == (Role.MEMBER, LONG_AGO, None)
    assert done.summary.counts == {"person added": 1}


def test_members_are_counted_exactly_and_one_activity_speaks_of_all(source: Source, place: Community) -> None:
    make_member(place, Role.HOST)
    before = Activity.objects.count()
    source.bring(*many_people(450))
    assert counted(place) == (451, 451)
    assert Activity.objects.count() == before + 1
    assert Activity.objects.latest("pk").verb == "portability.imported"
    assert Person.objects.count() == 451
    assert len(set(Person.objects.values_list("handle", flat=True))) == 451


def test_people_of_one_name_are_two_people_with_two_handles(source: Source) -> None:
    source.bring(person("1", "Jan de Vries"), person("2", "Jan de Vries"))
    assert sorted(Person.objects.values_list("handle", flat=True)) == ["jan-de-vries", "jan-de-vries-2"]


def test_a_name_that_is_there_already_is_reported_and_not_merged(source: Source, place: Community) -> None:
    make_member(place, name="Jan de Vries")
    done = source.bring(person("1", "jan de vries"), person("2", "Piet"))
    assert done.results("1") == ["remark", "added"]
    assert "two people" in done.remarks("1")[0] or "twee" in done.remarks("1")[0]
    assert done.results("2") == ["added"]
    assert place.memberships.count() == 3


def test_the_system_account_of_a_site_belongs_nowhere(source: Source, place: Community) -> None:
    record = person("-1", "Community", is_system=True)
    source.bring(record, person("2", "Anna"))
    assert not Membership.objects.filter(person=became(record)).exists()
    assert counted(place) == (1, 1)


def test_who_has_no_name_gets_one_in_the_language_of_the_community(source: Source) -> None:
    numbered, digest = person("123"), person("email-0123456789abcdef", email="iemand@example.org")
    source.bring(numbered, digest)
    assert became(numbered).name in {"Lid 123", "Member 123"}
    assert "0123456789abcdef" not in became(digest).name
    assert "iemand" not in became(digest).name


def test_in_a_hidden_community_only_its_own_people_find_them(source: Source) -> None:
    hidden = make_community(audience=HIDDEN)
    record = person("1", "Anna")
    source.bring(record, into=hidden)
    assert became(record).audience == Audience.COMMUNITY


def test_who_comes_in_belongs_to_the_communities_that_it_needs_too(source: Source, place: Community) -> None:
    above = make_community()
    connect(above, place, required=True)
    source.bring(*many_people(3))
    assert counted(above) == (3, 3)
    assert counted(place) == (3, 3)


def test_what_came_along_is_not_waiting_to_be_read(source: Source, place: Community) -> None:
    record = person("1", "Anna")
    source.bring(record, thread("1"))
    assert ReadFloor.objects.get(person=became(record), community=place).read_at > LONG_AGO


def test_a_date_in_the_future_becomes_now_and_is_reported(source: Source) -> None:
    record = person("1", "Anna", joined_at=datetime(2999, 1, 1, tzinfo=UTC))
    done = source.bring(record)
    assert became(record).created_at.year < 2999
    assert done.results("1") == ["remark", "added"]


# ── recognised ───────────────────────────────────────────────────────────────


def test_who_proved_the_address_becomes_a_member_and_nothing_of_theirs_changes(
    source: Source, place: Community
) -> None:
    here = make_person("Anna Visser", account=make_account("anna@example.org"), headline="My own words")
    done = source.bring(person("9", "A. V.", email="ANNA@example.org", headline="Theirs", joined_at=LONG_AGO))
    here.refresh_from_db()
    assert (here.name, here.headline, here.state) == ("Anna Visser", "My own words", PersonState.ACTIVE)
    assert Person.objects.count() == 1
    assert Membership.objects.get(person=here, community=place).since == LONG_AGO
    assert counted(place) == (1, 1)
    assert done.results("9") == ["recognised"]
    joined = Activity.objects.get(verb="communities.member_joined")
    assert joined.data["way"] == "import"


def test_the_report_says_nothing_of_who_was_recognised(source: Source) -> None:
    make_person("Anna Visser", account=make_account("anna@example.org"), handle="annavisser", headline="Mine")
    done = source.bring(person("9", "A. V.", email="anna@example.org"))
    text = done.report.read_text(encoding="utf-8-sig")
    assert not any(word in text for word in ("Anna", "Visser", "annavisser", "Mine", "anna@example.org"))


def test_an_address_that_nobody_proved_recognises_nobody(source: Source) -> None:
    make_person("Impostor", account=make_account("anna@example.org", verified=False))
    record = person("9", "Anna", email="anna@example.org")
    done = source.bring(record)
    assert done.results("9") == ["added"]
    assert became(record).name == "Anna"


def test_a_second_address_counts_once_it_is_proven(source: Source) -> None:
    account = make_account("anna@work.example")
    here = make_person("Anna", account=account)
    address = EmailAddress.objects.create(user=account, email="anna@home.example", verified=False)
    first = person("1", "Anna", email="anna@home.example")
    source.bring(first)
    assert became(first) != here
    address.verified = True
    address.save()
    second = person("2", "Anna", email="anna@home.example")
    assert source.bring(second).results("2") == ["recognised"]


def test_who_was_invited_by_this_address_is_filled_in_and_not_doubled(source: Source, place: Community) -> None:
    waiting = make_placeholder("Anna", invited_email="anna@example.org", headline="From the invitation")
    record = person("9", "Anna V.", email="anna@example.org", headline="From the list", location="Delft")
    source.bring(record)
    waiting.refresh_from_db()
    assert became(record) == waiting
    assert (waiting.name, waiting.headline, waiting.region) == ("Anna", "From the invitation", "Delft")
    assert counted(place) == (1, 1)


def test_one_address_twice_in_one_export_is_one_person(source: Source, place: Community) -> None:
    done = source.bring(person("1", "Anna", email="a@example.org"), person("2", "Anna V.", email="A@example.org"))
    assert (done.results("1"), done.results("2")) == (["added"], ["recognised"])
    assert counted(place) == (1, 1)


def test_who_is_away_is_recognised_and_stays_away(source: Source) -> None:
    here = make_person("Anna", account=make_account("anna@example.org"))
    deactivate(actor=actor_of(here))
    assert source.bring(person("1", "Anna", email="anna@example.org")).results("1") == ["recognised"]
    here.refresh_from_db()
    assert here.state == PersonState.DEACTIVATED
    assert Person.objects.count() == 1


# ── a second time ────────────────────────────────────────────────────────────


def test_the_second_time_everybody_is_the_same(source: Source, place: Community) -> None:
    people = many_people(5, organisation="De Hof", website="https://x.example/")
    source.bring(*people)
    done = source.bring(*people)
    assert done.summary.counts == {"person same": 5}
    assert (Person.objects.count(), Affiliation.objects.count(), Organisation.objects.count()) == (5, 5, 1)
    assert counted(place) == (5, 5)


def test_what_changed_at_the_source_changes_here(source: Source) -> None:
    before = person("1", "Anna", headline="Tuinder", organisation="De Hof", website="https://old.example/")
    after = person("1", "Anna Visser", headline="Boer", organisation="De Akker", website="https://new.example/")
    source.bring(before)
    done = source.bring(after)
    row = became(after)
    assert done.results("1") == ["updated"]
    assert (row.name, row.name_key, row.headline) == ("Anna Visser", "anna visser", "Boer")
    assert [each.url for each in row.links.all()] == ["https://new.example/"]
    assert [each.organisation.name for each in row.affiliations.all()] == ["De Akker"]
    assert Person.objects.count() == 1


def test_what_was_changed_here_is_kept_and_reported(source: Source) -> None:
    source.bring(person("1", "Anna", headline="Tuinder"))
    Person.objects.update(headline="Corrected by the operator")
    for _run in range(2):
        done = source.bring(person("1", "Anna", headline="Boer"))
        assert done.results("1") == ["kept"]
        assert done.remarks("1")
    assert Person.objects.get().headline == "Corrected by the operator"


def test_who_claimed_their_profile_keeps_what_they_wrote(source: Source, place: Community) -> None:
    record = person("1", "Anna", email="anna@example.org")
    question = thread("5", author_id="1")
    source.bring(record, question)
    account = make_account("anna@example.org")
    claimed = join(account=account, name="Anna Visser")
    assert claimed == became(record)
    assert became(question).author == claimed
    assert Membership.objects.filter(person=claimed, community=place).exists()
    change_card(actor=actor_of(claimed), name="Anna Visser", headline="In my own words", audience=Audience.MEMBERS)
    done = source.bring(person("1", "Anna", email="anna@example.org", headline="Theirs"), question)
    claimed.refresh_from_db()
    assert done.results("1") == ["kept"]
    assert claimed.headline == "In my own words"
    assert claimed.invited_email == ""


def test_who_claimed_their_profile_is_found_by_another_list_and_keeps_everything(source: Source) -> None:
    source.bring(person("1", "Anna", email="anna@example.org", organisation="De Hof", website="https://old.example/"))
    claimed = join(account=make_account("anna@example.org"), name="Anna Visser")
    change_card(actor=actor_of(claimed), name="Anna Visser", headline="In my own words", audience=Audience.MEMBERS)
    claimed.affiliations.all().delete()
    claimed.links.all().delete()
    theirs = {"headline": "Theirs", "organisation": "De Akker", "website": "https://new.example/"}
    again = person("1", "A. V.", email="anna@example.org", **theirs)
    elsewhere = person("77", "A. V.", source="list.example.org", email="Anna@Example.org", **theirs)
    for changed in (again, elsewhere):
        assert source.bring(changed).results(changed.source_id) in (["kept"], ["recognised"])
        assert became(changed) == claimed
    claimed.refresh_from_db()
    assert (claimed.name, claimed.headline, claimed.state) == ("Anna Visser", "In my own words", PersonState.ACTIVE)
    assert not claimed.affiliations.exists()
    assert not claimed.links.exists()
    assert Person.objects.count() == 1


def test_of_somebody_in_memoriam_nothing_changes(source: Source) -> None:
    source.bring(person("1", "Anna", headline="Tuinder"))
    Person.objects.update(state=PersonState.DECEASED)
    done = source.bring(person("1", "Anna", headline="Boer"))
    assert done.results("1") == ["kept"]
    assert "active" not in done.remarks("1")[0]
    assert Person.objects.get().headline == "Tuinder"


def test_who_has_no_address_can_be_given_a_link_to_claim(source: Source) -> None:
    record = person("1", "Anna")
    source.bring(record)
    token = offer_claim(actor=SYSTEM, person=became(record))
    claimed = join(account=make_account(), name="", claiming=person_behind(token))
    assert claimed == became(record)
    assert (claimed.name, claimed.state) == ("Anna", PersonState.ACTIVE)


def test_who_left_the_community_is_not_brought_back(source: Source, place: Community) -> None:
    make_member(place, Role.HOST)
    here = make_person("Anna", account=make_account("anna@example.org"))
    source.bring(person("1", "Anna", email="anna@example.org"))
    leave(actor=actor_of(here), community=place)
    source.bring(person("1", "Anna", email="anna@example.org"))
    source.bring(person("1", "Anna", email="anna@example.org", headline="Changed there"))
    assert not Membership.objects.filter(person=here, community=place).exists()
    assert counted(place) == (1, 1)


def test_who_was_erased_is_not_brought_back_and_nothing_of_them_is_kept(source: Source) -> None:
    record = person("1", "Anna", email="anna@example.org", headline="Tuinder")
    source.bring(record)
    claimed = join(account=make_account("anna@example.org"), name="Anna")
    erase(actor=actor_of(claimed))
    done = source.bring(record)
    assert done.results("1") == ["left out"]
    assert done.remarks("1")
    claimed.refresh_from_db()
    assert (claimed.state, claimed.headline) == (PersonState.ERASED, "")
    assert Person.objects.count() == 1


@pytest.mark.parametrize("values", [{}, {"headline": "Boer"}, {"name": "Anna Visser", "organisation": "De Hof"}])
def test_an_erased_person_stays_erased_whatever_the_list_says_now(source: Source, values: dict[str, str]) -> None:
    record, question = person("1", "Anna", email="anna@example.org"), thread("5", author_id="1")
    source.bring(record, question)
    claimed = join(account=make_account("anna@example.org"), name="Anna")
    erase(actor=actor_of(claimed))
    again = person("1", **{"name": "Anna", "email": "anna@example.org", **values})
    for _run in range(2):
        done = source.bring(again, thread("5", author_id="1", body="Changed there"))
        assert done.results("1") == ["left out"]
    claimed.refresh_from_db()
    assert claimed.state == PersonState.ERASED
    assert (claimed.headline, claimed.invited_email) == ("", "")
    assert "Anna" not in claimed.name
    assert not claimed.affiliations.exists()
    assert not claimed.links.exists()
    assert not Membership.objects.filter(person=claimed).exists()
    assert became(question).author == claimed, "the conversation stays, and stays theirs"
    assert Person.objects.count() == 1


def test_who_was_removed_by_the_operator_is_not_brought_back(source: Source) -> None:
    source.bring(person("1", "Anna"))
    Person.objects.all().delete()
    assert source.bring(person("1", "Anna")).results("1") == ["left out"]
    assert not Person.objects.exists()


def test_an_address_that_turns_out_to_be_somebody_elses_is_not_taken(source: Source) -> None:
    make_person("Anna", account=make_account("anna@example.org"))
    source.bring(person("1", "A. Visser"))
    done = source.bring(person("1", "A. Visser", email="anna@example.org"))
    assert done.results("1") == ["updated", "remark"]
    assert not Person.objects.exclude(invited_email="").exists()


def test_the_same_list_in_a_second_community_makes_members_and_no_doubles(source: Source) -> None:
    people = many_people(3)
    source.bring(*people)
    other = make_community()
    done = source.bring(*people, into=other)
    assert done.summary.counts == {"person recognised": 3}
    assert Person.objects.count() == 3
    assert counted(other) == (3, 3)
    assert source.bring(*people, into=other).summary.counts == {"person same": 3}


@pytest.mark.parametrize("number", [1, 30])
def test_the_number_of_queries_does_not_follow_the_number_of_people(
    source: Source, number: int, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(60):
        source.bring(*many_people(number, joined_at=LONG_AGO))
