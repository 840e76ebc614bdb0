"""What a picture shows, in words of who added it: on every form with files, with scripts and without."""

from __future__ import annotations

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from tests.factories.dialogue import client_of, make_comment, make_contribution, make_question, member

from gilde.communities.enums import Role
from gilde.communities.models import Community
from gilde.core.actor import Actor
from gilde.core.exports import Records
from gilde.dialogue.exports import export
from gilde.dialogue.models import Attachment, Contribution, Draft, Hold


def picture(name: str = "wall.png") -> SimpleUploadedFile:
    stream = io.BytesIO()
    Image.new("RGB", (64, 36), "#b5683c").save(stream, "PNG")
    return SimpleUploadedFile(name, stream.getvalue(), content_type="image/png")


def typed(page: str) -> dict[str, str]:
    """What stands in the fields of pictures, by their name."""
    return dict(re.findall(r'name="(alt(?:-\d+)?)" value="([^"]*)"', page))


def shown(client: Client, row: Contribution) -> list[str]:
    return re.findall(
        r'<figure class="picture">.*?alt="([^"]*)"', client.get(row.get_absolute_url(), follow=True).text, re.DOTALL
    )


def test_pictures_of_a_new_contribution_are_described_in_their_order(place: Community, anna: Actor, bo: Actor) -> None:
    client = client_of(anna)
    assert typed(client.get("/new/discussion/").text) == {"alt": ""}
    paper = SimpleUploadedFile("plan.txt", b"First this.", content_type="text/plain")
    sent = {"title": "Plan", "body": "x", "community": place.pk, "files": [picture("a.png"), paper, picture("b.png")]}
    there = client.post("/new/discussion/", {**sent, "alt": ['A wall of "notes" & <b>strings</b>', "Six people"]})
    row = Contribution.objects.get(pk=int(there.headers["Location"].split("/")[2]))
    assert shown(client_of(bo), row) == ["A wall of &#34;notes&#34; &amp; &lt;b&gt;strings&lt;/b&gt;", "Six people"]
    assert Attachment.objects.get(name="plan.txt").alt == ""


def test_what_was_typed_about_a_picture_stays_through_refusals_and_a_look(place: Community, anna: Actor) -> None:
    client = client_of(anna)
    sent = {"title": "", "body": "x", "community": place.pk}
    refused = client.post("/new/discussion/", {**sent, "files": [picture()], "alt": "A wall"})
    file = Attachment.objects.get()
    assert (refused.status_code, typed(refused.text)) == (422, {f"alt-{file.pk}": "A wall", "alt": ""})
    sent |= {"attachment": file.key, f"alt-{file.pk}": "w" * 201}
    refused = client.post("/new/discussion/", {**sent, "title": "Plan"})
    assert (refused.status_code, typed(refused.text)[f"alt-{file.pk}"]) == (422, "w" * 201)
    assert "at most 200 characters what a picture shows; this has 201." in refused.text
    assert not Contribution.objects.filter(title="Plan").exists()
    broken = SimpleUploadedFile("a.png", b"<html>", content_type="image/png")
    refused = client.post("/new/discussion/", {**sent, "title": "Plan", "files": [broken], "alt": "A door"})
    assert typed(refused.text)["alt"] == "A door"
    looked = client.post("/new/discussion/", {**sent, f"alt-{file.pk}": "A wall of notes", "preview": "1"})
    assert typed(looked.text)[f"alt-{file.pk}"] == "A wall of notes"
    made = client.post("/new/discussion/", {**sent, "title": "Plan", f"alt-{file.pk}": "A wall of notes"})
    assert made.status_code == 302
    assert shown(client, Contribution.objects.get(title="Plan")) == ["A wall of notes"]


