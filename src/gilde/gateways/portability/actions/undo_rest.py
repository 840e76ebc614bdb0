"""Taking back files, votes, links and places that an import made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.db.models import Model

from gilde.dialogue.models import Answer, Attachment, Comment, Contribution, ContributionLink
from gilde.gateways.portability.actions.undo_kept import TOLD, Kept, made_by
from gilde.gateways.portability.models import ImportedRecord
from gilde.gateways.portability.writer import sentences

_MODELS: Final[dict[str, type[Model]]] = {"contribution": Contribution, "answer": Answer, "comment": Comment}
Records = Sequence[ImportedRecord]


def take_files(records: Records) -> Kept:
    """Files that came to conversations of before go; those of conversations that stayed were told already."""
    rows = Attachment.objects.in_bulk([record.target_id for record in records])
    homes = {number: row.contribution_id for number, row in rows.items()}
    own = made_by(records[0].run_id, "contribution", [number for number in homes.values() if number is not None])
    kept = Kept({record.pk: TOLD for record in records if homes.get(record.target_id) in own})
    Attachment.objects.filter(pk__in=[record.target_id for record in records if record.pk not in kept]).delete()
    return kept


def take_votes(records: Records) -> Kept:
    """Up-votes from elsewhere go from what was here before, and stay on what stays."""
    kept = Kept()
    for target, model in _MODELS.items():
        of_kind = [record for record in records if record.details.get("of") == target]
        own = made_by(records[0].run_id, target, [record.target_id for record in of_kind])
        kept.update({record.pk: sentences.STAYS_ALONG for record in of_kind if record.target_id in own})
        going = [record.target_id for record in of_kind if record.target_id not in own]
        model._default_manager.filter(pk__in=going).update(imported_likes=0)
    return kept


def take_links(records: Records) -> Kept:
    """Links go, except between two conversations that both stay."""
    ends = {number for record in records for number in (record.target_id, record.details.get("to", 0))}
    own = made_by(records[0].run_id, "contribution", ends)
    kept = Kept()
    for record in records:
        to = record.details.get("to", 0)
        if record.target_id in own and to in own:
            kept[record.pk] = sentences.STAYS_ALONG
        else:
            ContributionLink.objects.filter(source=record.target_id, target=to).delete()
    return kept


def take_places(records: Records) -> Kept:
    """A place of the source became this community, which stays; only that this was noted goes."""
    del records
    return Kept()
