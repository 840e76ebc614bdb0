from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.communities import outsider
from tests.factories.dialogue import client_of, make_comment, make_contribution, make_place, member, person_of

from gilde.communities.actions import membership as memberships
from gilde.communities.enums import Role
from gilde.core.actor import VISITOR
from gilde.core.audience import Audience
from gilde.core.clock import now
from gilde.core.models import Activity
from gilde.dialogue.actions import comment as comments
from gilde.dialogue.actions import contribution as contributions
from gilde.dialogue.actions import curation
from gilde.governance.queries.log import log
from gilde.governance.queries.newest import Key
from gilde.governance.sentences import sentence

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return make_place(audience=Audience.PUBLIC)


@pytest.fixture
def host(place):
    return member(place, "Hans Host", role=Role.HOST)


def said(actor, place):
    return [sentence(act) for act in log(actor, place).acts]


def test_what_a_host_did_is_read_by_members_and_nobody_else(place, host):
    author, reader = member(place), member(place)
    contribution = make_contribution(author, place, "On Mondays")
    comments.delete_comment(actor=host, comment=make_comment(author, contribution))
    curation.close(actor=host, contribution=contribution, reason="Done")
    assert said(reader, place) == ["closed “On Mondays”", "removed a comment"]
    assert [act.by for act in log(reader, place).acts] == [person_of(host)] * 2
    for nobody in (VISITOR, outsider(), member(make_place())):
        assert said(nobody, place) == []


def test_what_people_do_with_their_own_words_is_nobodys_business(place, host):
    author = member(place)
    contribution = make_contribution(author, place)
    comments.delete_comment(actor=author, comment=make_comment(author, contribution))
    contributions.delete(actor=author, contribution=contribution)
    own = make_contribution(host, place)
    contributions.delete(actor=host, contribution=own)
    assert said(author, place) == []


def test_who_was_removed_and_what_was_removed_stay_unnamed(place, host):
    author, reader = member(place, "Rosa Removed"), member(place)
    contributions.delete(actor=host, contribution=make_contribution(author, place, "A sharp word"))
    membership = person_of(author).memberships.select_related("community").get()
    memberships.remove(actor=host, membership=membership)
    page = client_of(reader).get(f"/c/{place.slug}/openness/").content.decode()
    assert "Hans Host" in page
    assert "Rosa Removed" not in page
    assert "A sharp word" not in page


def test_a_role_that_changed_is_named_as_long_as_the_reader_may_know_the_person(place, host):
    reader, other = member(place), member(place, "Fay Facilitator")
    membership = person_of(other).memberships.select_related("community").get()
    memberships.appoint(actor=host, membership=membership, role=Role.FACILITATOR)
    assert said(reader, place) == ["changed the role of Fay Facilitator to facilitator"]


def test_what_went_to_a_closed_room_is_not_named_any_more(place, host):
    author = member(place)
    contribution = make_contribution(author, place, "Secret by now")
    curation.pin(actor=host, contribution=contribution)
    contribution.community = make_place(audience=Audience.COMMUNITY)
    contribution.save()
    assert said(member(place), place) == ["pinned a contribution"]


def test_thirty_acts_cost_as_much_as_one_and_are_paged(place, host):
    author, reader = member(place), member(place)
    contribution = make_contribution(author, place)

    def measure():
        with CaptureQueriesContext(connection) as found:
            log(reader, place)
        return len(found)

    comments.delete_comment(actor=host, comment=make_comment(author, contribution))
    curation.pin(actor=host, contribution=contribution)
    few = measure()
    for _number in range(32):
        comments.delete_comment(actor=host, comment=make_comment(author, contribution))
    assert measure() <= few
    first = log(reader, place)
    second = log(reader, place, before=Key.read(first.after))
    assert (len(first.acts), len(second.acts), second.after) == (30, 4, "")


def test_what_was_written_down_later_stands_at_the_date_on_which_it_happened(place, host):
    author, reader = member(place), member(place)
    contribution = make_contribution(author, place)
    curation.pin(actor=host, contribution=contribution)
    curation.unpin(actor=host, contribution=contribution)
    long_ago = Activity.objects.order_by("-pk")[:1]
    Activity.objects.filter(pk__in=long_ago).update(at=now() - timedelta(days=400))
    assert said(reader, place)[0].startswith("pinned")
    assert len(said(reader, place)) == 2


def test_acts_of_one_moment_are_paged_without_losing_or_repeating_one(place, host):
    author, reader = member(place), member(place)
    contribution = make_contribution(author, place)
    for _number in range(35):
        comments.delete_comment(actor=host, comment=make_comment(author, contribution))
    Activity.objects.update(at=now())
    first = log(reader, place)
    second = log(reader, place, before=Key.read(first.after))
    seen = [act.activity.pk for act in (*first.acts, *second.acts)]
    assert len(seen) == len(set(seen)) == 35
    assert seen == sorted(seen, reverse=True)


@pytest.mark.parametrize("moment", [datetime(2026, 1, 2, 3, 4, 5, 67, UTC), datetime(1970, 1, 1, tzinfo=UTC)])
def test_a_key_reads_back_as_it_was_written(moment):
    assert Key.read(str(Key(moment, 12))) == Key(moment, 12)


@pytest.mark.parametrize(
    "text", ["", "12", "1.5-2", "x.000000-1", "99999999999999.000000-1", "1.000000-" + "9" * 30, "-"]
)
def test_a_key_that_cannot_be_read_is_none(text):
    assert Key.read(text) is None


def test_a_few_acts_of_hosts_among_many_others_read_only_themselves(place, host):
    contribution = make_contribution(member(place), place)
    curation.pin(actor=host, contribution=contribution)
    with CaptureQueriesContext(connection) as caught:
        log(host, place)
    statement = next(it["sql"] for it in caught if "UNION ALL" in it["sql"])
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}")
            plan = " ".join(str(row) for row in cursor.fetchall())
        assert "activity_community_verb" in plan
        assert "SCAN core_activity" not in plan
