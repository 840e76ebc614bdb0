"""What a guest of one conversation tries beyond it: numbers of other conversations in their own, and who is blocked."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.attention.notifications.test_letter import spread_all
from tests.factories.dialogue import (
    client_of,
    make_answer,
    make_comment,
    make_contribution,
    make_place,
    make_question,
    member,
    person_of,
)
from tests.factories.people import actor_of, make_person

from gilde.attention.notifications.models import Notice
from gilde.communities.enums import Role
from gilde.communities.models import Community
from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.dialogue.actions import guest as guests
from gilde.dialogue.models import Answer, Appreciation, Attachment, Comment, Contribution, Draft, Saved
from gilde.people.actions.block import block

pytestmark = pytest.mark.django_db

MARK = "kroonluchter"


@pytest.fixture
def place() -> Community:
    return make_place("A quiet circle", audience=Audience.COMMUNITY)


@pytest.fixture
def host(place: Community) -> Actor:
    return member(place, "Hedy Host", role=Role.HOST)


@pytest.fixture
def talk(host: Actor, place: Community) -> Contribution:
    return make_question(host, place, "How do you begin")


@pytest.fixture
def gea(host: Actor, talk: Contribution) -> Actor:
    guest = actor_of(make_person("Gea Kuipers", with_account=True))
    guests.accept(actor=guest, guest=guests.invite(actor=host, contribution=talk))
    return actor_of(person_of(guest))


@pytest.fixture
def other(host: Actor, place: Community) -> tuple[Contribution, Answer, Comment]:
    """Another conversation of the same place, with an answer and a comment: nothing of it is theirs to see."""
    row = make_question(host, place, f"A {MARK}", body=f"My {MARK}")
    return row, make_answer(host, row, f"This {MARK}"), make_comment(host, row, f"That {MARK}")


def test_numbers_of_another_conversation_lead_nowhere_inside_their_own(
    gea: Actor, talk: Contribution, other: tuple[Contribution, Answer, Comment]
) -> None:
    client, (row, answer, comment) = client_of(gea), other
    here = f"/d/{talk.pk}/do/"
    for path in (
        f"comments/{comment.pk}/edit/", f"comments/{comment.pk}/delete/", f"comments/{comment.pk}/history/",
        f"answers/{answer.pk}/edit/", f"answers/{answer.pk}/delete/", f"answers/{answer.pk}/history/",
    ):  # fmt: skip
        assert client.get(here + path).status_code == 404, path
        assert client.post(here + path, {"body": "Mine now"}).status_code in {404, 405}, path
    for path in (f"comments/{comment.pk}/appreciate/like/", f"answers/{answer.pk}/appreciate/like/",
                 f"answers/{answer.pk}/accept/"):  # fmt: skip
        assert client.post(here + path).status_code == 404, path
    for query in (f"?at=c{comment.pk}", f"?at=a{answer.pk}", f"?answer={answer.pk}", f"?quote={comment.pk}"):
        assert MARK not in client.get(talk.get_absolute_url() + query, follow=True).content.decode(), query
    assert not Appreciation.objects.exists()
    assert {answer.body, comment.body} == {Answer.objects.get().body, Comment.objects.get().body}
    assert row.comment_count == 0


def test_a_comment_of_theirs_hangs_on_nothing_and_quotes_nothing_elsewhere(
    gea: Actor, talk: Contribution, other: tuple[Contribution, Answer, Comment]
) -> None:
    client, (row, answer, comment) = client_of(gea), other
    client.post(f"/d/{talk.pk}/do/comment/", {"body": "Beneath that", "answer": answer.pk})
    client.post(f"/d/{talk.pk}/do/comment/", {"body": "You said", "quotes": comment.pk})
    client.post(f"/d/{row.pk}/do/comment/", {"body": "Over there"})
    client.post(f"/d/{row.pk}/do/answer/", {"body": "Over there"})
    for said in Comment.objects.filter(author=gea.person_id):
        assert (said.contribution_id, said.answer_id, said.quotes_id) == (talk.pk, None, None)
    assert not Answer.objects.filter(author=gea.person_id).exists()
    assert MARK not in client.get(talk.get_absolute_url()).content.decode()


def test_nothing_of_theirs_is_kept_about_another_conversation(
    gea: Actor, talk: Contribution, other: tuple[Contribution, Answer, Comment]
) -> None:
    client, (row, answer, _comment) = client_of(gea), other
    for path in ("do/save/", "do/appreciate/like/", "do/move/", "do/close/", "do/pin/", "do/guests/"):
        assert client.post(f"/d/{row.pk}/{path}", {"to": talk.community.slug, "way": "link"}).status_code == 404, path
        own = client.post(f"/d/{talk.pk}/{path}", {"to": talk.community.slug, "way": "link", "reason": "x"})
        assert own.status_code in {204, 200, 302} if path in {"do/save/", "do/appreciate/like/"} else 403, path
    assert Saved.objects.get().contribution_id == talk.pk
    for key in (f"c:{row.pk}", f"c:{row.pk}:{answer.pk}", f"e:{row.pk}"):
        client.post(f"/drafts/{key}/", {"body": "Half a sentence"})
    page = client.get("/drafts/").content.decode()
    assert MARK not in page
    assert not Draft.objects.exclude(person=gea.person_id).exists()


def test_a_file_of_another_conversation_is_no_file_of_theirs_under_any_name(
    gea: Actor, host: Actor, talk: Contribution, place: Community
) -> None:
    client_of(host).post("/new/files/", {"file": SimpleUploadedFile("a.txt", MARK.encode(), "text/plain")})
    file = Attachment.objects.get()
    make_contribution(host, place, "With a file", attachments=[file.key])
    client = client_of(gea)
    assert client.get(file.url).status_code == 404
    client.post(f"/d/{talk.pk}/do/comment/", {"body": f"See {file.url}", "attachments": file.key})
    file.refresh_from_db()
    assert file.contribution is not None
    assert file.contribution.title == "With a file"
    assert client.get(file.url).status_code == 404
    assert client.get(f"/report/file/{file.pk}/").status_code == 404


@pytest.mark.parametrize("turned", [False, True])
def test_between_a_guest_and_somebody_who_blocked_the_other_nothing_is_told(
    gea: Actor, host: Actor, talk: Contribution, turned: bool
) -> None:
    cor = member(talk.community, "Cor Blokker")
    make_comment(cor, talk, "I was here first.")
    who, whom = (gea, cor) if turned else (cor, gea)
    block(actor=who, person=person_of(whom))
    gea, cor = actor_of(person_of(gea)), actor_of(person_of(cor))
    make_comment(cor, talk, f"Hello @{person_of(gea).handle}")
    make_comment(gea, talk, f"Hello @{person_of(cor).handle}")
    spread_all()
    for one, another in ((gea, cor), (cor, gea)):
        assert not Notice.objects.filter(person=one.person_id, by=another.person_id).exists()
    assert Notice.objects.filter(person=host.person_id, by=gea.person_id).exists()
