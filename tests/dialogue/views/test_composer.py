"""The composer: a form per kind, a preview without scripts, who will see it, files, drafts."""

from __future__ import annotations

import io
import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.transaction import Atomic
from PIL import Image
from tests.factories.dialogue import (
    client_of,
    joined,
    make_answer,
    make_behaviour,
    make_comment,
    make_contribution,
    make_place,
    make_question,
    member,
)

from gilde.communities.enums import Role
from gilde.communities.models import Community
from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.core.forms import MOST_LINES
from gilde.dialogue.actions.draft import save_draft
from gilde.dialogue.actions.text import TEXT_LIMIT
from gilde.dialogue.enums import ContributionKind
from gilde.dialogue.kinds import KIND_FORMS
from gilde.dialogue.models import Answer, Attachment, Comment, Contribution, Draft


def picture(width: int = 640, height: int = 360) -> SimpleUploadedFile:
    stream = io.BytesIO()
    Image.new("RGB", (width, height), "#b5683c").save(stream, "PNG")
    return SimpleUploadedFile("wall.png", stream.getvalue(), content_type="image/png")


def sound() -> SimpleUploadedFile:
    header = b"RIFF" + (36 + 800).to_bytes(4, "little") + b"WAVEfmt " + (16).to_bytes(4, "little")
    header += (
        b"\x01\x00\x01\x00" + (8000).to_bytes(4, "little") * 2 + b"\x01\x00\x08\x00data" + (800).to_bytes(4, "little")
    )
    return SimpleUploadedFile("word.wav", header + b"\x80" * 800, content_type="audio/wav")


@pytest.mark.parametrize("kind", list(ContributionKind))
def test_every_kind_asks_its_own_things_when_written_and_when_changed(
    place: Community, host: Actor, kind: ContributionKind
) -> None:
    client = client_of(host)
    row = make_contribution(host, place, kind=kind)
    for address in (f"/new/{kind}/?in={place.pk}", f"/d/{row.pk}/do/edit/"):
        text = client.get(address).content.decode()
        assert str(KIND_FORMS[kind].title_label) in text
        for part in ("title", "body", *(part.name for part in KIND_FORMS[kind].fields)):
            assert len(re.findall(rf'name="{part}"', text)) == 1, (address, part)


def test_who_will_see_it_is_said_for_every_place_and_none_is_taken_by_chance(place: Community, anna: Actor) -> None:
    wide = make_place("Open table", audience=Audience.PUBLIC)
    anna = joined(anna, wide)
    client = client_of(anna)
    text = client.get("/new/discussion/").content.decode()
    assert "People in the community you choose will see this." in text
    assert "Only members of Care close to home can read this." in text
    assert "Everyone can read this: Open table is public." in text
    sent = client.post("/new/discussion/", {"title": "Chairs", "body": "In rows.", "community": ""})
    assert sent.status_code == 422
    assert "Choose the community that it is for." in sent.content.decode()
    assert "In rows." in sent.content.decode()
    assert not Contribution.objects.exists()


def test_an_announcement_tells_how_many_it_reaches_before_it_is_sent(place: Community, host: Actor, bo: Actor) -> None:
    other = make_place("Second house")
    host = joined(host, other, role=Role.HOST)
    for _number in range(2):
        client_of(member(place))  # gives them an account; the others here have none and read nothing
    text = client_of(host).get("/new/announcement/").content.decode()
    assert "It reaches 2 members." in text
    assert "It reaches 0 members." in text


@pytest.mark.parametrize("kind", [ContributionKind.PRACTICE, ContributionKind.STORY])
def test_a_preview_without_scripts_shows_every_part_and_places_nothing(
    place: Community, anna: Actor, kind: ContributionKind
) -> None:
    first = KIND_FORMS[kind].fields[0].name
    sent = client_of(anna).post(
        f"/new/{kind}/", {"title": "x", "body": "**all**", first: "*one*", "community": place.pk, "preview": "1"}
    )
    text = sent.content.decode()
    assert sent.status_code == 200
    assert "<strong>all</strong>" in text
    assert "<em>one</em>" in text
    assert not Contribution.objects.exists()


