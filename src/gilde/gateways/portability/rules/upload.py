"""Rules about importing into a community from its settings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gilde.communities.enums import Capability
from gilde.communities.models import Community
from gilde.communities.rules.capability import may
from gilde.core.actor import Actor
from gilde.core.rules import Reason, rule
from gilde.gateways.portability.enums import UploadState
from gilde.gateways.portability.models import ImportUpload


@rule
def bring_in(actor: Actor, community: Community) -> Reason:
    """Hosts bring people and conversations in; nobody does into an archived community."""
    return may.reason(actor, community, Capability.SHAPE) or None


@rule
def check(upload: ImportUpload) -> Reason:
    """What was not imported yet can be looked at again, in another format."""
    if upload.run_id is not None or upload.is_busy:
        return _("This import has already started.")
    if not upload.path:
        return _("The file was removed. Upload it again.")
    return None


@rule
def start(upload: ImportUpload) -> Reason:
    """What was checked can be imported, and what stopped can go on."""
    goes_on = upload.state == UploadState.FAILED and upload.run_id is not None and not upload.undo
    if upload.state != UploadState.CHECKED and not goes_on:
        return _("This cannot be imported now.")
    if not upload.path:
        return _("The file was removed. Upload it again.")
    return None


@rule
def undo(upload: ImportUpload) -> Reason:
    """What an import made can be taken back, also when it stopped halfway."""
    if upload.run_id is None or upload.state not in {UploadState.DONE, UploadState.FAILED}:
        return _("There is nothing to undo.")
    return None


@rule
def remove(upload: ImportUpload) -> Reason:
    """What was never imported can be removed from the list, with its file."""
    if upload.is_busy:
        return _("Wait until this is done.")
    if upload.run_id is not None and upload.state != UploadState.UNDONE:
        return _("This was imported, so it stays in the list.")
    return None
