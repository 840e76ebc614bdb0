"""What somebody reads of people they blocked, and what passes between the two in a conversation."""

from __future__ import annotations

import pytest
from tests.factories.dialogue import (
    add_comment,
    client_of,
    make_contribution,
    make_place,
    member,
    person_of,
)
from tests.factories.people import actor_of

from gilde.communities.enums import Role
from gilde.core.rules import Refusal
from gilde.dialogue.actions.answer import add_answer
from gilde.dialogue.actions.compliment import give, show
from gilde.dialogue.enums import ContributionKind
from gilde.dialogue.models import Contribution, Mention
from gilde.dialogue.queries.compliment import waiting
from gilde.people.actions.block import block

pytestmark = pytest.mark.django_db

FOLDED = "Words of someone you blocked"


def fresh(actor):
    return actor_of(person_of(actor))


@pytest.fixture
def place():
    return make_place("The Workshop")


@pytest.fixture
def anna(place):
    return member(place, "Anna Reader")


@pytest.fixture
def bob(place):
    return member(place, "Bob Barred", role=Role.HOST)


@pytest.fixture
def carl(place):
    return member(place, "Carl Other")


@pytest.fixture
def apart(anna, bob):
    block(actor=anna, person=person_of(bob))


def inside(html: str) -> list[str]:
    """What stands in folds."""
    return [part.split("</details>")[0] for part in html.split(FOLDED)[1:]]


@pytest.mark.usefixtures("apart")
def test_replies_are_folded_for_the_blocker_and_for_nobody_else(place, anna, bob, carl):
    question = make_contribution(carl, place, kind=ContributionKind.QUESTION)
    add_answer(actor=fresh(bob), contribution=question, body="MARKANSWER")
    add_comment(actor=fresh(bob), contribution=question, body="MARKCOMMENT")
    address = question.get_absolute_url()
    for reader in (carl, bob):
        assert FOLDED not in client_of(reader).get(address).content.decode()
    html = client_of(anna).get(address).content.decode()
    folds = inside(html)
    assert html.count("MARKANSWER") == 1
    assert any("MARKANSWER" in part for part in folds)
    assert any("MARKCOMMENT" in part for part in folds)
    # Kept pieces are not mixed up afterwards.
    assert FOLDED not in client_of(carl).get(address).content.decode()


@pytest.mark.usefixtures("apart")
def test_quoted_words_are_left_out(place, anna, bob, carl):
    talk = make_contribution(carl, place)
    said = add_comment(actor=fresh(bob), contribution=talk, body="MARKQUOTED words")
    add_comment(actor=fresh(carl), contribution=talk, body="I agree", quotes=said)
    quotes = client_of(anna).get(talk.get_absolute_url()).content.decode().split("comment-quoted")[1:]
    assert quotes
    assert all("MARKQUOTED" not in part.split("</blockquote>")[0] for part in quotes)


@pytest.mark.usefixtures("apart")
def test_contributions_are_folded_in_streams_and_on_their_page_and_announcements_are_not(place, anna, bob):
    talk = make_contribution(fresh(bob), place, "MARKTITLE of it", body="MARKBODY of it")
    news = make_contribution(fresh(bob), place, "NEWSTITLE", body="NEWSBODY", kind=ContributionKind.ANNOUNCEMENT)
    client = client_of(anna)
    for address in ("/", f"/c/{place.slug}/"):
        html = client.get(address).content.decode()
        assert FOLDED in html
        assert "MARKTITLE" not in html
        assert "MARKBODY" not in html
        assert "NEWSTITLE" in html
    page = client.get(talk.get_absolute_url()).content.decode()
    assert any("MARKBODY" in part for part in inside(page))
    assert FOLDED not in client.get(news.get_absolute_url()).content.decode()
    assert FOLDED not in client_of(bob).get("/").content.decode()


def test_what_is_folded_in_a_stream_is_not_new(place, anna, bob, carl):
    make_contribution(bob, place, title="Round of bob")
    before = client_of(anna).get("/").content.decode()
    assert "New to you" in before
    block(actor=anna, person=person_of(bob))
    after = client_of(anna).get("/").content.decode()
    assert FOLDED in after
    assert "New to you" not in after
    assert "Mark all as read" not in after
    make_contribution(carl, place, title="Round of carl")
    assert client_of(anna).get("/").content.decode().count("New to you") == 1


