import io
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from tests.core.files import samples

from gilde.core.files import holders
from gilde.core.files.cleanup import Cleaned, clean_up, missing_files
from gilde.core.files.store import store_upload
from gilde.core.models import StoredFile

pytestmark = pytest.mark.django_db
AT_ONCE = {"untied_after": timedelta(seconds=-5), "bytes_after": timedelta(seconds=-5)}


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(holders, "_holders", [])


def keep(data: bytes) -> StoredFile:
    return store_upload(io.BytesIO(data), name="x", uploader_id=1)


def test_what_nothing_holds_goes_after_a_week_and_what_is_held_stays():
    held, untied = keep(samples.picture(size=(400, 300))), keep(b"untied")
    holders.register_holder(visible=lambda actor, ids: set(), held=lambda ids: {held.pk})
    assert clean_up() == Cleaned(0, 0)
    assert clean_up(**AT_ONCE) == Cleaned(rows=1, blobs=1)
    assert clean_up(**AT_ONCE) == Cleaned(0, 0)
    assert StoredFile.objects.get().pk == held.pk
    assert not default_storage.exists(untied.path)
    assert all(default_storage.exists(held.variant_path(width)) for width in held.variant_widths)


def test_bytes_that_a_dying_process_left_go_and_shared_bytes_stay():
    one, two = keep(b"the same"), keep(b"the same")
    holders.register_holder(visible=lambda actor, ids: set(), held=lambda ids: {two.pk})
    lost = keep(samples.picture(size=(400, 300)))
    StoredFile.objects.filter(pk=lost.pk).delete()
    half = default_storage.path(one.path).replace(one.sha256, ".draft-0123")
    with open(half, "wb") as stream:
        stream.write(b"half")
    assert clean_up(**AT_ONCE) == Cleaned(rows=1, blobs=1 + len(lost.variant_widths) + 1)
    assert default_storage.exists(two.path)


def test_bytes_that_are_sent_again_count_as_fresh():
    file = keep(b"again")
    StoredFile.objects.filter(pk=file.pk).delete()
    import os

    os.utime(default_storage.path(file.path), (1, 1))
    keep(b"again")
    StoredFile.objects.all().delete()
    assert clean_up().blobs == 0


def test_a_row_without_bytes_is_found():
    file = keep(b"lost")
    assert list(missing_files()) == []
    default_storage.delete(file.path)
    assert list(missing_files()) == [file]
