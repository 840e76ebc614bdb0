"""What people do through the pages: ambition. What they typed stays when it fails."""

import pytest
from django.urls import reverse
from tests.communities.pages import text
from tests.factories.communities import (
    actor_in,
    browser,
    make_member,
    outsider,
)

from gilde.communities.actions import ambition as ambition_actions
from gilde.communities.actions import invitation as invitation_actions
from gilde.communities.enums import Role
from gilde.communities.models import (
    Ambition,
    Behaviour,
    Community,
    Result,
)

LONG = "x" * 200_000


# ── ambition ──────────────────────────────────────────────────────────────────
def test_an_ambition_grows_on_its_page(settings_of):
    community, client, _address = settings_of
    answer = client.post("/c/care/ambition/new/", {"title": "Nobody alone", "why": "**Because**"})
    ambition = Ambition.objects.get()
    assert answer["Location"] == ambition.get_absolute_url()
    client.post(ambition.get_absolute_url(), {"part": "behaviour", "behaviour-text": "We ask first"})
    member = browser(make_member(community))
    result = {"result-text": "It works", "result-on": "2026-03-01", "result-evidence_url": "example.org/proof"}
    assert member.post(ambition.get_absolute_url(), result).status_code == 302
    page = text(member.get(ambition.get_absolute_url()))
    for words in ("Nobody alone", "We ask first", "It works", "https://example.org/proof"):
        assert words in page
    behaviour, row = Behaviour.objects.get(), Result.objects.get()
    arguments = [community.slug, ambition.pk]
    assert member.post(reverse("communities:behaviour_drop", args=[*arguments, behaviour.pk])).status_code == 404
    client.post(reverse("communities:behaviour_drop", args=[*arguments, behaviour.pk]))
    assert "We ask first" not in text(member.get(ambition.get_absolute_url()))
    member.post(reverse("communities:result_remove", args=[*arguments, row.pk]))
    assert not Result.objects.exists()
    client.post(reverse("communities:ambition_close", args=arguments))
    assert "This ambition is closed" in text(member.get(ambition.get_absolute_url()))
    client.post(reverse("communities:ambition_edit", args=arguments), {"title": "Better", "why": ""})
    ambition.refresh_from_db()
    assert ambition.title == "Better"


@pytest.mark.parametrize(
    "data",
    [
        {"result-text": "", "result-on": "2026-03-01"},
        {"result-text": "Kept", "result-on": "yesterday"},
        {"result-text": "Kept", "result-on": "2999-01-01"},
        {"result-text": "Kept", "result-on": "0001-01-01"},
        {"result-text": "Kept", "result-on": "2026-03-01", "result-evidence_url": "javascript:alert(1)"},
        {"result-text": LONG, "result-on": "2026-03-01"},
        {"part": "behaviour", "behaviour-text": LONG},
    ],
)
def test_a_result_that_cannot_be_kept_gets_its_sentence(settings_of, data):
    community, client, _address = settings_of
    row = ambition_actions.share(actor=actor_in(community, Role.HOST), community=community, title="A")
    answer = client.post(row.get_absolute_url(), data)
    assert answer.status_code == 422
    assert "field-error" in text(answer)
    if "Kept" in data.values():
        assert "Kept" in text(answer)
    assert not Result.objects.exists()


def test_what_people_type_never_runs(settings_of):
    community, client, _address = settings_of
    evil = "<script>alert(1)</script>"
    Community.objects.filter(pk=community.pk).update(name=f"Care {evil}"[:80], purpose=evil)
    row = ambition_actions.share(actor=actor_in(community, Role.HOST), community=community, title=evil, why=evil)
    ambition_actions.name_behaviour(actor=actor_in(community, Role.HOST), ambition=row, text=evil)
    invitation_actions.make_link(actor=actor_in(community), community=community, note=evil)
    outsider()
    for address in ("/c/", "/c/care/about/", "/c/care/ambition/", row.get_absolute_url(), "/c/care/settings/"):
        assert "<script>alert" not in text(client.get(address))
