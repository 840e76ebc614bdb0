"""Importing from the settings of a community: what hosts do. The work itself is in :mod:`.working`."""

from __future__ import annotations

import uuid
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import translation

from gilde.communities.models import Community
from gilde.core import activity
from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.core.idempotency import first_result
from gilde.core.ids import token
from gilde.gateways.portability.enums import BUSY, UploadState, Verb
from gilde.gateways.portability.models import ImportedRecord, ImportRun, ImportUpload
from gilde.gateways.portability.rules import upload as rules

FILE_KEPT: Final = timedelta(days=7)
REPORTS_KEPT: Final = timedelta(days=30)
_NAME: Final = 200


def send(
    *,
    actor: Actor,
    community: Community,
    file: File[bytes],
    name: str,
    format: str = "",
    site: str = "",
    client_id: uuid.UUID,
) -> ImportUpload:
    """Keep an export and have it checked; the same request again gives the first row.

    The file is kept before the transaction, because it may be large and nobody else should wait for it.

    Raises:
        Refusal: the actor is no host here, or the community is archived.
        OSError: the storage cannot be written.
    """
    rules.bring_in.require(actor, community)
    first = first_result(ImportUpload, client_id=client_id, by_id=actor.person_id)
    if first is not None:
        return first
    path = default_storage.save(f"imports/{token()}", file)
    try:
        with transaction.atomic():
            row = ImportUpload.objects.create(
                community=community,
                by_id=actor.person_id,
                client_id=client_id,
                name=name[-_NAME:],
                size=file.size,
                format=format,
                site=site,
                path=path,
                language=translation.get_language() or "",
            )
            activity.record(Verb.IMPORT_SENT, actor=actor, target=row, community=community, data={"bytes": row.size})
    except IntegrityError:  # the same request in the same instant
        default_storage.delete(path)
        return ImportUpload.objects.get(by_id=actor.person_id, client_id=client_id)
    return row


@transaction.atomic
def check(*, actor: Actor, upload: ImportUpload, format: str, site: str) -> ImportUpload:
    """Look at it again, read as another format or as coming from another site.

    Raises:
        Refusal: not a host, or it has started, or its file is gone.
    """
    row = _locked(actor, upload)
    rules.check.require(row)
    row.format, row.site = format, site
    return _begin(row, UploadState.CHECKING, actor, Verb.IMPORT_SENT, found={}, done=0, total=0)


@transaction.atomic
def start(*, actor: Actor, upload: ImportUpload) -> ImportUpload:
    """Import what was checked, or go on with what stopped; asked twice it starts once.

    Raises:
        Refusal: not a host, or there is nothing to start.
    """
    row = _locked(actor, upload)
    if row.state == UploadState.IMPORTING:
        return row
    rules.start.require(row)
    if row.run is None:
        row.run = ImportRun.objects.create(community=row.community, reader=row.format, path=row.path, stamp="")
    return _begin(row, UploadState.IMPORTING, actor, Verb.IMPORT_STARTED, done=row.run.position)


@transaction.atomic
def stop(*, actor: Actor, upload: ImportUpload) -> ImportUpload:
    """End the work under way where it can go on; what came in stays.

    Raises:
        Refusal: not a host.
    """
    row = _locked(actor, upload)
    if row.state in BUSY and row.state != UploadState.UNDOING:
        row.state, row.trouble, row.ended_at = UploadState.FAILED, "stopped", now()
        row.save(update_fields=["state", "trouble", "ended_at"])
        activity.record(Verb.IMPORT_STOPPED, actor=actor, target=row, community=row.community)
    return row


@transaction.atomic
def undo(*, actor: Actor, upload: ImportUpload) -> ImportUpload:
    """Take back what this import made and nobody touched since (:mod:`.undo`); asked twice it starts once.

    Its run is over from here on: a worker that did not hear of a stop yet can commit nothing more to it.

    Raises:
        Refusal: not a host, or there is nothing to undo.
    """
    row = _locked(actor, upload)
    if row.state == UploadState.UNDOING:
        return row
    rules.undo.require(row)
    ImportRun.objects.filter(pk=row.run_id or 0, finished_at=None).update(finished_at=now())
    total, begun = ImportedRecord.objects.filter(run=row.run_id).count(), row.undo or {"step": 0, "after": 0}
    return _begin(row, UploadState.UNDOING, actor, Verb.UNDO_STARTED, done=0, total=total, undo=begun)


@transaction.atomic
def remove(*, actor: Actor, upload: ImportUpload) -> None:
    """Take it from the list, with its file and its reports.

    Raises:
        Refusal: not a host, or it was imported.
    """
    row = _locked(actor, upload)
    rules.remove.require(row)
    paths = [path for path in (row.path, row.check_report, row.report, row.undo_report) if path]
    activity.record(Verb.IMPORT_REMOVED, actor=actor, target=row, community=row.community)
    row.delete()
    for path in paths:
        transaction.on_commit(partial(default_storage.delete, path))


def remove_old() -> int:
    """Remove files and reports that were kept long enough; how many uploads lost something. Can be run at any time."""
    moment, removed = now(), 0
    for row in ImportUpload.objects.filter(sent_at__lt=moment - FILE_KEPT).exclude(state__in=BUSY):
        names = ["path"] if row.path else []
        if row.sent_at < moment - REPORTS_KEPT:
            names += [name for name in ("check_report", "report", "undo_report") if getattr(row, name)]
        for name in names:
            default_storage.delete(getattr(row, name))
        removed += bool(names) and ImportUpload.objects.filter(pk=row.pk).update(**dict.fromkeys(names, ""))
    _remove_old_notes(moment)
    return removed


def _remove_old_notes(moment: datetime) -> None:
    """Notes of checks that nobody went on with, on this machine."""
    for notes in (settings.VAR / "imports").glob("upload-*.notes*"):
        with suppress(FileNotFoundError):
            if notes.stat().st_mtime < (moment - FILE_KEPT).timestamp():
                notes.unlink()


def _locked(actor: Actor, upload: ImportUpload) -> ImportUpload:
    row = ImportUpload.objects.select_for_update(of=("self",)).select_related("community", "run").get(pk=upload.pk)
    rules.bring_in.require(actor, row.community)
    return row


def _begin(row: ImportUpload, state: UploadState, actor: Actor, verb: Verb, **values: Any) -> ImportUpload:
    row.state, row.trouble, row.detail, row.tries, row.ended_at = state, "", "", 0, None
    row.beat_at, row.language = now(), translation.get_language() or ""
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    activity.record(verb, actor=actor, target=row, community=row.community)
    return row