def test_a_preview_of_a_reply_without_scripts_does_not_send_it(place: Community, anna: Actor, bo: Actor) -> None:
    row, question = make_contribution(anna, place), make_question(anna, place)
    client, said = client_of(bo), make_comment(bo, row, "As it was")
    sent = {"body": "I would **say**", "preview": "1", "client_id": str(uuid.uuid4())}
    edited = f"/d/{row.pk}/do/comments/{said.pk}/edit/"
    for address in (f"/d/{row.pk}/do/comment/", f"/d/{question.pk}/do/answer/", edited):
        shown = client.post(address, {**sent, "form": "answer"} if "answer" in address else sent)
        assert shown.status_code == 200, address
        assert "I would <strong>say</strong>" in shown.content.decode()
        assert "I would **say**" in shown.content.decode()
    assert [comment.body for comment in Comment.objects.all()] == ["As it was"]
    assert not Answer.objects.exists()


def test_a_preview_with_nothing_to_see_does_not_save_a_changed_reply(place: Community, anna: Actor) -> None:
    row = make_contribution(anna, place)
    said = make_comment(anna, row, "As it was")
    nothing = {"body": "[a]: https://example.org/", "preview": "1"}
    assert client_of(anna).post(f"/d/{row.pk}/do/comments/{said.pk}/edit/", nothing).status_code == 200
    assert Comment.objects.get().body == "As it was"


def test_a_behaviour_is_one_of_the_chosen_community(place: Community, anna: Actor) -> None:
    other = make_place("Night shift")
    anna = joined(anna, other)
    here, there = make_behaviour(place, "We listen first."), make_behaviour(other, "We hand over in person.")
    client = client_of(anna)
    text = client.get(f"/new/idea/?in={place.pk}").content.decode()
    for name, row in ((place.name, here), (other.name, there)):
        assert re.search(rf'<optgroup label="{name}">\s*<option value="{row.pk}">', text)
    sent = {"title": "Round", "body": "x", "community": place.pk, "behaviour": there.pk}
    refused = client.post("/new/idea/", sent)
    assert refused.status_code == 422
    assert "Choose a behaviour of the community that it is for." in refused.content.decode()
    client.post("/new/idea/", {**sent, "community": other.pk})
    assert Contribution.objects.get().behaviour == there


def test_sent_twice_is_one(place: Community, anna: Actor) -> None:
    client, sent = client_of(anna), {"title": "Once", "body": "x", "community": place.pk, "client_id": uuid.uuid4()}
    first, second = client.post("/new/discussion/", sent), client.post("/new/discussion/", sent)
    assert first.url == second.url
    assert Contribution.objects.count() == 1


def test_who_sends_other_words_with_the_same_form_is_told_what_stands(place: Community, anna: Actor) -> None:
    client, sent = client_of(anna), {"title": "Once", "body": "x", "community": place.pk, "client_id": uuid.uuid4()}
    said = "what you sent first stands"
    assert said not in client.post("/new/discussion/", sent, follow=True).content.decode()
    assert said not in client.post("/new/discussion/", sent, follow=True).content.decode()
    assert said in client.post("/new/discussion/", {**sent, "body": "y"}, follow=True).content.decode()
    assert Contribution.objects.get().body == "x"


@pytest.mark.parametrize("body", ["x" * (TEXT_LIMIT - 5), "x\n" * MOST_LINES])
def test_texts_that_are_too_much_together_come_back_with_a_sentence(place: Community, anna: Actor, body: str) -> None:
    sent = {"title": "Long", "situation": body.strip(), "what_we_did": "more than five", "community": place.pk}
    came = client_of(anna).post("/new/practice/", sent)
    assert came.status_code == 422
    assert "Put the rest in a file." in came.content.decode()
    assert "more than five" in came.content.decode()
    assert not Contribution.objects.exists()


def test_a_title_over_several_lines_becomes_one_line(place: Community, anna: Actor) -> None:
    client = client_of(anna)
    typed = {"client_id": uuid.uuid4(), "community": place.pk, "title": "A long\r\n title\n\nindeed", "body": "Words."}
    assert client.post("/new/idea/", typed).status_code == 302
    assert Contribution.objects.get().title == "A long title indeed"


