"""A new host is led to a community that is ready: left at any moment, found again, gone when it is done."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from tests.factories.communities import make_community, make_member
from tests.factories.people import log_in, make_person

from gilde.communities.enums import Role, Verb
from gilde.communities.models import Community
from gilde.communities.queries.steps import first_steps
from gilde.core.clock import now
from gilde.core.models import Activity
from gilde.dialogue.enums import ContributionKind
from gilde.dialogue.models import Contribution, Draft
from gilde.people.queries.actor import actor_for

pytestmark = pytest.mark.django_db
LINES = {"purpose": "We learn from each other.", "for_whom": "Anyone who leads a team.", "rhythm": "Every Monday."}


def test_who_founds_a_community_is_led_through_it():
    host = make_person(with_account=True)
    client = log_in(host)
    data = {"kind": "team", "name": "Ward seven", "language": "en", "audience": "20", "joining": "open"}
    answer = client.post("/c/new/", {**data, "confidentiality": "", "client_id": str(uuid.uuid4())})
    community = Community.objects.get(name="Ward seven")
    assert answer["Location"] == f"/c/{community.slug}/guide/"
    assert client.get(answer["Location"]).status_code == 200


def test_the_three_lines_are_kept_and_read_in_about():
    host = make_person(with_account=True)
    community = make_community("Guild", host=host)
    client, address = log_in(host), f"/c/{community.slug}/guide/"
    assert client.post(address, {"purpose": "", "for_whom": "Everyone"}).status_code == 422
    assert client.post(address, LINES).status_code == 302
    client.post(address, LINES)
    assert Activity.objects.filter(verb=Verb.COMMUNITY_CHANGED).count() == 1
    about = log_in(make_member(community)).get(f"/c/{community.slug}/about/").text
    assert LINES["for_whom"] in about
    assert LINES["rhythm"] in about


def test_a_first_contribution_begins_with_words_and_never_over_what_is_being_written():
    host = make_person(with_account=True)
    community = make_community("Guild", host=host, language="en", purpose="We learn.")
    client, address = log_in(host), f"/c/{community.slug}/guide/"
    answer = client.post(f"{address}discussion/")
    assert answer["Location"] == f"/new/discussion/?in={community.pk}"
    assert Draft.objects.get().data["body"].startswith("What we are here for: We learn.\n\nSay who you are")
    assert "Who are we?" in client.get(answer["Location"]).text
    assert "Continue writing" in client.get(address).text
    Draft.objects.update(data={"title": "Mine", "community": str(community.pk)})
    client.post(f"{address}discussion/")
    assert Draft.objects.get().data["title"] == "Mine"
    assert client.post(f"{address}announcement/").status_code == 404


def test_what_is_done_is_shown_as_done_and_the_list_goes_away():
    host = make_person(with_account=True)
    community = make_community("Guild", host=host, **LINES)
    actor = actor_for(host)
    Contribution.objects.create(
        community=community, author=host, kind=ContributionKind.QUESTION, title="Who has done this?"
    )
    Community.objects.filter(pk=community.pk).update(contribution_count=3)
    community.refresh_from_db()
    assert [step.done for step in first_steps(actor, community)][:2] == [True, True]
    assert "Who has done this?" in log_in(host).get(f"/c/{community.slug}/guide/").text
    Community.objects.filter(pk=community.pk).update(created_at=now() - timedelta(days=60))
    community.refresh_from_db()
    assert first_steps(actor, community) == []
    assert log_in(host).get(f"/c/{community.slug}/guide/").status_code == 200


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.MEMBER, Role.GUEST])
def test_only_hosts_are_led(role: Role):
    community = make_community("Guild", host=make_person())
    client = log_in(make_member(community, role))
    assert client.get(f"/c/{community.slug}/guide/").status_code == 404
    assert client.post(f"/c/{community.slug}/guide/discussion/").status_code == 404
