from __future__ import annotations

import uuid

import pytest
from django.test import Client
from tests.factories.communities import make_charter
from tests.factories.dialogue import (
    client_of,
    make_answer,
    make_comment,
    make_contribution,
    make_place,
    make_question,
    member,
)

from gilde.communities.models import Community
from gilde.core.actor import Actor
from gilde.dialogue.actions.answer import delete_answer
from gilde.dialogue.actions.curation import close
from gilde.dialogue.actions.draft import save_draft
from gilde.dialogue.actions.reply import edit_reply
from gilde.dialogue.models import Answer, Comment, Contribution, Draft, Revision


def test_answering_leads_to_the_answer_and_throws_the_draft_away(place: Community, anna: Actor, bo: Actor) -> None:
    question = make_question(anna, place)
    save_draft(actor=bo, place=f"a:{question.pk}", data={"body": "Half"})
    key = str(uuid.uuid4())
    client = client_of(bo)
    sent = {"body": "Like this.", "client_id": key, "form": "answer"}
    first, second = (client.post(f"/d/{question.pk}/do/answer/", sent) for _ in range(2))
    answer = Answer.objects.get()
    assert first.url == second.url == f"{question.get_absolute_url()}?at=a{answer.pk}#a{answer.pk}"
    assert not Draft.objects.exists()
    page = client.get(first.url).content.decode()
    assert f'id="a{answer.pk}"' in page


def test_above_the_answers_a_way_leads_down_to_the_field(place: Community, anna: Actor, bo: Actor) -> None:
    question, way = make_question(anna, place), 'href="#answer"'
    reader = client_of(bo)
    assert way not in reader.get(question.get_absolute_url()).content.decode()  # the field is in sight
    make_answer(bo, question)
    page = reader.get(question.get_absolute_url()).content.decode()
    assert way in page
    assert 'id="answer"' in page
    assert way not in Client().get(question.get_absolute_url()).content.decode()
    close(actor=anna, contribution=question, reason="Solved.")
    assert way not in reader.get(question.get_absolute_url()).content.decode()


def test_from_four_comments_on_a_way_leads_down_to_the_field(place: Community, anna: Actor, bo: Actor) -> None:
    talk, way = make_contribution(anna, place), 'href="#reply"'
    for _number in range(3):
        make_comment(bo, talk)
    assert way not in client_of(anna).get(talk.get_absolute_url()).content.decode()
    make_comment(bo, talk)
    assert way in client_of(anna).get(talk.get_absolute_url()).content.decode()


@pytest.mark.parametrize("act", ["answer", "comment"])
def test_who_sends_other_words_with_the_same_reply_is_told_what_stands(
    place: Community, anna: Actor, bo: Actor, act: str
) -> None:
    question = make_question(anna, place)
    client, key = client_of(bo), str(uuid.uuid4())

    def page_after(body: str) -> str:
        sent = {"body": body, "client_id": key, "form": act}
        return client.post(f"/d/{question.pk}/do/{act}/", sent, follow=True).content.decode()

    warning = "what you sent first stands"
    assert warning not in page_after("Like this.")
    assert warning not in page_after("Like this.")
    text = page_after("No, like that.")
    assert warning in text
    assert "No, like that." not in text
    made = (Answer if act == "answer" else Comment).objects.get()
    assert made.body == "Like this."
    edit_reply(actor=bo, reply=made, body="Rather like so.")
    assert warning not in page_after("Like this.")
    assert warning in page_after("No, like that.")


def test_a_comment_takes_its_draft_with_it_and_no_other(place: Community, anna: Actor, bo: Actor) -> None:
    question = make_question(anna, place)
    answer = make_answer(anna, question)
    under, beside = f"c:{question.pk}:{answer.pk}", f"c:{question.pk}"
    for at in (under, beside):
        save_draft(actor=bo, place=at, data={"body": "Half"})
    client_of(bo).post(f"/d/{question.pk}/do/comment/", {"body": "Thanks.", "answer": answer.pk})
    assert list(Draft.objects.values_list("place", flat=True)) == [beside]


