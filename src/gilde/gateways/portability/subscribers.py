"""What portability does when something happens in the rooms."""

from __future__ import annotations

from gilde.core.activity import on
from gilde.core.models import Activity
from gilde.gateways.portability.enums import Verb
from gilde.gateways.portability.export import make_export
from gilde.gateways.portability.models import ImportedRecord, OldAddress
from gilde.gateways.portability.tasks import work_on_upload
from gilde.people.enums import Verb as PersonVerb


@on(PersonVerb.ERASED)
def forget_person(event: Activity) -> None:
    """Of who is erased, only stays that a record must not bring them back. A second time changes nothing."""
    if event.target_id is None:
        return
    ImportedRecord.objects.filter(target="person", target_id=event.target_id).update(digest="", details={})
    OldAddress.objects.filter(target="person", target_id=event.target_id).delete()


@on(PersonVerb.PERSON_MERGED)
def follow_to_the_other_person(event: Activity) -> None:
    """What was imported as a placeholder is the person who took it over; a next run recognises them."""
    old = event.data.get("from")
    if event.target_id is None or not isinstance(old, int):
        return
    for model in (ImportedRecord, OldAddress):
        model._default_manager.filter(target="person", target_id=old).update(target_id=event.target_id)


@on(Verb.IMPORT_SENT, Verb.IMPORT_STARTED, Verb.UNDO_STARTED)
def work_on_what_was_asked(event: Activity) -> None:
    """A task does what a host asked for."""
    if event.target_id is not None:
        work_on_upload.enqueue(event.target_id)


@on(PersonVerb.EXPORT_ASKED)
def write_what_was_asked(event: Activity) -> None:
    """Inside the transaction of asking, so that the work exists exactly when the request does."""
    if event.target_id is not None:
        make_export.enqueue(event.target_id)