def test_a_contribution_says_something_else_of_its_picture_and_nobody_elses(
    place: Community, anna: Actor, bo: Actor
) -> None:
    client, row, other = client_of(anna), make_contribution(anna, place), make_contribution(bo, place)
    client.post(f"/d/{row.pk}/do/edit/", {"title": "Plan", "body": "x", "files": [picture()]})
    file = Attachment.objects.get()
    assert shown(client, row) == ["wall.webp"]
    client_of(bo).post(f"/d/{other.pk}/do/edit/", {"title": "Mine", "body": "y", f"alt-{file.pk}": "Bait"})
    client_of(bo).post("/new/idea/", {"title": "", f"alt-{file.pk}": "Bait"})
    assert shown(client, row) == ["wall.webp"]
    client.post(f"/drafts/e:{row.pk}/", {"title": "Plan", "body": "x", f"alt-{file.pk}": "Half a wall", "alt": "z"})
    assert "alt" not in Draft.objects.get().data
    assert typed(client.get(f"/d/{row.pk}/do/edit/").text)[f"alt-{file.pk}"] == "Half a wall"
    client.post(f"/d/{row.pk}/do/edit/", {"title": "Plan", "body": "x", f"alt-{file.pk}": "A wall"})
    assert shown(client_of(bo), row) == ["A wall"]
    client.post(f"/d/{row.pk}/do/edit/", {"title": "Plan", "body": "x", f"alt-{file.pk}": ""})
    assert shown(client_of(bo), row) == ["wall.webp"]


@pytest.mark.parametrize("part", ["answers", "comments"])
def test_pictures_of_a_reply_are_described(place: Community, anna: Actor, bo: Actor, part: str) -> None:
    row = make_question(bo, place)
    client, act = client_of(anna), f"/d/{row.pk}/do/{part[:-1]}/"
    looked = client.post(act, {"body": "See", "files": [picture()], "alt": "A wall", "preview": "1"})
    file = Attachment.objects.get()
    assert typed(looked.text)[f"alt-{file.pk}"] == "A wall"
    client.post(act, {"body": "See", "attachment": file.key, f"alt-{file.pk}": "A wall of notes"})
    file.refresh_from_db()
    assert shown(client_of(bo), row) == ["A wall of notes"]
    edit = f"/d/{row.pk}/do/{part}/{file.answer_id or file.comment_id}/edit/"
    assert typed(client.get(edit).text)[f"alt-{file.pk}"] == "A wall of notes"
    client.post(edit, {"body": "See", f"alt-{file.pk}": "Notes"})
    assert shown(client_of(bo), row) == ["Notes"]


def test_a_host_reads_what_pictures_are_said_to_show_and_publishes_no_other_words(place: Community) -> None:
    new, host = member(place, new=True), member(place, role=Role.HOST)
    client, row = client_of(new), make_contribution(host, place)
    sent = {"body": "https://bait.example", "files": [picture()], "alt": "A wall"}
    client.post(f"/d/{row.pk}/do/comment/", sent)
    file, address = Attachment.objects.get(), f"/c/{place.slug}/held/"
    page = client_of(host).get(address).text
    assert "<figcaption>A wall</figcaption>" in page
    seen = re.findall(r'name="seen" value="([^"]*)"', page)[0]
    client.post(f"/d/{row.pk}/do/comments/{file.comment_id}/edit/", {"body": sent["body"], f"alt-{file.pk}": "Bait"})
    refused = client_of(host).post(f"{address}{Hold.objects.get().pk}/", {"release": "1", "seen": seen})
    assert refused.status_code == 403
    assert "<figcaption>Bait</figcaption>" in refused.text


def test_ones_export_has_what_one_said_of_pictures(place: Community, anna: Actor) -> None:
    make_comment(anna, make_contribution(anna, place))
    client_of(anna).post("/new/idea/", {"title": "", "files": [picture()], "alt": "A wall"})
    file = Attachment.objects.get()
    rows = next(list(p.rows) for p in export(anna.person_id or 0) if isinstance(p, Records) and p.name == "files")
    assert [(row["name"], row["shows"], row["kept_as"]) for row in rows] == [
        ("wall.webp", "A wall", f"files/contributions/{file.pk}-wall.webp")
    ]
