"""Taking back conversations and replies that an import made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from django.db.models import F, Q

from gilde.communities.models import Community
from gilde.dialogue.enums import State
from gilde.dialogue.models import (
    Answer,
    Attachment,
    Authorship,
    Comment,
    Compliment,
    Contribution,
    ContributionLink,
    Saved,
)
from gilde.gateways.portability.actions.undo_kept import TOLD, Kept, made_by
from gilde.gateways.portability.models import ImportedRecord
from gilde.gateways.portability.writer import messages, sentences, threads
from gilde.gateways.portability.writer.counters import count_replies, count_written

_APPRECIATED = Q(like_count__gt=0) | Q(learned_count__gt=0) | Q(used_count__gt=0)


def take_conversations(records: Sequence[ImportedRecord]) -> Kept:
    """Delete the conversations that nobody took part in since, with everything in them."""
    run, ids = records[0].run_id, [record.target_id for record in records]
    rows = Contribution.objects.select_for_update(no_key=True, of=("self",)).order_by("pk").in_bulk(ids)
    replies = list(
        ImportedRecord.objects.filter(run=run, target__in=["answer", "comment"], details__contribution__in=ids)
    )
    why = _why_conversations_stay(records, rows, replies)
    kept = Kept({record.pk: why[record.target_id] for record in records if record.target_id in why})
    going = [row for number, row in rows.items() if number not in why]
    gone = {row.pk for row in going}
    files = list(
        ImportedRecord.objects.filter(
            run=run,
            target="attachment",
            target_id__in=Attachment.objects.filter(
                Q(contribution__in=ids) | Q(answer__contribution__in=ids) | Q(comment__contribution__in=ids)
            ).values("pk"),
        )
    )
    home = dict(Attachment.objects.filter(pk__in=[each.target_id for each in files]).values_list("pk", "contribution"))
    for record in replies:
        if record.details["contribution"] not in gone:
            kept[record.pk] = sentences.STAYS_ALONG
    for record in files:
        if home.get(record.target_id) not in gone:
            kept[record.pk] = sentences.STAYS_ALONG
    kept.along = [*replies, *files]
    _delete(going)
    return kept


def _delete(rows: Sequence[Contribution]) -> None:
    shown = [row for row in rows if row.state == State.PUBLISHED]
    for place, number in Counter(row.community_id for row in shown).items():
        Community.objects.filter(pk=place).update(contribution_count=F("contribution_count") - number)
    count_written({person: -number for person, number in Counter(row.author_id for row in shown).items()})
    Contribution.objects.filter(pk__in=[row.pk for row in rows]).delete()


def _why_conversations_stay(
    records: Sequence[ImportedRecord], rows: Mapping[int, Contribution], replies: Sequence[ImportedRecord]
) -> dict[int, object]:
    """Contribution → why it stays; those that are not in it can go."""
    ids = list(rows)
    tags = threads.tags_of(ids)
    why: dict[int, object] = {}

    def stays(found: Collection[int | None], reason: object) -> None:
        for number in found:
            if number is not None and number in rows:
                why.setdefault(number, reason)

    stays([number for number, row in rows.items() if row.state == State.DELETED], sentences.GONE)
    stays(_replied_by_others(ids, replies), sentences.STAYS_REPLIED)
    stays(
        [
            record.target_id
            for record in records
            if (row := rows.get(record.target_id)) is not None
            and (threads.left(row, tags.get(row.pk, ())) != record.details.get("left") or row.pinned_at)
        ],
        sentences.STAYS_CHANGED,
    )
    stays(
        Authorship.objects.filter(contribution__in=ids).values_list("contribution", flat=True), sentences.STAYS_CHANGED
    )
    stays(_files_of_others(ids), sentences.STAYS_CHANGED)
    stays(_with_touched_replies(replies), sentences.STAYS_REPLY_TOUCHED)
    appreciated = Contribution.objects.filter(_APPRECIATED | Q(me_too_count__gt=0), pk__in=ids)
    stays(appreciated.values_list("pk", flat=True), sentences.STAYS_APPRECIATED)
    for model in (Compliment, Saved):
        found = model._default_manager.filter(contribution__in=ids).values_list("contribution", flat=True)
        stays(found, sentences.STAYS_APPRECIATED)
    imported = ImportedRecord.objects.filter(run=records[0].run_id, target="contribution").values("target_id")
    linked = ContributionLink.objects.filter(target__in=ids).exclude(source__in=imported)
    stays(linked.values_list("target", flat=True), sentences.STAYS_LINKED)
    return why


def _replied_by_others(ids: Collection[int], replies: Sequence[ImportedRecord]) -> set[int]:
    """Conversations with a reply that this import did not make."""
    found: set[int] = set()
    for model, target in ((Answer, "answer"), (Comment, "comment")):
        made = {record.target_id for record in replies if record.target == target}
        present = model._default_manager.filter(contribution__in=ids, deleted_at=None).values_list("pk", "contribution")
        found |= {contribution for number, contribution in present if number not in made}
    return found


def _files_of_others(ids: Collection[int]) -> set[int | None]:
    """Conversations to which somebody added a file."""
    made = ImportedRecord.objects.filter(target="attachment").values("target_id")
    others = Attachment.objects.filter(contribution__in=ids).exclude(pk__in=made)
    return set(others.values_list("contribution", flat=True))


def _with_touched_replies(replies: Sequence[ImportedRecord]) -> set[int]:
    """Conversations of which an imported reply was changed, deleted, accepted or appreciated here."""
    return {record.details["contribution"] for record in replies if record.pk in why_replies_stay(replies)}


def why_replies_stay(records: Sequence[ImportedRecord]) -> dict[int, object]:
    """Record → what happened to its reply here; a comment upon it, or a quote of it, is left out."""
    why: dict[int, object] = {}
    for model, target in ((Answer, "answer"), (Comment, "comment")):
        rows = model._default_manager.in_bulk([record.target_id for record in records if record.target == target])
        for record in records:
            row = rows.get(record.target_id) if record.target == target else None
            if row is None:
                continue
            if row.deleted_at is not None:
                why[record.pk] = sentences.GONE
            elif messages.left(row) != record.details.get("left"):
                why[record.pk] = sentences.STAYS_CHANGED
            elif row.like_count or (isinstance(row, Answer) and (row.learned_count or row.used_count)):
                why[record.pk] = sentences.STAYS_APPRECIATED
            elif isinstance(row, Answer) and row.accepted_by_id is not None:
                why[record.pk] = sentences.STAYS_CHANGED
    return why


def take_replies(records: Sequence[ImportedRecord]) -> Kept:
    """Delete replies to conversations that were here before; those to conversations that stayed were told already."""
    own = made_by(records[0].run_id, "contribution", [_home(record) for record in records])
    asked = [record for record in records if _home(record) not in own]
    kept = Kept(why_replies_stay(asked))
    ids = {target: [r.target_id for r in asked if r.target == target] for target in ("answer", "comment")}
    upon = set(Comment.objects.filter(answer__in=ids["answer"], deleted_at=None).values_list("answer", flat=True))
    quotes = Comment.objects.filter(quotes__in=ids["comment"], deleted_at=None).exclude(pk__in=ids["comment"])
    quoted = set(quotes.values_list("quotes", flat=True))
    for record in asked:
        if record.target_id in (upon if record.target == "answer" else quoted):
            kept.setdefault(record.pk, sentences.STAYS_REPLIED)
    going = [record for record in asked if record.pk not in kept]
    Comment.objects.filter(pk__in=[record.target_id for record in going if record.target == "comment"]).delete()
    Answer.objects.filter(pk__in=[record.target_id for record in going if record.target == "answer"]).delete()
    count_replies(sorted({_home(record) for record in going}))
    for record in records:
        if _home(record) in own:
            kept[record.pk] = TOLD
    return kept


def _home(record: ImportedRecord) -> int:
    number: int = record.details["contribution"]
    return number
