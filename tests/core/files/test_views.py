import io

import pytest
from django.http import Http404
from django.test import RequestFactory
from tests.core.files import samples

from gilde.core.actor import VISITOR, Actor
from gilde.core.files import holders, views
from gilde.core.files.store import store_upload

pytestmark = pytest.mark.django_db
ANNA, BRAM = Actor(person_id=1, account_id=1), Actor(person_id=2, account_id=2)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(holders, "_holders", [])


def keep(data: bytes, name: str = "x"):
    return store_upload(io.BytesIO(data), name=name, uploader_id=1)


def ask(file, actor=ANNA, *, size: str = "original", name: str | None = None, method: str = "get", **headers):
    request = getattr(RequestFactory(), method)("/files/x", headers=headers)
    request.actor = actor
    return views.serve(request, key=file.key, size=size, name=file.name if name is None else name)


def body(response) -> bytes:
    return b"".join(response)


def show_to(*actors: Actor, is_face: bool = False) -> None:
    people = {actor.person_id for actor in actors}
    holders.register_holder(
        visible=lambda actor, ids: set(ids) if actor.person_id in people else set(),
        held=lambda ids: set(ids),
        is_face=is_face,
    )


def test_who_added_a_file_sees_it_and_a_stranger_gets_404():
    file = keep(b"private")
    assert body(ask(file)) == b"private"
    for actor in (BRAM, VISITOR):
        with pytest.raises(Http404):
            ask(file, actor)


def test_a_holder_shows_a_file_to_whom_it_shows_itself():
    file = keep(b"shared")
    show_to(BRAM)
    response = ask(file, BRAM)
    assert body(response) == b"shared"
    with pytest.raises(Http404):
        ask(file, VISITOR)


def test_a_browser_keeps_no_private_file_that_it_does_not_ask_for_again():
    file = keep(b"shared")
    show_to(BRAM)
    assert ask(file, BRAM)["Cache-Control"] == "private, no-cache"
    assert ask(file, ANNA)["Cache-Control"] == "private, no-cache"
    assert ask(file, BRAM, if_none_match=ask(file, BRAM)["ETag"])["Cache-Control"] == "private, no-cache"


def test_a_face_may_be_kept_for_an_hour():
    file = keep(samples.picture())
    show_to(BRAM, ANNA, is_face=True)
    assert ask(file, BRAM)["Cache-Control"] == ask(file, ANNA)["Cache-Control"] == "private, max-age=3600"


def test_what_a_visitor_may_see_may_be_cached_by_anyone_for_a_short_while():
    file = keep(b"public")
    show_to(VISITOR)
    response = ask(file, VISITOR)
    assert response["Cache-Control"] == "public, max-age=60"
    assert "Cookie" in response["Vary"]


@pytest.mark.parametrize(("data", "shown"), [
    (samples.picture(), "inline"), (samples.MP3, "inline"), (samples.PDF, "attachment"), (samples.DOCX, "attachment"),
    (b"alert(1)", "attachment"),
])  # fmt: skip
def test_only_pictures_and_sound_open_in_the_page_and_nothing_can_run(data, shown):
    response = ask(keep(data, 'é";x.html'))
    assert response["Content-Disposition"].startswith(f"{shown}; filename*=utf-8''")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert int(response["Content-Length"]) == len(body(response))


def test_smaller_versions_have_their_own_address_and_other_addresses_do_not_exist():
    file = keep(samples.picture(size=(400, 300)), "a.png")
    assert body(ask(file, size="96")) != body(ask(file, size="320"))
    assert ask(file, size="96")["ETag"] != ask(file)["ETag"]
    for size, name in (("400", None), ("97", None), ("..", None), ("original", "other.webp"), ("original", "")):
        with pytest.raises(Http404):
            ask(file, size=size, name=name)


def test_the_short_address_picks_a_version_that_is_wide_enough():
    file = keep(samples.picture(size=(400, 300)), "a.png")

    def by_key(query: str):
        request = RequestFactory().get(f"/files/{file.key}{query}")
        request.actor = ANNA
        return views.by_key(request, key=file.key)["ETag"]

    assert by_key("?w=90") == ask(file, size="96")["ETag"]
    assert by_key("?w=97") == ask(file, size="320")["ETag"]
    for query in ("", "?w=2000", "?w=x", "?w=-1", "?w=" + "9" * 30, "?w=²"):
        assert by_key(query) == ask(file)["ETag"]


def test_a_known_file_is_not_sent_again_but_still_checked():
    file = keep(b"known")
    response = ask(file, if_none_match=ask(file)["ETag"])
    assert response.status_code == 304
    with pytest.raises(Http404):
        ask(file, BRAM, if_none_match=ask(file)["ETag"])


@pytest.mark.parametrize(("asked", "status", "sent"), [
    ("bytes=0-3", 206, b"ID3\x04"), ("bytes=-4", 206, None), ("bytes=3-", 206, None), ("bytes=0-99999", 200, None),
    ("bytes=99999-", 416, b""), ("bytes=-0", 416, b""), ("bytes=5-2", 200, None), ("bytes=0-1,4-5", 200, None),
    ("lines=0-1", 200, None), ("bytes=-", 200, None), ("bytes=" + "9" * 400 + "-", 416, b""),
])  # fmt: skip
def test_sound_can_be_asked_for_in_parts(asked, status, sent):
    file = keep(samples.MP3)
    response = ask(file, range=asked)
    assert response.status_code == status
    content = body(response)
    if sent is not None:
        assert content == sent
    if status == 206:
        first, _, rest = response["Content-Range"].removeprefix("bytes ").partition("-")
        last, _, total = rest.partition("/")
        assert content == samples.MP3[int(first) : int(last) + 1]
        assert int(total) == len(samples.MP3)
        assert response["Content-Length"] == str(len(content))


def test_a_part_of_another_version_is_not_mixed_in():
    assert ask(keep(samples.MP3), range="bytes=0-3", if_range='"other"').status_code == 200


def test_only_reading_is_possible_and_lost_bytes_are_a_404():
    file = keep(b"x")
    assert ask(file, method="post").status_code == 405
    from django.core.files.storage import default_storage

    default_storage.delete(file.path)
    with pytest.raises(Http404):
        ask(file)


def test_an_answer_is_not_compressed_again():
    request = RequestFactory().get("/", headers={"accept-encoding": "gzip"})
    request.actor = ANNA
    file = keep(samples.MP3)
    views.serve(request, key=file.key, size="original", name=file.name)
    assert "HTTP_ACCEPT_ENCODING" not in request.META
