"""What hosts see: questions, newcomers and members gone quiet who wait for a word, and only as long as they do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.factories.communities import make_member
from tests.factories.dialogue import (
    client_of,
    make_answer,
    make_comment,
    make_compliment,
    make_contribution,
    make_place,
    make_question,
    person_of,
)
from tests.factories.people import actor_of, make_person

from gilde.attention.insights.actions.care import count_care, note_quiet, see_to
from gilde.attention.insights.enums import Away, Need, Verb
from gilde.attention.insights.models import Cared, Quiet
from gilde.attention.insights.queries.care import care
from gilde.attention.insights.tasks import count, count_all, look_around
from gilde.communities.enums import Role
from gilde.communities.models import Community, Membership
from gilde.core import clock
from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.core.models import Activity
from gilde.core.models.task import QueuedTask
from gilde.core.rules import Refusal
from gilde.core.tasks.worker import run_due
from gilde.dialogue.actions.curation import close
from gilde.dialogue.models import Contribution
from gilde.people.actions.leaving import erase
from gilde.people.enums import PersonState
from gilde.people.models import Person

pytestmark = pytest.mark.django_db


def member(place: Community, *, role: Role = Role.MEMBER, days_ago: int = 100) -> Actor:
    """Somebody with an account who joined so long ago."""
    actor = actor_of(make_member(place, role, person=make_person(with_account=True)))
    Membership.objects.filter(person=actor.person_id).update(since=now() - timedelta(days=days_ago))
    return actor


def ask(actor: Actor, place: Community, *, days_ago: float = 2) -> Contribution:
    with clock.at(now() - timedelta(days=days_ago)):
        return make_question(actor, place)


def seen(host: Actor, place: Community) -> tuple[list[int], list[int], list[int]]:
    found = care(host, place)
    return (
        [row.pk for row in found.questions],
        [row.person_id for row in found.newcomers],
        [row.person_id for row in found.quiet],
    )


def test_a_question_shows_after_a_day_and_goes_with_the_first_reply():
    place = make_place()
    host, asker = member(place, role=Role.HOST), member(place)
    old, fresh, ancient = ask(asker, place), ask(asker, place, days_ago=0.5), ask(asker, place, days_ago=70)
    imported, closed = ask(asker, place), ask(asker, place)
    Contribution.objects.filter(pk=imported.pk).update(origin="slack")
    close(actor=asker, contribution=closed, reason="Solved.")
    assert seen(host, place)[0] == [old.pk]
    assert {fresh.pk, ancient.pk}.isdisjoint(seen(host, place)[0])
    make_comment(member(place), old)
    run_due()
    assert seen(host, place)[0] == []


def test_a_newcomer_shows_until_somebody_replies_or_says_welcome():
    place = make_place()
    host = member(place, role=Role.HOST)
    silent, wrote, settled, arrived = (member(place, days_ago=days) for days in (3, 3, 40, 0))
    row = ask(wrote, place, days_ago=0.5)
    found = {item.person_id: item for item in care(host, place).newcomers}
    assert set(found) == {silent.person_id, wrote.person_id}
    assert (found[wrote.person_id].waiting_id, found[silent.person_id].waiting_id) == (row.pk, None)
    assert {settled.person_id, arrived.person_id}.isdisjoint(found)
    make_answer(host, row)
    run_due()
    make_compliment(host, person_of(silent))
    assert seen(host, place)[1] == []


def test_a_newcomer_whose_one_contribution_was_answered_is_not_missed_for_the_next():
    place = make_place()
    host, new = member(place, role=Role.HOST), member(place, days_ago=3)
    make_comment(host, ask(new, place, days_ago=2))
    run_due()
    ask(new, place, days_ago=0.5)
    assert seen(host, place)[1] == []


def quiet_member(place: Community, *, days: int = 60, acts: int = 3) -> Actor:
    """Somebody who took part and did nothing for so many days."""
    actor = member(place, days_ago=300)
    for number in range(acts):
        with clock.at(now() - timedelta(days=days + number)):
            make_contribution(actor, place)
    Activity.objects.filter(actor_id=actor.person_id, at__gt=now() - timedelta(days=days - 1)).delete()
    return actor


def test_who_took_part_and_was_away_for_weeks_shows_and_never_how_long_exactly():
    place = make_place()
    host = member(place, role=Role.HOST)
    weeks, months = quiet_member(place), quiet_member(place, days=100)
    quiet_member(place, acts=2)
    reading, logging_in, left, on_leave = (quiet_member(place) for _ in range(4))
    person_of(reading).read_marks.create(contribution=make_contribution(host, place), read_at=now())
    account = person_of(logging_in).account
    assert account is not None
    account.last_login = now()
    account.save()
    Membership.objects.filter(person=left.person_id).delete()
    Person.objects.filter(pk=on_leave.person_id).update(state=PersonState.DEACTIVATED)
    note_quiet(place.pk)
    note_quiet(place.pk)
    found = dict(Quiet.objects.values_list("person_id", "away"))
    assert found == {weeks.person_id: Away.WEEKS, months.person_id: Away.MONTHS}
    assert set(seen(host, place)[2]) == set(found)
    make_comment(weeks, make_contribution(host, place))
    assert seen(host, place)[2] == [months.person_id]
    note_quiet(place.pk)
    assert list(Quiet.objects.values_list("person_id", flat=True)) == [months.person_id]


def test_who_was_seen_to_leaves_the_list_and_it_is_written_down():
    place = make_place()
    host, new = member(place, role=Role.HOST), member(place, days_ago=3)
    gone = quiet_member(place)
    note_quiet(place.pk)
    count_care(place.pk)
    place.refresh_from_db()
    assert place.care_count == 2
    for person, need in ((new, Need.NEWCOMER), (gone, Need.QUIET)):
        see_to(actor=host, community=place, person=person_of(person), need=need)
        see_to(actor=host, community=place, person=person_of(person), need=need)
    assert seen(host, place) == ([], [], [])
    assert Cared.objects.count() == 2
    assert Activity.objects.filter(verb=Verb.CARED_FOR, actor_id=host.person_id).exists()
    place.refresh_from_db()
    assert place.care_count == 0
    Cared.objects.update(at=now() - timedelta(days=100))
    assert seen(host, place)[2] == [gone.person_id]


def test_only_who_leads_sees_it():
    place = make_place()
    gone = quiet_member(place)
    note_quiet(place.pk)
    address = f"/c/{place.slug}/care/"
    host, facilitator = member(place, role=Role.HOST), member(place, role=Role.FACILITATOR)
    for actor in (host, facilitator):
        assert person_of(gone).name in client_of(actor).get(address).text
    plain, guest, other = member(place), member(place, role=Role.GUEST), member(make_place(), role=Role.HOST)
    for actor in (plain, guest, other):
        client = client_of(actor)
        assert client.get(address).status_code == 404
        assert client.post(f"{address}quiet/{gone.person_id}/").status_code == 404
    with pytest.raises(Refusal):
        see_to(actor=plain, community=place, person=person_of(gone), need=Need.QUIET)
    assert not Cared.objects.exists()


def test_a_host_takes_somebody_off_the_list_and_nobody_who_is_not_on_it():
    place = make_place()
    host, new, old = member(place, role=Role.HOST), member(place, days_ago=3), member(place)
    client = client_of(host)
    page = client.post(f"/c/{place.slug}/care/newcomer/{new.person_id}/", follow=True).text
    assert "is off the list." in page
    assert "All is well" in page
    client.post(f"/c/{place.slug}/care/newcomer/{old.person_id}/")
    assert Cared.objects.count() == 1
    assert client.post(f"/c/{place.slug}/care/nonsense/{old.person_id}/").status_code == 404


def test_the_row_of_parts_counts_who_waits_for_hosts_only():
    place = make_place()
    host, asker = member(place, role=Role.HOST), member(place)
    ask(asker, place)
    count.func(place.pk)
    count.func(place.pk)
    place.refresh_from_db()
    assert place.care_count == 1
    assert "/care/" in client_of(host).get(f"/c/{place.slug}/about/").text
    assert "/care/" not in client_of(asker).get(f"/c/{place.slug}/about/").text


def test_every_half_hour_each_living_community_is_counted_once():
    place = make_place()
    Community.objects.filter(pk=make_place().pk).update(archived_at=now())
    QueuedTask.objects.all().delete()
    count_all.func()
    count_all.func()
    assert [row.args for row in QueuedTask.objects.filter(function=count.module_path)] == [[place.pk]]
    look_around.func(place.pk)
    look_around.func(place.pk)


def test_who_leaves_for_good_leaves_nothing_here():
    place = make_place()
    gone = quiet_member(place)
    note_quiet(place.pk)
    Cared.objects.create(community=place, person=person_of(gone), need=Need.QUIET)
    erase(actor=gone)
    assert not Quiet.objects.exists()
    assert not Cared.objects.exists()


@pytest.mark.parametrize("many", [1, 30])
def test_the_page_takes_the_same_statements_however_many_wait(many: int, django_assert_num_queries: Any):
    place = make_place()
    host = member(place, role=Role.HOST)
    for _ in range(many):
        ask(member(place), place)
        member(place, days_ago=3)
        Quiet.objects.create(community=place, person_id=member(place).person_id, away=Away.WEEKS)
    Activity.objects.exclude(actor_id=host.person_id).delete()
    with django_assert_num_queries(3):
        found = care(host, place)
        for row in [*found.newcomers, *found.quiet]:
            assert row.person.name
    assert len(found.questions) == len(found.newcomers) == min(many, 20)
    assert ("questions" in found.more) is (many > 20)