def test_a_draft_from_another_device_fills_the_form_and_says_so(place: Community, anna: Actor) -> None:
    save_draft(actor=anna, place="new:idea", data={"title": "Half", "community": str(place.pk)})
    client = client_of(anna)
    text = client.get("/new/idea/").content.decode()
    assert "This is your draft, saved" in text
    assert re.search(r'<textarea name="title"[^>]*data-line[^>]*>\s*Half</textarea>', text)
    gone = client.post("/drafts/new:idea/", {"drop": "1", "again": "1"}, headers={"accept": "text/html"})
    assert gone.url == "/new/idea/"
    assert not Draft.objects.exists()
    assert "This is your draft, saved" not in client.get("/new/idea/").content.decode()


def test_a_picture_in_the_text_keeps_its_place_while_it_loads(place: Community, anna: Actor) -> None:
    client = client_of(anna)
    tall = client.post("/new/files/", {"file": picture(900, 1800)}).json()
    sent = {"title": "Look", "body": f"Here:\n\n{tall['markdown']}", "community": place.pk}
    text = client.get(client.post("/new/discussion/", sent).url).content.decode()
    shown = re.search(r'<img[^>]*alt="wall"[^>]*>|<img[^>]*src="/files[^>]*>', text)
    assert shown
    assert 'width="320" height="640"' in shown.group(0)
    assert "srcset=" in shown.group(0)


def test_the_size_of_a_picture_one_may_not_see_stays_unknown(place: Community, anna: Actor) -> None:
    private = client_of(anna).post("/new/files/", {"file": picture()}).json()
    other = make_place("Next door")
    stranger = member(other)
    row = make_contribution(stranger, other, body=private["markdown"])
    assert "width=" not in row.body_html


def test_a_sound_that_the_text_links_to_has_its_player(place: Community, anna: Actor) -> None:
    client = client_of(anna)
    heard = client.post("/new/files/", {"file": sound()}).json()
    assert heard["kind"] == "sound"
    sent = {"title": "Listen", "body": heard["markdown"], "community": place.pk}
    text = client.get(client.post("/new/discussion/", sent).url).content.decode()
    assert re.search(rf'<audio controls[^>]*src="{re.escape(heard["url"])}"', text)


def test_a_file_is_taken_away_by_whoever_edits(place: Community, anna: Actor, bo: Actor) -> None:
    client = client_of(anna)
    sent = {"title": "Plan", "body": "x", "community": place.pk, "files": [picture()]}
    row = Contribution.objects.get(pk=int(client.post("/new/discussion/", sent).url.split("/")[2]))
    file = Attachment.objects.get(contribution=row)
    assert f'name="remove" value="{file.pk}"' in client.get(f"/d/{row.pk}/do/edit/").content.decode()
    assert client_of(bo).post(f"/new/files/{file.pk}/remove/").status_code == 403
    other = make_contribution(bo, place)
    client_of(bo).post(f"/d/{other.pk}/do/edit/", {"title": "Mine", "body": "y", "remove": file.pk})
    assert Attachment.objects.filter(pk=file.pk).exists()
    client.post(f"/d/{row.pk}/do/edit/", {"title": "Plan", "body": "x", "remove": file.pk})
    assert not Attachment.objects.filter(pk=file.pk).exists()


@pytest.mark.parametrize("part", ["answers", "comments"])
def test_files_of_a_reply_are_added_and_taken_away_without_scripts(
    place: Community, anna: Actor, bo: Actor, part: str
) -> None:
    row = make_question(bo, place)
    said = make_answer(anna, row) if part == "answers" else make_comment(anna, row)
    client, form = client_of(anna), f"/d/{row.pk}/do/{part}/{said.pk}/edit/"
    assert 'enctype="multipart/form-data"' in client.get(form).content.decode()
    client.post(form, {"body": "See the wall", "files": [picture()]})
    file = Attachment.objects.get()
    assert said in {file.answer, file.comment}
    assert file.name in client_of(bo).get(row.get_absolute_url()).content.decode()
    broken = client.post(form, {"body": "See the wall", "files": [SimpleUploadedFile("a.png", b"<html>")]})
    assert (broken.status_code, Attachment.objects.count()) == (422, 1)
    assert "a.png:" in broken.content.decode()
    assert f'name="remove" value="{file.pk}"' in client.get(form).content.decode()
    assert client_of(bo).post(form, {"body": "Mine", "remove": file.pk}).status_code == 403
    client.post(form, {"body": "See the wall", "remove": file.pk})
    assert not Attachment.objects.exists()


