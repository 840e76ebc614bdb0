"""Acts on one conversation in the same instant, on a real file or server: one after the other, and nothing is lost."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from tests.factories.dialogue import (
    client_of,
    joined,
    make_answer,
    make_comment,
    make_contribution,
    make_place,
    make_question,
    member,
    person_of,
)
from tests.factories.people import actor_of, make_person
from tests.meanwhile import Meanwhile

from gilde.communities.enums import Joining, Role
from gilde.communities.models import Community, Membership
from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.dialogue.actions import answer as answers
from gilde.dialogue.actions import comment as comments
from gilde.dialogue.actions import contribution as contributions
from gilde.dialogue.actions import curation
from gilde.dialogue.actions import guest as guests
from gilde.dialogue.actions.appreciation import appreciate
from gilde.dialogue.actions.contribution import ContributionText
from gilde.dialogue.enums import AppreciationKind, State
from gilde.dialogue.models import Answer, Appreciation, Comment, Contribution, Guest, Revision
from gilde.dialogue.queries.one import locked_contribution

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass(frozen=True)
class Scene:
    """A question of Anna in one community, with an answer and a comment of Bo; a host keeps both communities."""

    here: Community
    there: Community
    host: Actor
    anna: Actor
    bo: Actor
    question: Contribution
    answer: Answer
    comment: Comment


@pytest.fixture
def scene(transactional_db: None) -> Scene:
    here, there = make_place("Here"), make_place("There")
    host = joined(member(here, "Hilde", role=Role.HOST), there, role=Role.HOST)
    anna, bo = joined(member(here, "Anna"), there), joined(member(here, "Bo", new=True), there)
    question = make_question(anna, here)
    scene = Scene(here, there, host, anna, bo, question, make_answer(bo, question), make_comment(bo, question))
    appreciate(actor=bo, target=question, kind=AppreciationKind.ME_TOO, on=True)
    # Quiet for an hour, so that a reply moves the moment of the community too.
    Community.objects.update(last_activity_at=now() - timedelta(hours=1))
    return scene


_LINK = "See [this page](https://example.org/a)."
ACTS: dict[str, Callable[[Scene], Any]] = {
    "comment": lambda s: comments.add_comment(actor=s.anna, contribution=s.question, body="Also this."),
    "answer": lambda s: answers.add_answer(actor=s.host, contribution=s.question, body="Like so."),
    "edit": lambda s: contributions.edit(
        actor=s.anna, contribution=s.question, text=ContributionText(title="New words", body="And a text.")
    ),
    "delete": lambda s: contributions.delete(actor=s.anna, contribution=s.question),
    "close": lambda s: curation.close(actor=s.host, contribution=s.question, reason="Answered."),
    "pin": lambda s: curation.pin(actor=s.host, contribution=s.question),
    "move": lambda s: curation.move(actor=s.host, contribution=s.question, to=s.there),
    "like": lambda s: appreciate(actor=s.host, target=s.question, kind=AppreciationKind.LIKE, on=True),
    "not me too": lambda s: appreciate(actor=s.bo, target=s.question, kind=AppreciationKind.ME_TOO, on=False),
    "edit the answer": lambda s: answers.edit_answer(actor=s.bo, answer=s.answer, body=_LINK),
    "edit the comment": lambda s: comments.edit_comment(actor=s.bo, comment=s.comment, body=_LINK),
    "delete the answer": lambda s: answers.delete_answer(actor=s.bo, answer=s.answer),
    "delete the comment": lambda s: comments.delete_comment(actor=s.bo, comment=s.comment),
    "accept": lambda s: answers.accept(actor=s.anna, answer=s.answer),
}


def everything_is_counted(scene: Scene) -> None:
    """What stands under the question is where the question is, and every counter says what there is."""
    row = Contribution.objects.get(pk=scene.question.pk)
    standing = {"state": State.PUBLISHED, "deleted_at": None}
    for model in (Answer, Comment):
        assert set(model._default_manager.values_list("community", flat=True)) == {row.community_id}
    assert set(Appreciation.objects.values_list("community", flat=True)) <= {row.community_id}
    assert row.comment_count == Comment.objects.filter(**standing).count()
    assert row.answer_count == Answer.objects.filter(**standing).count()
    assert row.like_count + row.me_too_count == Appreciation.objects.count()
    for place in Community.objects.all():
        assert place.contribution_count == place.contributions.filter(state=State.PUBLISHED).count()


@pytest.mark.parametrize("name", ACTS)
def test_what_waits_for_a_move_happens_after_it(scene: Scene, name: str) -> None:
    with transaction.atomic():
        locked_contribution(scene.question.pk)
        move = Meanwhile(lambda: ACTS["move"](scene))
        act = Meanwhile(lambda: ACTS[name](scene), waiting=2)
    for done in (move.end(), act.end()):
        assert not isinstance(done, Exception), repr(done)
    assert Contribution.objects.get(pk=scene.question.pk).community_id == scene.there.pk
    everything_is_counted(scene)


@pytest.mark.parametrize("name", ["comment", "answer", "delete", "move"])
@pytest.mark.parametrize("first", ["pin", "move"])
def test_nobody_waits_for_one_who_waits_for_them(scene: Scene, first: str, name: str) -> None:
    with transaction.atomic():
        Community.objects.locked([scene.here.pk, scene.there.pk])  # somebody joins, say
        one = Meanwhile(lambda: ACTS[first](scene))
        other = Meanwhile(lambda: ACTS[name](scene), waiting=2)
    for done in (one.end(), other.end()):
        assert not isinstance(done, Exception), repr(done)
    everything_is_counted(scene)


def test_two_who_link_to_each_other_in_the_same_instant_both_do(scene: Scene) -> None:
    others = make_contribution(scene.anna, scene.here, "The other")
    pages = [scene.question, others]

    def link(row: Contribution, to: Contribution) -> Contribution:
        text = ContributionText(title=row.title, body=f"As in [this]({to.get_absolute_url()}).")
        return contributions.edit(actor=scene.anna, contribution=row, text=text)

    with transaction.atomic():
        Community.objects.locked([scene.here.pk])
        one = Meanwhile(lambda: link(*pages), waiting=0)
        other = Meanwhile(lambda: link(*reversed(pages)), waiting=0)
    for done in (one.end(), other.end()):
        assert not isinstance(done, Exception), repr(done)
    assert Revision.objects.count() == 2


def test_a_comment_that_arrives_during_a_move_is_placed_where_it_went(scene: Scene) -> None:
    client = client_of(scene.anna)
    address = reverse("dialogue:comment", args=[scene.question.pk])
    with transaction.atomic():
        curation.move(actor=scene.host, contribution=scene.question, to=scene.there)
        sent = Meanwhile(lambda: client.post(address, {"body": "Also this."}))
    assert sent.end().status_code == 302
    assert Comment.objects.get(body="Also this.").community_id == scene.there.pk


def test_a_guest_who_joins_while_somebody_comments_there_is_a_member_and_the_comment_stands(scene: Scene) -> None:
    Community.objects.filter(pk=scene.here.pk).update(joining=Joining.OPEN)
    gea = actor_of(make_person("Gea Kuipers"))
    place = guests.invite(actor=scene.host, contribution=scene.question)
    guests.accept(actor=gea, guest=place)
    coming, writing = client_of(gea), client_of(scene.anna)
    with transaction.atomic():
        Guest.objects.select_for_update().get(pk=place.pk)
        # The one who joins holds the community and comes to the conversation; the one who writes the other way round.
        join = Meanwhile(lambda: coming.post(reverse("communities:join", args=[scene.here.slug])))
        comment = Meanwhile(
            lambda: writing.post(reverse("dialogue:comment", args=[scene.question.pk]), {"body": "Also this."}),
            waiting=2,
        )
    assert [join.end().status_code, comment.end().status_code] == [302, 302]
    assert Membership.objects.filter(community=scene.here, person=person_of(gea)).exists()
    assert Contribution.objects.get(pk=scene.question.pk).guest_count == 0
    assert Comment.objects.filter(body="Also this.").count() == 1
    everything_is_counted(scene)


@pytest.mark.parametrize("kind", ["comment", "answer"])
def test_one_sending_to_two_conversations_in_the_same_instant_is_one(scene: Scene, kind: str):
    other, key = make_question(scene.anna, scene.there), uuid.uuid4()

    def send(where: Contribution) -> Comment | Answer:
        add = comments.add_comment if kind == "comment" else answers.add_answer
        return add(actor=scene.bo, contribution=where, body="Once.", client_id=key)

    with transaction.atomic():
        first = send(scene.question)
        Comment.objects.exists()  # nothing waits in this transaction any more
        second = Meanwhile(lambda: send(other))
    assert second.end() == first
    assert type(first).objects.filter(client_id=key).count() == 1
    assert not type(first).objects.filter(contribution=other).exists()
    row = Contribution.objects.get(pk=other.pk)
    assert (row.comment_count, row.answer_count) == (0, 0)
