"""Imported conversations: contributions, answers, comments, votes and links, with the dates they had."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F

from gilde.communities.models import Community
from gilde.core import markdown
from gilde.core.forms import clean_line
from gilde.dialogue.actions.tag import set_tags
from gilde.dialogue.models import Answer, Comment, Contribution, ContributionLink
from gilde.gateways.portability import records
from gilde.people.models import Person

TITLE = 200
BODY = 100_000


def write_thread(
    record: records.Thread, body: str, author: Person, community: Community, known_id: int | None
) -> Contribution:
    """The contribution of a thread: made, or brought up to date."""
    row = Contribution.objects.filter(pk=known_id).first() if known_id else None
    if row is None:
        row = Contribution(community=community, last_activity_at=record.created_at)
    rendered = markdown.render(body)
    row.kind = record.kind
    row.author = author
    row.title = clean_line(record.title)[:TITLE] or "…"
    row.body, row.body_html, row.excerpt = body[:BODY], rendered.html, rendered.excerpt[:300]
    row.language = record.language if record.language in {"nl", "en"} else community.language
    row.created_at = record.created_at
    row.edited_at = record.edited_at
    row.closed_at = record.closed_at
    row.closed_reason = clean_line(record.closed_reason)[:200]
    row.uri, row.origin, row.licence = record.source_url[:500] or None, record.source[:120], record.licence[:60] or None
    row.save()
    set_tags(row, record.tags)
    return row


def write_answer(
    record: records.Message, body: str, author: Person, question: Contribution, known_id: int | None
) -> Answer:
    """The answer of a message: made, or brought up to date. Counters follow when it is new."""
    row = Answer.objects.filter(pk=known_id).first() if known_id else None
    made = row is None
    if row is None:
        row = Answer(contribution=question, community_id=question.community_id)
    row.author = author
    row.body, row.body_html = body[:BODY], markdown.render(body).html
    row.created_at, row.edited_at = record.created_at, record.edited_at
    row.uri, row.origin, row.licence = record.source_url[:500] or None, record.source[:120], record.licence[:60] or None
    row.save()
    if made:
        _count(question.pk, "answer_count", record.created_at)
    return row


def write_comment(
    record: records.Message,
    body: str,
    author: Person,
    contribution: Contribution,
    answer: Answer | None,
    known_id: int | None,
) -> Comment:
    """The comment of a message, on the contribution or on one of its answers. Counters follow when it is new."""
    row = Comment.objects.filter(pk=known_id).first() if known_id else None
    made = row is None
    if row is None:
        row = Comment(contribution=contribution, answer=answer, community_id=contribution.community_id)
    row.author = author
    row.body, row.body_html = body[:BODY], markdown.render(body).html
    row.created_at, row.edited_at = record.created_at, record.edited_at
    row.uri, row.origin, row.licence = record.source_url[:500] or None, record.source[:120], record.licence[:60] or None
    row.save()
    if made:
        _count(contribution.pk, "comment_count", record.created_at)
        if answer is not None:
            Answer.objects.filter(pk=answer.pk).update(comment_count=F("comment_count") + 1)
    return row


def _count(number: int, column: str, at: datetime) -> None:
    rows = Contribution.objects.filter(pk=number)
    rows.update(**{column: F(column) + 1})
    rows.filter(last_activity_at__lt=at).update(last_activity_at=at)


def accept(answer: Answer, at: datetime) -> None:
    """The source marks this answer as accepted."""
    Answer.objects.filter(contribution_id=answer.contribution_id, accepted_at__isnull=False).exclude(
        pk=answer.pk
    ).update(accepted_at=None, accepted_by=None)
    Answer.objects.filter(pk=answer.pk, accepted_at__isnull=True).update(accepted_at=at)
    Contribution.objects.filter(pk=answer.contribution_id).update(has_accepted=True)


def set_votes(target: str, target_id: int, count: int) -> bool:
    """Up-votes become a count without persons; whether the target still exists."""
    model = {"contribution": Contribution, "answer": Answer, "comment": Comment}[target]
    return bool(model._default_manager.filter(pk=target_id).update(imported_likes=count))


def write_link(record: records.Link, source_id: int, target_id: int) -> ContributionLink | None:
    """A link between two contributions; one to itself is none."""
    if source_id == target_id:
        return None
    row, _made = ContributionLink.objects.get_or_create(
        source_id=source_id,
        target_id=target_id,
        defaults={"duplicate": record.kind == "duplicate", **({"at": record.created_at} if record.created_at else {})},
    )
    if record.kind == "duplicate" and not row.duplicate:
        row.duplicate = True
        row.save(update_fields=["duplicate"])
    return row
