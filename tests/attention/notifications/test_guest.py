"""What reaches a guest of a conversation, by every way, and that nothing does after the end."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse
from tests.attention.notifications.test_letter import spread_all
from tests.factories.dialogue import client_of, make_comment, make_contribution, make_place, member, person_of
from tests.factories.people import actor_of, make_person
from tests.factories.search import index_everything
from tests.gateways.letterbox.conftest import World, put_in, world

from gilde.attention.notifications.enums import Level, Rhythm, Subject
from gilde.attention.notifications.models import Choice, Letter, Notice
from gilde.attention.notifications.queries.bell import bell
from gilde.attention.notifications.queries.letter import content_of
from gilde.attention.notifications.sentences import plain
from gilde.communities.actions.membership import leave
from gilde.communities.enums import Role
from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.core.live.hearing import may_hear
from gilde.dialogue.actions import guest as guests
from gilde.dialogue.actions.read_mark import mark_all_read
from gilde.dialogue.models import Comment, Contribution, Guest
from gilde.dialogue.queries.stream import stream
from gilde.gateways.letterbox.enums import State

__all__ = ["world"]
pytestmark = pytest.mark.django_db
WORD = "kroonluchter"


def fresh(actor: Actor) -> Actor:
    return actor_of(person_of(actor))


@pytest.fixture
def anna() -> Actor:
    return member(make_place("A quiet circle", audience=Audience.COMMUNITY), "Anna Visser", role=Role.HOST)


@pytest.fixture
def talk(anna: Actor) -> Contribution:
    (place_id,) = anna.roles
    from gilde.communities.models import Community

    return make_contribution(anna, Community.objects.get(pk=place_id), f"A {WORD} for Saturday")


@pytest.fixture
def gea(anna: Actor, talk: Contribution) -> Actor:
    row = guests.invite(actor=anna, contribution=talk)
    gea = actor_of(make_person("Gea Kuipers"))
    client_of(gea)
    guests.accept(actor=gea, guest=row)
    return fresh(gea)


def end(actor: Actor, gea: Actor) -> Actor:
    guests.end(actor=actor, guest=Guest.objects.get(person=gea.person_id))
    return fresh(gea)


def test_a_guest_hears_of_every_reply_and_of_nothing_after_the_end(anna, gea, talk):
    assert Choice.objects.get(person=gea.person_id).level == Level.FOLLOW
    make_comment(anna, talk, "Bring it along.")
    spread_all()
    (line,) = bell(gea).lines
    assert WORD in line.title
    letter = Letter.objects.create(person_id=gea.person_id, rhythm=Rhythm.AT_ONCE, period="now")
    Notice.objects.filter(person=gea.person_id).update(letter=letter)
    assert content_of(gea, letter).lines
    gea = end(anna, gea)
    assert not Notice.objects.filter(person=gea.person_id).exists()
    assert not content_of(gea, letter)
    make_comment(anna, talk, "Thank you all.")
    spread_all()
    assert not Notice.objects.filter(person=gea.person_id).exists()


def test_who_invited_is_told_once_that_the_guest_came(anna, gea, talk):
    spread_all()
    spread_all()
    (line,) = bell(anna).lines
    assert plain(line) == f"Gea Kuipers, whom you invited, takes part in “{talk.title}”"
    assert line.href == talk.get_absolute_url()
    assert not bell(gea).lines


def test_several_guests_of_one_conversation_are_one_line(anna, gea, talk):
    guests.accept(actor=actor_of(make_person("Henk Bos")), guest=guests.invite(actor=anna, contribution=talk))
    spread_all()
    (line,) = bell(anna).lines
    assert plain(line) == f"Henk Bos and Gea Kuipers, whom you invited, take part in “{talk.title}”"


def test_who_invited_and_left_since_or_mutes_or_whose_guest_is_gone_is_not_told(anna, talk):
    bo, cas, dora = (member(talk.community, name, role=Role.HOST) for name in ("Bo", "Cas", "Dora"))
    for number, inviter in enumerate((bo, cas, dora)):
        row = guests.invite(actor=inviter, contribution=talk)
        guests.accept(actor=actor_of(make_person(f"Guest {number}")), guest=row)
    leave(actor=bo, community=talk.community)
    Choice.objects.create(
        person_id=cas.person_id, subject=Subject.COMMUNITY, number=talk.community_id, level=Level.MUTE
    )
    guests.end(actor=dora, guest=Guest.objects.get(invited_by=dora.person_id))
    spread_all()
    assert not Notice.objects.exists()


def test_what_was_noted_in_the_moment_of_the_end_is_shown_to_nobody(anna, gea, talk):
    make_comment(anna, talk, "Bring it along.")
    spread_all()
    Guest.objects.update(ended_at="2026-01-01T00:00:00Z")
    assert Notice.objects.filter(person=gea.person_id).exists()
    assert not bell(fresh(gea)).lines


def test_a_guest_who_mutes_hears_nothing(anna, gea, talk):
    Choice.objects.filter(person=gea.person_id, subject=Subject.CONTRIBUTION).update(level=Level.MUTE)
    make_comment(anna, talk, "Bring it along.")
    spread_all()
    assert not bell(gea).lines


def test_a_guest_hears_this_conversation_live_and_not_its_community(anna, gea, talk):
    other = make_contribution(anna, talk.community, "Something else")
    assert may_hear(gea, f"contribution:{talk.pk}")
    for topic in (f"contribution:{other.pk}", f"community:{talk.community_id}"):
        assert not may_hear(gea, topic)
    assert not may_hear(end(anna, gea), f"contribution:{talk.pk}")


def test_home_holds_this_conversation_only_and_can_be_marked_as_read(anna, gea, talk):
    make_contribution(anna, talk.community, "Something else")
    assert [row.id for row in stream(gea, [], guest_in=gea.guest_in).rows] == [talk.pk]
    client = client_of(gea)
    page = client.get("/").content.decode()
    assert WORD in page
    assert "Something else" not in page
    assert "A quiet circle" in page
    assert talk.community.slug not in page
    client.post(reverse("dialogue:read_all"), {})
    assert not stream(gea, [], guest_in=gea.guest_in).rows[0].unread
    mark_all_read(actor=gea, communities=[talk.community_id])
    assert WORD not in client_of(end(anna, gea)).get("/").content.decode()


def test_a_guest_finds_this_conversation_and_nothing_else(anna, gea, talk):
    make_comment(anna, talk, f"My {WORD} is made of glass.")
    make_contribution(anna, talk.community, f"Another {WORD}")
    index_everything()

    def found(actor: Actor) -> str:
        page = client_of(actor).get(reverse("search:page"), {"q": f"{WORD} "}).content.decode()
        return page + client_of(actor).get(reverse("search:instant"), {"q": WORD}).content.decode()

    page = found(gea)
    assert f"/d/{talk.pk}/" in page
    assert "glass" in page
    assert "Another" not in page
    assert talk.community.slug not in page
    assert f"/d/{talk.pk}/" not in found(actor_of(make_person("Somebody else")))
    gea = end(anna, gea)
    assert f"/d/{talk.pk}/" not in found(gea)  # the index may lag behind
    index_everything()
    assert f"/d/{talk.pk}/" not in found(gea)


def test_a_guest_is_offered_the_names_of_this_conversation(anna, gea, talk):
    member(talk.community, "Geert Stil")
    make_person("Gerda Elders")
    address = reverse("dialogue:people_here", args=[talk.pk])
    client = client_of(gea)

    def names(typed: str) -> list[str]:
        return [item["label"] for item in json.loads(client.get(address, {"q": typed}).content)["items"]]

    assert names("ann") == ["Anna Visser"]
    assert names("ge") == []
    assert address in client.get(talk.get_absolute_url()).content.decode()


def test_a_reply_by_mail_is_placed_for_a_guest_and_refused_after_the_end(world: World) -> None:
    gea = actor_of(make_person("Gea Kuipers"))
    client_of(gea)
    guests.accept(actor=gea, guest=guests.invite(actor=world.author, contribution=world.talk))
    email = person_of(gea).account.email

    def reply(number: int) -> State:
        headers = {"From": email, "To": world.address(reader=gea), "id": f"<{number}@mail.example>"}
        return put_in(world.mail("From outside.", **headers)).state

    assert reply(1) == State.PLACED
    assert Comment.objects.get().author_id == gea.person_id
    guests.end(actor=world.author, guest=Guest.objects.get(person=gea.person_id))
    assert reply(2) == State.REFUSED
    assert Comment.objects.count() == 1
