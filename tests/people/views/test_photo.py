"""The portrait."""

from __future__ import annotations

import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from tests.factories.people import log_in, make_person
from tests.people.pictures import picture

from gilde.people.models import Person


@pytest.fixture
def anna():
    return make_person("Anna", handle="anna")


@pytest.fixture
def mine(anna):
    return log_in(anna)


def kept(person) -> Image.Image:
    person = Person.objects.select_related("photo").get(pk=person.pk)
    with default_storage.open(person.photo.path) as stream:
        return Image.open(io.BytesIO(stream.read())).convert("RGB")


def test_a_photo_is_cut_square_and_stands_on_the_page(mine, anna):
    response = mine.post("/me/profile/photo/", {"photo": picture(400, 300)})
    assert response["Location"] == "/me/#photo"
    assert kept(anna).size == (300, 300)
    anna.refresh_from_db()
    assert anna.photo_key in mine.get("/@anna/").content.decode()


@pytest.mark.parametrize(("x", "colour"), [("0", 0), ("0.5", 2)])
def test_the_chosen_square_is_what_is_kept(mine, anna, x, colour):
    mine.post("/me/profile/photo/", {"photo": picture(400, 400), "crop_x": x, "crop_y": "0", "crop_size": "0.5"})
    image = kept(anna)
    assert image.size == (200, 200)
    assert image.getpixel((100, 100))[colour] > 200


@pytest.mark.parametrize(
    "crop", [{"crop_x": "a"}, {"crop_x": "-1", "crop_y": "9", "crop_size": "NaN"}, {"crop_x": "1e400"}]
)
def test_nonsense_for_a_square_takes_the_middle(mine, anna, crop):
    mine.post("/me/profile/photo/", {"photo": picture(400, 300), **crop})
    assert kept(anna).size == (300, 300)


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        (SimpleUploadedFile("me.png", b"not a picture"), ""),
        (SimpleUploadedFile("me.png", b""), "empty"),
        (SimpleUploadedFile("me.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"), ""),
    ],
)
def test_what_is_no_picture_is_refused_at_the_field(mine, anna, upload, sentence):
    response = mine.post("/me/profile/photo/", {"photo": upload})
    assert response.status_code == 422
    assert "field-error" in response.content.decode()
    assert sentence in response.content.decode()
    anna.refresh_from_db()
    assert anna.photo_id is None


def test_a_picture_of_a_few_pixels_is_refused_with_a_sentence(mine, anna):
    response = mine.post("/me/profile/photo/", {"photo": picture(3, 3)})
    assert response.status_code == 422
    assert "too small to recognise a face" in response.content.decode()
    assert mine.post("/me/profile/photo/", {"photo": picture(400, 95)}).status_code == 422
    assert Person.objects.get(pk=anna.pk).photo is None
    assert mine.post("/me/profile/photo/", {"photo": picture(96, 96)}).status_code == 302


def test_nothing_chosen_is_a_sentence(mine):
    assert "Choose a picture first." in mine.post("/me/profile/photo/", {}).content.decode()


def test_sending_twice_keeps_one_file(mine, anna):
    key = "0b2f6d3e-6a39-4f6c-9a2b-1f8f5f1a0001"
    for _ in range(2):
        mine.post("/me/profile/photo/", {"photo": picture(), "client_id": key})
    from gilde.core.models import StoredFile

    assert StoredFile.objects.count() == 1


def test_a_photo_can_be_removed(mine, anna):
    mine.post("/me/profile/photo/", {"photo": picture()})
    mine.post("/me/profile/photo/", {"remove": "1"})
    anna.refresh_from_db()
    assert (anna.photo_id, anna.photo_key) == (None, "")
