"""The files somebody added, in their download: a list, and the files themselves."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import BinaryIO, cast

from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from gilde.core.exports import Attachment as FilePart
from gilde.core.exports import Part, Records
from gilde.dialogue.models import Attachment


def files(person_id: int) -> Iterator[Part]:
    """The list, then each file under the name that the list gives it."""
    rows = Attachment.objects.filter(uploader_id=person_id).select_related("file").order_by("pk")
    yield Records("files", _("Files I added"), _files(rows), _FILE)
    for row in rows.iterator(chunk_size=500):
        open_it = partial(default_storage.open, row.file.path)
        yield FilePart(_path_of(row), cast("partial[BinaryIO]", open_it))


_FILE = {
    "name": _("Name"),
    "shows": _("What the picture shows"),
    "added_at": _("Added on"),
    "kept_as": _("In this export"),
}


def _files(rows: QuerySet[Attachment]) -> Iterator[dict[str, object]]:
    for row in rows.iterator(chunk_size=500):
        yield {"name": row.name, "shows": row.alt, "added_at": row.at, "kept_as": f"files/{_path_of(row)}"}


def _path_of(row: Attachment) -> str:
    return f"contributions/{row.pk}-{row.file.name}"
