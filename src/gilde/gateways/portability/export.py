"""Everything Gilde holds about one person as a ZIP: pages to read, the same as JSON, and the person's own files.

What is in it comes from the exporters that rooms registered (:mod:`gilde.core.exports`), row by row: memory does not
grow with what somebody wrote in ten years.
"""

from __future__ import annotations

import json
import logging
import re
import tempfile
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from typing import IO, Any, BinaryIO, Final, cast

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.template import engines
from django.utils import timezone, translation
from django_tasks import task
from markupsafe import Markup

from gilde.core.clock import now
from gilde.core.exports import Attachment, Records, Rich, parts
from gilde.core.ids import token
from gilde.people.actions.export import keep_export
from gilde.people.enums import ExportState, PersonState
from gilde.people.models import Export, Person
from gilde.people.reader import read_by

logger = logging.getLogger("gilde.export")

_TEMPLATE: Final = "portability/export/parts.html"
_IN_MEMORY: Final = 2_000_000  # bytes of one page before it waits on disk
_CHUNK: Final = 256 * 1024
_UNSAFE_NAME: Final = re.compile(r"[^\w.() -]+")


@task(max_attempts=3, backoff=30, unique=True)
def make_export(export_id: int) -> None:
    """Write the export that somebody asked for, and keep it where they can download it."""
    row = Export.objects.select_related("person__account").filter(pk=export_id, state=ExportState.WAITING).first()
    if row is None or row.person.state == PersonState.ERASED:
        return
    with tempfile.TemporaryFile() as stream:
        write_export(row.person, cast(BinaryIO, stream))
        size = stream.tell()
        stream.seek(0)
        path = default_storage.save(f"exports/{token()}.zip", File(stream))
    keep_export(export=row, path=path, size=size)


def write_export(person: Person, stream: BinaryIO, *, language: str = "") -> None:
    """Write the ZIP about ``person`` to ``stream``, with pages in ``language``, else in the one they chose."""
    with (
        read_by(person.account, language=language),
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        _Writer(archive, person).write()


class _Writer:
    """Puts one part after another into the archive and keeps the table of contents."""

    def __init__(self, archive: zipfile.ZipFile, person: Person) -> None:
        self.archive = archive
        self.person = person
        self.pages: list[tuple[str, str, int]] = []
        self.files: list[str] = []
        self.missing: list[str] = []
        self.names: set[str] = set()
        template = engines["jinja2"].env.get_template(_TEMPLATE)  # type: ignore[attr-defined]
        self.macros: Any = template.make_module({"language": translation.get_language()})

    def write(self) -> None:
        for part in parts(self.person.pk):
            if isinstance(part, Records):
                self._records(part)
            else:
                self._attachment(part)
        index = self.macros.index(self.person.name, now(), self.pages, self.files, self.missing, settings.SITE_URL)
        self.archive.writestr("index.html", str(index))

    def _records(self, part: Records) -> None:
        labels = {name: str(label) for name, label in part.labels.items()}
        count = 0
        with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY, mode="w+b") as page:
            page.write(str(self.macros.start(str(part.title))).encode())
            with self.archive.open(f"data/{part.name}.json", "w") as data:
                data.write(b"[")
                for found in part.rows:
                    row = {name: _from_anywhere(name, value) for name, value in found.items()}
                    data.write(b",\n" if count else b"\n")
                    data.write(json.dumps(row, default=_plain, ensure_ascii=False).encode("utf-8", "replace"))
                    shown = [(labels.get(name, name), _readable(value, labels)) for name, value in row.items()]
                    page.write(str(self.macros.row([pair for pair in shown if pair[1]])).encode("utf-8", "replace"))
                    count += 1
                data.write(b"\n]\n")
            page.write(str(self.macros.end(part.name, count)).encode())
            page.seek(0)
            with self.archive.open(f"{part.name}.html", "w") as target:
                _copy(page, target)
        self.pages.append((part.name, str(part.title), count))

    def _attachment(self, part: Attachment) -> None:
        name = self._free_name(part.path)
        try:
            source = part.open()
        except (FileNotFoundError, OSError) as error:
            logger.warning("A file of person %d could not be read: %s", self.person.pk, error)
            self.missing.append(name)
            return
        with source, self.archive.open(f"files/{name}", "w", force_zip64=True) as target:
            _copy(source, target)
        self.files.append(name)

    def _free_name(self, path: str) -> str:
        """A name that stays inside the folder ``files`` on every machine, and that no other file has."""
        steps = [_UNSAFE_NAME.sub("_", step).strip(". ") for step in path.replace("\\", "/").split("/")]
        name = "/".join(step for step in steps if step)[-150:].lstrip("/") or "file"
        stem, dot, end = name.rpartition(".")
        free, number = name, 2
        while free.casefold() in self.names:
            free = f"{stem}-{number}{dot}{end}" if stem else f"{name}-{number}"
            number += 1
        self.names.add(free.casefold())
        return free


def _copy(source: IO[bytes], target: IO[bytes]) -> None:
    while chunk := source.read(_CHUNK):
        target.write(chunk)


def _from_anywhere(name: str, value: object) -> object:
    """An address of ours as it works outside of here too: the archive is read from a folder, years later."""
    if name == "address" and isinstance(value, str) and value.startswith("/"):
        return f"{settings.SITE_URL}{value}"
    return value


def _plain(value: object) -> object:
    """What JSON does not know by itself: rich text as typed, moments in UTC, lazy texts in words."""
    if isinstance(value, Rich):
        return value.text
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return str(value)


def _readable(value: object, labels: Mapping[str, str]) -> object:
    """``value`` as the template shows it: text, HTML, or a list or table of those."""
    if isinstance(value, Rich):
        # Cleaned when it was saved; links to elsewhere in here lead here from the archive too.
        return Markup(value.html.replace('href="/', f'href="{settings.SITE_URL}/'))  # noqa: S704
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if timezone.is_aware(value) else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and value.startswith(f"{settings.SITE_URL}/"):
        return Markup('<a href="{0}">{0}</a>').format(value)
    if isinstance(value, bool):
        return "✓" if value else "–"
    if isinstance(value, Mapping):
        pairs = [(labels.get(str(name), str(name)), _readable(inner, labels)) for name, inner in value.items()]
        return {"pairs": [pair for pair in pairs if pair[1]]} if pairs else ""
    if isinstance(value, (list, tuple)):
        return {"items": [_readable(inner, labels) for inner in value]} if value else ""
    return "" if value is None else str(value)