def test_an_empty_answer_comes_back_with_a_sentence(place: Community, anna: Actor, bo: Actor) -> None:
    question = make_question(anna, place)
    page = client_of(bo).post(f"/d/{question.pk}/do/answer/", {"body": " \x01 ", "form": "answer"})
    assert page.status_code == 422
    assert "Write something first." in page.content.decode()


def test_what_cannot_be_placed_any_more_stays_on_the_screen(place: Community, anna: Actor, bo: Actor) -> None:
    question = make_question(anna, place)
    client = client_of(bo)
    close(actor=anna, contribution=question, reason="Solved by phone.")
    for address, form in (("answer", {"form": "answer"}), ("comment", {})):
        save_draft(actor=bo, place=f"{address[0]}:{question.pk}", data={"body": "Words I took an hour for"})
        page = client.post(f"/d/{question.pk}/do/{address}/", {"body": "Words I took an hour for", **form})
        text = page.content.decode()
        assert page.status_code == 403
        assert "Words I took an hour for" in text
        assert "This conversation is closed." in text
        assert Draft.objects.filter(place=f"{address[0]}:{question.pk}").exists()


def test_a_comment_on_an_answer_that_was_deleted_meanwhile_stands_in_the_form_about_the_whole(
    place: Community, anna: Actor, bo: Actor
) -> None:
    question = make_question(anna, place)
    answer = make_answer(anna, question)
    delete_answer(actor=anna, answer=answer)
    page = client_of(bo).post(f"/d/{question.pk}/do/comment/", {"body": "An hour of words", "answer": answer.pk})
    form = page.content.decode().partition('id="reply"')[2].partition("</gilde-draft>")[0]
    assert page.status_code == 422
    assert "An hour of words" in form
    assert "This answer was deleted in the meantime." in form
    assert not Comment.objects.exists()


def test_a_mistake_stands_at_the_form_it_was_made_in(place: Community, anna: Actor, bo: Actor) -> None:
    question = make_question(anna, place)
    answer = make_answer(anna, question)
    page = client_of(bo).post(
        f"/d/{question.pk}/do/comment/", {"body": "bad\x00", "answer": answer.pk, "client_id": "x"}
    )
    text = page.content.decode()
    assert page.status_code == 422
    form = text[text.index(f'id="a{answer.pk}-reply"') :]
    assert "cannot save" in form[: form.index("</gilde-draft>")]
    assert text.count("cannot save") == 1
    assert f'id="a{answer.pk}-reply"' in text[text.index('<details class="reply-box" open>') :]


def test_a_comment_hangs_on_the_answer_it_was_written_under(place: Community, anna: Actor, bo: Actor) -> None:
    question = make_question(anna, place)
    answer = make_answer(anna, question)
    earlier = make_comment(anna, question, "Why?", answer=answer)
    sent = {"body": "Because.", "answer": answer.pk, "quotes": earlier.pk}
    response = client_of(bo).post(f"/d/{question.pk}/do/comment/", sent)
    row = Comment.objects.latest("pk")
    assert (row.answer, row.quotes) == (answer, earlier)
    assert response.url == f"{question.get_absolute_url()}?at=a{answer.pk}#c{row.pk}"


def test_replies_of_another_contribution_are_not_found(place: Community, anna: Actor, bo: Actor) -> None:
    question, other = make_question(anna, place), make_question(anna, place)
    answer, comment = make_answer(anna, other), make_comment(anna, other)
    client = client_of(bo)
    assert client.post(f"/d/{question.pk}/do/comment/", {"body": "x", "answer": answer.pk}).status_code == 422
    assert Comment.objects.count() == 1
    for path in (
        f"/d/{question.pk}/do/answers/{answer.pk}/history/",
        f"/d/{question.pk}/do/comments/{comment.pk}/history/",
        f"/d/{question.pk}/do/notes/{comment.pk}/history/",
    ):
        assert client.get(path).status_code == 404, path
    assert client.post(f"/d/{question.pk}/do/answers/{answer.pk}/appreciate/like/").status_code == 404
    assert client.post(f"/d/{question.pk}/do/answers/{answer.pk}/accept/").status_code == 404