@pytest.mark.usefixtures("apart")
def test_nobody_is_mentioned_between_the_two(place, anna, bob):
    make_contribution(fresh(bob), place, body=f"Hello @{person_of(anna).handle}")
    make_contribution(fresh(anna), place, body=f"Hello @{person_of(bob).handle}")
    assert not Mention.objects.exists()


@pytest.mark.usefixtures("apart")
def test_neither_can_thank_the_other(anna, bob):
    with pytest.raises(Refusal, match="You blocked this person"):
        give(actor=fresh(anna), receiver=person_of(bob), text="Thank you for this.")
    with pytest.raises(Refusal, match="cannot receive compliments right now"):
        give(actor=fresh(bob), receiver=person_of(anna), text="Thank you for this.")


@pytest.mark.usefixtures("apart")
@pytest.mark.parametrize("part", ["authors", "teller"])
def test_neither_puts_the_others_name_to_what_they_share(place, anna, bob, part):
    for who, other, reason in (
        (anna, bob, "You blocked this person"),
        (bob, anna, "Anna Reader cannot be named with this right now"),
    ):
        named = person_of(other)
        with pytest.raises(Refusal, match=reason):
            make_contribution(
                fresh(who), place, kind=ContributionKind.STORY, **{part: [named] if part == "authors" else named}
            )
    assert not Contribution.objects.exists()


def test_a_reply_offers_to_mute_or_block_who_wrote_it(place, anna, bob):
    talk = make_contribution(anna, place)
    add_comment(actor=bob, contribution=talk, body="Hello")
    html = client_of(anna).get(talk.get_absolute_url()).content.decode()
    assert f"/@{person_of(bob).handle}/block/" in html
    assert f"/@{person_of(anna).handle}/block/" not in client_of(anna).get(talk.get_absolute_url()).content.decode()


def test_a_compliment_of_somebody_blocked_is_folded_and_counts_for_nothing(place, anna, bob, carl):
    for receiver in (anna, carl):
        row = give(actor=bob, receiver=person_of(receiver), text="MARKTHANKS for the chairs.")
    show(actor=carl, compliment=row)
    client = client_of(anna)
    assert FOLDED not in client.get("/compliments/").content.decode()
    assert "thanked you in a sentence" in client.get("/").content.decode()
    block(actor=anna, person=person_of(bob))
    for address in ("/compliments/", f"/@{person_of(carl).handle}/", f"/@{person_of(carl).handle}/compliments/"):
        html = client.get(address).content.decode()
        assert html.count("MARKTHANKS") == 1, address
        assert any("MARKTHANKS" in part for part in inside(html)), address
        assert FOLDED not in client_of(carl).get(address).content.decode()
    assert "thanked you in a sentence" not in client.get("/").content.decode()
    assert waiting(fresh(anna)) == 0


@pytest.mark.usefixtures("apart")
def test_who_answers_a_comment_of_somebody_blocked_reads_no_words_of_it(place, anna, bob, carl):
    talk = make_contribution(carl, place)
    said = add_comment(actor=fresh(bob), contribution=talk, body="MARKQUOTED words")
    html = client_of(anna).get(f"{talk.get_absolute_url()}?quote={said.pk}").content.decode()
    quote = html[html.index("comment-quoted") :].split("</blockquote>")[0]
    assert FOLDED in quote
    assert "MARKQUOTED" not in quote


@pytest.mark.usefixtures("apart")
@pytest.mark.parametrize("field", ["authors", "teller"])
def test_who_cannot_be_named_is_said_at_the_field(place, anna, bob, field):
    sent = {"title": "A story", "body": "It was late.", "community": place.pk, field: f"@{person_of(bob).handle}"}
    page = client_of(anna).post("/new/story/", sent)
    html = page.content.decode()
    assert page.status_code == 422
    assert "You blocked this person." in html[html.index(f'id="id_{field}_error"') :][:400]