@pytest.mark.parametrize("what", ["answer", "comment"])
def test_a_reply_is_written_with_files_without_scripts(place: Community, anna: Actor, bo: Actor, what: str) -> None:
    row = make_question(bo, place)
    client, act = client_of(anna), f"/d/{row.pk}/do/{what}/"
    page = client.get(row.get_absolute_url()).content.decode()
    assert re.search(r'<noscript>\s*<gilde-upload.*?type="file"[^>]*name="files"', page, re.DOTALL)
    # A preview keeps the file, a broken one is named and the text stays.
    looked = client.post(act, {"body": "See the wall", "files": [picture()], "preview": "1"}).content.decode()
    kept = re.search(r'name="attachment" value="([^"]+)"', looked)
    assert kept
    broken = client.post(act, {"body": "See the wall", "files": [SimpleUploadedFile("a.png", b"<html>")]})
    assert broken.status_code == 422
    assert "a.png:" in broken.content.decode()
    assert "See the wall" in broken.content.decode()
    client.post(act, {"body": "See the wall", "attachment": kept[1], "files": [picture()]})
    said = {Attachment.objects.filter(**{f"{what}__isnull": False, "contribution": row}).count()}
    assert said == {2}


def test_a_draft_keeps_what_databases_keep_and_stands_at_no_endless_place(place: Community, anna: Actor) -> None:
    """PostgreSQL takes neither a NUL in JSON nor more letters than a column has."""
    client = client_of(anna)
    assert client.post("/drafts/new:idea/", {"a\x00b": "x", "title": "y\x00z"}).status_code == 200
    assert Draft.objects.get().data == {"ab": "x", "title": "yz"}
    for method in (client.get, client.post):
        assert method(f"/drafts/{'n' * 81}/").status_code == 404
    assert Draft.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_comment_and_an_answer_without_files_are_one_transaction_each(monkeypatch: pytest.MonkeyPatch) -> None:
    place = make_place()
    anna, bo = member(place), member(place)
    talk, question = make_contribution(anna, place), make_question(anna, place)
    client, begun = client_of(bo), []
    enter = Atomic.__enter__

    def counted(block: Atomic) -> None:
        begun.append(connection.in_atomic_block)
        enter(block)

    monkeypatch.setattr(Atomic, "__enter__", counted)
    for path in (f"/d/{talk.pk}/do/comment/", f"/d/{question.pk}/do/answer/"):
        begun.clear()
        assert client.post(path, {"body": "Thank you."}).status_code == 302
        assert begun.count(False) == 1, path


def test_what_is_wrong_in_the_folded_part_is_in_sight(place: Community, anna: Actor) -> None:
    sent = {"title": "Together", "body": "x", "community": place.pk, "authors": "@nobody"}
    page = client_of(anna).post("/new/discussion/", sent)
    text = page.content.decode()
    assert page.status_code == 422
    assert re.search(r'<details class="composer-more[^>]* open>', text)
    assert "There is nobody here called @nobody." in text


def test_an_address_with_a_password_is_not_published(place: Community, anna: Actor) -> None:
    client, sent = client_of(anna), {"title": "A page", "body": "x", "community": place.pk}
    page = client.post("/new/resource/", {**sent, "url": "https://anna:secret@example.org/page"})
    assert page.status_code == 422
    assert "Leave out the name and password" in page.content.decode()
    assert (
        client.post("/new/resource/", {**sent, "url": "https://example.org/@bo?to=bo@example.org"}).status_code == 302
    )
