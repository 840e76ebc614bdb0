from __future__ import annotations

from collections.abc import Mapping

from tests.factories.dialogue import (
    make_answer,
    make_comment,
    make_compliment,
    make_contribution,
    make_question,
    person_of,
)
from tests.factories.people import actor_of, make_person

from gilde.communities.models import Community, Membership
from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.core.clock import now
from gilde.core.exports import Records, Rich, parts
from gilde.dialogue.actions.appreciation import appreciate
from gilde.dialogue.actions.contribution import ContributionText, contribute
from gilde.dialogue.actions.draft import save_draft
from gilde.dialogue.actions.guest import accept, end, invite
from gilde.dialogue.actions.read_mark import mark_all_read, mark_read
from gilde.dialogue.actions.reply import edit_reply
from gilde.dialogue.actions.saved import save
from gilde.dialogue.enums import AppreciationKind, ContributionKind
from gilde.dialogue.exports import export
from gilde.dialogue.models import Contribution


def records(actor: Actor) -> dict[str, list[Mapping[str, object]]]:
    """The rows of every part, by name."""
    return {part.name: list(part.rows) for part in export(actor.person_id or 0) if isinstance(part, Records)}


def test_everything_somebody_wrote_goes_along(place: Community, anna: Actor, bo: Actor) -> None:
    row = make_contribution(anna, place, "On the stairs", body="We **walked**.", tags=["lift"])
    question = make_question(bo, place, "And then?")
    make_answer(anna, question, "We sang.")
    make_comment(anna, question, "Twice.")
    make_compliment(bo, person_of(anna), "You noticed the trolley in the hall.")
    make_compliment(anna, person_of(bo), "You carried the trays up with us.")
    appreciate(actor=anna, target=question, kind=AppreciationKind.ME_TOO, on=True)
    save(actor=anna, contribution=question)
    save_draft(actor=anna, place="new:story", data={"title": "Half", "community": str(place.pk)})
    found = records(anna)
    assert found["contributions"][0]["title"] == "On the stairs"
    assert found["contributions"][0]["text"] == Rich("We **walked**.", row.body_html)
    assert found["contributions"][0]["tags"] == ["lift"]
    assert (found["answers"][0]["under"], found["comments"][0]["under"]) == ("And then?", "And then?")
    assert found["compliments-received"][0]["text"] == "You noticed the trolley in the hall."
    assert found["compliments-given"][0]["to"] == "Bo Jansen"
    assert found["compliments-given"][0]["state"] == ""
    assert found["appreciations"][0]["of"] == "And then?"
    assert found["saved"][0]["title"] == "And then?"
    assert found["drafts"][0]["text"] == {"title": "Half", "community": place.name}


def test_what_others_wrote_is_named_only_while_one_may_read_it(place: Community, anna: Actor, bo: Actor) -> None:
    question = make_question(bo, place, "What is said among us")
    make_answer(anna, question, "My own words.")
    appreciate(actor=anna, target=question, kind=AppreciationKind.LIKE, on=True)
    save(actor=anna, contribution=question)
    make_compliment(bo, person_of(anna), "You said it as it was.", contribution=question)
    Membership.objects.filter(person_id=anna.person_id, community=place).delete()
    found = records(anna)
    assert "What is said among us" not in repr(found)
    assert found["answers"][0]["text"] == Rich("My own words.", "<p>My own words.</p>\n")
    assert found["compliments-received"][0]["text"] == "You said it as it was."
    assert found["saved"] == []


def test_earlier_words_and_what_one_read_go_along_under_ones_name_or_without(
    place: Community, anna: Actor, bo: Actor
) -> None:
    text = ContributionText(title="Who knows?")
    question = contribute(actor=anna, community=place, kind=ContributionKind.QUESTION, text=text, unnamed=True)
    reply = make_comment(anna, question, "First thought.")
    edit_reply(actor=anna, reply=reply, body="Second thought.")
    other = make_comment(bo, question, "Of Bo.")
    edit_reply(actor=bo, reply=other, body="Of Bo, later.")
    talk = make_contribution(bo, place, "What is said among us")
    mark_read(actor=anna, contribution=talk, until=talk.last_activity_at)
    mark_all_read(actor=anna, communities=[place.pk])
    found = records(anna)
    assert [row["text"] for row in found["earlier-versions"]] == ["First thought."]
    assert [row["title"] for row in found["read"]] == ["Who knows?", "What is said among us"]
    assert [row["community"] for row in found["read-up-to"]] == [place.name]
    Membership.objects.filter(person_id=anna.person_id, community=place).delete()
    found = records(anna)
    assert [row["text"] for row in found["earlier-versions"]] == ["First thought."]
    assert "What is said among us" not in repr(found)
    assert found["read-up-to"] == []


def test_a_draft_says_what_it_is_about_as_far_as_that_may_be_taken_along(
    place: Community, anna: Actor, bo: Actor
) -> None:
    told = make_contribution(bo, place, "On the stairs")
    quiet = make_contribution(bo, place, "Among us", audience=Audience.COMMUNITY)
    gone = make_contribution(bo, place, "Not for long")
    for where in (
        "new:story",
        f"c:{told.pk}",
        f"c:{quiet.pk}",
        f"c:{gone.pk}",
        f"e:{told.pk}",
        f"a:{told.pk}:7",
        "odd",
    ):
        save_draft(actor=anna, place=where, data={"body": "Half"})
    Contribution.objects.filter(pk=gone.pk).update(deleted_at=now())
    assert [row["place"] for row in records(anna)["drafts"]] == [
        "story",
        "Comment on “On the stairs”",
        "Comment on “…”",
        "Comment on “…”",
        "Edit of “On the stairs”",
        "Answer to “On the stairs”",
        "",
    ]


def test_the_room_is_part_of_everybodys_export(place: Community, anna: Actor) -> None:
    make_contribution(anna, place, "On the stairs")
    names = {part.name for part in parts(anna.person_id or 0) if isinstance(part, Records)}
    assert {"contributions", "profile"} <= names


def test_where_one_is_a_guest_and_whom_one_invited_goes_along(place: Community, anna: Actor, bo: Actor) -> None:
    talk = make_contribution(anna, place, "On the stairs")
    guest = actor_of(make_person("Gea Kuipers"))
    row = invite(actor=bo, contribution=talk, note="You know this.")
    accept(actor=guest, guest=row)
    (mine,) = records(guest)["guest"]
    assert (mine["title"], mine["invited_by"], mine["ended_at"]) == ("On the stairs", "Bo Jansen", None)
    (invited,) = records(bo)["guests-invited"]
    assert (invited["guest"], invited["note"]) == ("Gea Kuipers", "You know this.")
    end(actor=anna, guest=row)
    (mine,) = records(guest)["guest"]
    assert mine["title"] == ""
    assert mine["ended_at"]
    Membership.objects.filter(person=bo.person_id).delete()
    (invited,) = records(bo)["guests-invited"]
    assert (invited["title"], invited["guest"]) == ("", "")
