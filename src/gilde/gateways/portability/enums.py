"""Choices of portability."""

from enum import StrEnum
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Verb(StrEnum):
    """What can happen here."""

    IMPORTED = "portability.imported"
    IMPORT_SENT = "portability.import_sent"
    IMPORT_STARTED = "portability.import_started"
    IMPORT_STOPPED = "portability.import_stopped"
    IMPORT_REMOVED = "portability.import_removed"
    UNDO_STARTED = "portability.undo_started"
    UNDONE = "portability.undone"


class UploadState(TextChoices):
    """Where an export that a host sent is on its way in."""

    CHECKING = "checking", _("being checked")
    CHECKED = "checked", _("checked, nothing imported yet")
    IMPORTING = "importing", _("being imported")
    DONE = "done", _("imported")
    FAILED = "failed", _("stopped")
    UNDOING = "undoing", _("being undone")
    UNDONE = "undone", _("undone")


BUSY: Final = frozenset({UploadState.CHECKING, UploadState.IMPORTING, UploadState.UNDOING})
