"""Keeping the words of documents, so that what stands in them can be found."""

from __future__ import annotations

import json
import logging
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from django.core.files.storage import default_storage
from django.db import transaction
from django_tasks import task

from gilde.core import activity
from gilde.core.actor import SYSTEM
from gilde.core.enums import Verb
from gilde.core.files import extract
from gilde.core.models.file import FileKind, FileWords, StoredFile

logger = logging.getLogger("gilde.files")

_PATIENCE: Final = 45.0  # seconds, for a busy machine; the process itself may use twenty of the processor
_AT_ONCE: Final = 500
_KINDS: Final = {
    "application/pdf": "pdf",
    "text/plain": "plain",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "word",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "slides",
    "application/vnd.oasis.opendocument.text": "open",
    "application/vnd.oasis.opendocument.spreadsheet": "open",
    "application/vnd.oasis.opendocument.presentation": "open",
}


@task(unique=True, priority=-5, max_attempts=3)
def read_words(file_id: int) -> None:
    """Read the words of one document, once; what cannot be read is noted with its reason and left at that."""
    file = StoredFile.objects.filter(pk=file_id, words=None).first()
    if file is None:
        return
    text, reason = words_of(file)
    with transaction.atomic():
        _row, is_new = FileWords.objects.get_or_create(file=file, defaults={"text": text, "reason": reason})
        if is_new and text:
            activity.record(Verb.FILE_READ, actor=SYSTEM, target=file)


@task
def read_what_was_not() -> None:
    """Have documents read that came before this was possible, some at a time."""
    waiting = StoredFile.objects.filter(kind=FileKind.DOCUMENT, words=None).order_by("-pk")
    for number in waiting.values_list("pk", flat=True)[:_AT_ONCE]:
        read_words.enqueue(number)


def words_of(file: StoredFile) -> tuple[str, str]:
    """The words of a document, and why there are none or not all: ``unknown``, ``gone``, ``slow``, ``broke``, or one of
    :mod:`.extract`."""
    kind = _KINDS.get(file.content_type)
    if kind is None:
        return "", "unknown"
    with tempfile.TemporaryDirectory(prefix="gilde-words-") as folder:
        path = Path(folder) / "document"
        try:
            with default_storage.open(file.path) as source, path.open("wb") as target:
                shutil.copyfileobj(source, target)
        except FileNotFoundError:
            return "", "gone"
        try:
            # -I: nothing of the environment, no folder of ours on the path; only what is installed.
            done = subprocess.run(  # noqa: S603 - our own program, and two words of ours
                [sys.executable, "-I", extract.__file__, kind, str(path)],
                capture_output=True, timeout=_PATIENCE, check=False, cwd=folder,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return "", "slow"
    try:
        found = json.loads(done.stdout)
        text, reason = str(found["text"])[: extract.MOST_CHARACTERS], str(found["reason"])[:20]
    except (ValueError, KeyError, TypeError):
        text, reason = "", "broke"
    if reason:
        logger.info("The words of file %d: %s", file.pk, reason)
    return text, reason