def test_accepting_shows_the_answer_first_and_can_be_undone(place: Community, anna: Actor, bo: Actor) -> None:
    question = make_question(anna, place)
    make_answer(bo, question, "First try.")
    answer = make_answer(bo, question, "Second try.")
    client = client_of(anna)
    client.post(f"/d/{question.pk}/do/answers/{answer.pk}/accept/", {"on": "1"})
    text = client.get(question.get_absolute_url()).content.decode()
    assert "This answer helped" in text
    assert text.index("Second try.") < text.index("First try.")
    client.post(f"/d/{question.pk}/do/answers/{answer.pk}/accept/", {"on": "0"})
    assert "This answer helped" not in client.get(question.get_absolute_url()).content.decode()
    assert client_of(bo).post(f"/d/{question.pk}/do/answers/{answer.pk}/accept/", {"on": "1"}).status_code == 403


def test_ones_own_reply_is_edited_and_its_history_is_there(place: Community, anna: Actor, bo: Actor) -> None:
    question = make_question(anna, place)
    answer = make_answer(bo, question, "Use <b>honey</b>.")
    comment = make_comment(bo, question, "Oops.")
    client = client_of(bo)
    for part, row in (("answers", answer), ("comments", comment)):
        path = f"/d/{question.pk}/do/{part}/{row.pk}/"
        assert row.body.replace("<", "&lt;")[:8] in client.get(f"{path}edit/").content.decode()
        assert client.post(f"{path}edit/", {"body": ""}).status_code == 422
        assert client.post(f"{path}edit/", {"body": "Use <i>soap</i>."}).status_code == 302
        text = client.get(f"{path}history/").content.decode()
        assert "&lt;" in text
        assert "<i>soap" not in text
        assert "<b>honey" not in text
    assert Revision.objects.count() == 2
    assert client_of(anna).get(f"/d/{question.pk}/do/answers/{answer.pk}/edit/").status_code == 403


def test_a_host_deletes_a_reply_after_being_asked(place: Community, anna: Actor, bo: Actor, host: Actor) -> None:
    question = make_question(anna, place)
    answer = make_answer(bo, question)
    make_comment(anna, question, answer=answer)
    client = client_of(host)
    path = f"/d/{question.pk}/do/answers/{answer.pk}/delete/"
    assert "The reply to it will be deleted too." in client.get(path).content.decode()
    assert Answer.objects.get(pk=answer.pk).deleted_at is None
    assert client.post(path).url == f"{question.get_absolute_url()}#answers"
    assert Answer.objects.get(pk=answer.pk).deleted_at is not None
    assert client.get(path).status_code == 404
    assert client_of(anna).get(f"/d/{question.pk}/do/comments/1/delete/").status_code in {403, 404}


def test_who_has_not_accepted_the_agreements_reads_why_they_cannot_reply(
    place: Community, anna: Actor, bo: Actor
) -> None:
    question = make_question(anna, place)
    make_charter(place)
    text = client_of(bo).get(question.get_absolute_url()).content.decode()
    assert "Read and accept them" in text
    assert "<textarea" not in text
    response = client_of(bo).post(f"/d/{question.pk}/do/answer/", {"body": "x", "form": "answer"})
    assert response.status_code == 403
    assert Contribution.objects.get(pk=question.pk).answer_count == 0


@pytest.mark.parametrize(
    "act", ["answer", "comment", "save", "pin", "close", "move", "delete", "read", "appreciate/like"]
)
def test_strangers_get_404_and_visitors_the_log_in_page(place: Community, anna: Actor, act: str) -> None:
    row = make_contribution(anna, place)
    stranger = client_of(member(make_place()))
    assert stranger.post(f"/d/{row.pk}/do/{act}/", {"body": "x"}).status_code == 404
    response = Client().post(f"/d/{row.pk}/do/{act}/", {"body": "x"}, HTTP_REFERER="http://testserver/d/7/words/?at=c1")
    assert response.url == "/account/login/?next=%2Fd%2F7%2Fwords%2F%3Fat%3Dc1"
    away = Client().post(f"/d/{row.pk}/do/{act}/", HTTP_REFERER="https://elsewhere.example/x")
    assert away.url == "/account/login/?next=%2F"
    asked = Client().post(f"/d/{row.pk}/do/{act}/", headers={"HX-Request": "true"})
    assert asked.headers["HX-Redirect"].startswith("/account/login/")
