"""Imported conversations: contributions with their tags, with the dates they had."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from textwrap import shorten
from typing import Final

from django.db.models import F

from gilde.communities.models import Community
from gilde.core.forms import clean_line
from gilde.dialogue.actions.tag import MOST_TAGS, set_tags, tag_names
from gilde.dialogue.enums import State
from gilde.dialogue.models import Answer, Contribution, ContributionTag, Tag
from gilde.gateways.portability import records
from gilde.gateways.portability.models import ImportedRecord
from gilde.gateways.portability.writer import sentences
from gilde.gateways.portability.writer.authors import Author, authors
from gilde.gateways.portability.writer.batch import Batch, Item
from gilde.gateways.portability.writer.outcome import Result
from gilde.gateways.portability.writer.text import Text, mark, origin_of, texts

TITLE: Final = 200
FIRST_WORDS: Final = 80
_LANGUAGES: Final = frozenset({"nl", "en"})
ThreadItem = Item[records.Thread]


def write_threads(batch: Batch) -> None:
    """Make contributions of the threads of this batch, and bring those up to date that nobody changed here."""
    items = batch.of(records.Thread)
    new, changed = batch.triage(items)
    _add(batch, new)
    _update(batch, changed)


def _add(batch: Batch, items: Sequence[ThreadItem]) -> None:
    if not items:
        return
    made_by = authors(batch, items)
    rows: list[Contribution] = []
    written: Sequence[Text] = ()
    if not batch.dry:
        written = texts(batch.context.reader, batch.index, [item.record for item in items])
        moments = [batch.moment(item, item.record.created_at) for item in items]
        audience = batch.community.audience_for(None)
        begun = [
            Contribution(community=batch.community, audience=audience, created_at=at, last_activity_at=at)
            for at in moments
        ]
        rows = [
            _filled(batch, row, item, text, author)
            for row, item, text, author in zip(begun, items, written, made_by, strict=True)
        ]
        Contribution.objects.bulk_create(rows)
        _add_tags(batch, rows, items)
        for row in rows:
            batch.written[row.author_id] += 1
        latest = max(row.last_activity_at for row in rows)
        place = Community.objects.filter(pk=batch.community.pk)
        place.update(contribution_count=F("contribution_count") + len(rows))
        place.filter(last_activity_at__lt=latest).update(last_activity_at=latest)
    for position, item in enumerate(items):
        item.tell(Result.ADDED)
        _tell_what_differs(item, made_by[position], written[position] if written else None)
        made = rows[position] if rows else None
        batch.remember(
            item,
            "contribution",
            made.pk if made else None,
            unresolved=bool(written) and written[position].unresolved,
            accepted=item.record.accepted_id,
            kind=item.record.kind,
            left=left(made, tag_names(item.record.tags)) if made else "",
        )


def _filled(batch: Batch, row: Contribution, item: ThreadItem, text: Text, author: Author) -> Contribution:
    record = item.record
    row.kind = record.kind
    row.author_id = author.person_id
    row.title = clean_line(record.title)[:TITLE].strip() or _first_words(text.excerpt) or "…"
    row.body, row.body_html, row.excerpt = text.body, text.html, text.excerpt
    row.language = record.language if record.language in _LANGUAGES else batch.community.language
    row.edited_at = min(record.edited_at, batch.at) if record.edited_at else None
    row.closed_at = min(record.closed_at, batch.at) if record.closed_at else None
    row.closed_reason = clean_line(record.closed_reason)[:200] if record.closed_at else ""
    for column, value in origin_of(record).items():
        setattr(row, column, value)
    return row


def _first_words(text: str) -> str:
    """The beginning of a text as its title, ending at a word."""
    return shorten(text, FIRST_WORDS, placeholder="…") if " " in text[:FIRST_WORDS] else text[:FIRST_WORDS].strip()


def _tell_what_differs(item: ThreadItem, author: Author, text: Text | None) -> None:
    if author.missing:
        item.tell(Result.REMARK, sentences.AUTHOR_MISSING)
    if (text is not None and text.cut) or len(item.record.title) > TITLE:
        item.tell(Result.REMARK, sentences.CUT)
    if len(item.record.tags) > MOST_TAGS:
        item.tell(Result.REMARK, sentences.TAGS_LEFT)


def _add_tags(batch: Batch, rows: Sequence[Contribution], items: Sequence[ThreadItem]) -> None:
    wanted = [tag_names(item.record.tags) for item in items]
    names = {slug: name for each in wanted for slug, name in each.items()}
    if not names:
        return
    Tag.objects.bulk_create([Tag(slug=slug, name=name) for slug, name in names.items()], ignore_conflicts=True)
    numbers = dict(Tag.objects.filter(slug__in=list(names)).values_list("slug", "pk"))
    ContributionTag.objects.bulk_create(
        [
            ContributionTag(contribution=row, tag_id=numbers[slug], community=batch.community, position=position)
            for row, each in zip(rows, wanted, strict=True)
            for position, slug in enumerate(each)
        ]
    )


def left(row: Contribution, tags: Iterable[str]) -> str:
    """The mark of a contribution as the import left it; ``tags`` are their slugs, in order."""
    return mark(
        row.kind, row.author_id, row.title, row.body, row.fields, row.language,
        row.closed_at and row.closed_at.isoformat(), row.closed_reason, list(tags),
    )  # fmt: skip


# ── those that are here ──────────────────────────────────────────────────────


def _update(batch: Batch, items: Sequence[tuple[ThreadItem, ImportedRecord]]) -> None:
    if not items:
        return
    numbers = {known.target_id for _item, known in items}
    present = Contribution.objects if batch.dry else Contribution.objects.select_for_update(no_key=True)
    rows = present.order_by("pk").in_bulk(numbers)
    tags = tags_of(numbers)
    going = []
    for item, known in items:
        row = rows.get(known.target_id)
        if known.target_id < 0:
            item.tell(Result.UPDATED)
        elif row is None or row.state == State.DELETED:
            item.tell(Result.LEFT_OUT, sentences.GONE)
        elif left(row, tags.get(row.pk, ())) != known.details.get("left"):
            item.tell(Result.KEPT, sentences.CHANGED_HERE)
        else:
            item.tell(Result.UPDATED)
            going.append((item, known, row))
    if batch.dry or not going:
        return
    written = texts(batch.context.reader, batch.index, [item.record for item, _known, _row in going])
    made_by = authors(batch, [item for item, _known, _row in going])
    for (item, known, row), text, author in zip(going, written, made_by, strict=True):
        if row.state == State.PUBLISHED:
            batch.written[row.author_id] -= 1
            batch.written[author.person_id] += 1
        _filled(batch, row, item, text, author).save()
        set_tags(row, item.record.tags)
        _tell_what_differs(item, author, text)
        accepted_row = _accept(batch, item, known, row)
        batch.remember(
            item,
            "contribution",
            row.pk,
            unresolved=text.unresolved,
            accepted=item.record.accepted_id,
            accepted_row=accepted_row,
            kind=row.kind,
            left=left(row, tag_names(item.record.tags)),
        )


def tags_of(contributions: Iterable[int]) -> dict[int, list[str]]:
    """The slugs of the tags of each of these contributions, in order; one query."""
    found: dict[int, list[str]] = {}
    rows = ContributionTag.objects.filter(contribution__in=list(contributions)).order_by("position", "pk")
    for number, slug in rows.values_list("contribution_id", "tag__slug"):
        found.setdefault(number, []).append(slug)
    return found


def _accept(batch: Batch, item: ThreadItem, known: ImportedRecord, row: Contribution) -> int | None:
    """Let the acceptance follow its source, unless somebody decided on it here; the answer that the import accepted."""
    before: int | None = known.details.get("accepted_row")
    wanted = item.record.accepted_id
    if wanted == known.details.get("accepted"):
        return before
    present = Answer.objects.filter(contribution=row, accepted_at__isnull=False, deleted_at__isnull=True).first()
    if (present.pk if present else None) != before:
        item.tell(Result.KEPT, sentences.OTHER_ACCEPTED)
        return before
    if present is not None:
        Answer.objects.filter(pk=present.pk).update(accepted_at=None)
    batch.touched.add(row.pk)
    answer = batch.index.get(item.record.source, "message", wanted) if wanted else None
    if answer is None or answer.target != "answer":
        return None
    accepted = Answer.objects.filter(pk=answer.target_id, contribution=row, deleted_at__isnull=True)
    return answer.target_id if accepted.update(accepted_at=F("created_at")) else None
