"""Answers and comments, as the search finds them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gilde.core.actor import Actor
from gilde.core.db.reading import prepared
from gilde.core.db.trips import Reading, shared
from gilde.core.models import Activity
from gilde.core.searchables import Entry, Found, Reader, Ref, Searchable, plain, readers_of_place, register_searchable
from gilde.dialogue.enums import State, Verb
from gilde.dialogue.models import Answer, Attachment, Comment
from gilde.dialogue.models.reply import stands_q
from gilde.dialogue.queries.found import found_replies
from gilde.dialogue.queries.one import contributions_as_they_are
from gilde.dialogue.searchables.shared import (
    ANSWER,
    COMMENT,
    CONTRIBUTION,
    FILE,
    Keys,
    after,
    as_found,
    guest_marks,
    numbers,
)


def _replies(model: type[Answer] | type[Comment], facet: str, ids: Collection[int]) -> Iterator[Entry]:
    rows = model._default_manager.filter(stands_q(), pk__in=ids)
    if model is Comment:
        rows = rows.filter(models.Q(answer__isnull=True) | stands_q("answer"))
    accepted = _accepted(ids) if model is Answer else set()
    replies = list(rows.values_list("pk", "contribution_id", "created_at", "author_id", "body_html"))
    # Many reply to the same: what they reply to is read once.
    found = contributions_as_they_are({where for _pk, where, *_rest in replies})
    contributions = {row.pk: row for row in found if row.state == State.PUBLISHED}
    guests = guest_marks(list(contributions.values()))
    for number, where, at, author, html in replies:
        contribution = contributions.get(where)
        if contribution is None:
            continue
        place = contribution.community
        yield Entry(
            id=number,
            facet=facet,
            at=at,
            title="",
            text=plain(html),
            readers=readers_of_place(place.pk, max(place.audience, contribution.audience)) | guests(where),
            language=contribution.language,
            community_id=place.pk,
            author_id=author,
            traits=frozenset({"is_accepted"} if number in accepted else ()),
        )


def _accepted(ids: Collection[int]) -> set[int]:
    return set(Answer.objects.filter(pk__in=ids, accepted_at__isnull=False).values_list("pk", flat=True))


def _shown_replies(model: type[Answer] | type[Comment], label: object, icon: str) -> Reader:
    @shared
    def found(actor: Actor, keys: Keys) -> Reading[Mapping[tuple[int, int], Found]]:
        called = str(label)
        rows = yield from found_replies.reading(model, actor, [pk for pk, _part in keys])
        return {
            (row.id, 0): as_found(row, label=called, icon=icon, note=_("Accepted") if row.accepted else "")
            for row in rows
        }

    return found


def _answer(row: Activity) -> Iterator[Ref]:
    if row.target_id is not None:
        yield Ref(ANSWER, row.target_id)
        yield from numbers(Comment.objects.filter(answer_id=row.target_id), COMMENT)
        yield from numbers(Attachment.objects.filter(answer_id=row.target_id), FILE)
        yield from numbers(Attachment.objects.filter(comment__answer_id=row.target_id), FILE)
        yield from (
            Ref(CONTRIBUTION, pk)
            for pk in Answer.objects.filter(pk=row.target_id).values_list("contribution_id", flat=True)
        )


def _comment(row: Activity) -> Iterator[Ref]:
    if row.target_id is not None:
        yield Ref(COMMENT, row.target_id)
    if row.target_id is not None and row.data.get("files", True):
        yield from (Ref(FILE, pk) for pk in _files_of_comment(row.target_id))


@prepared  # a comment is what happens most
def _files_of_comment(number: int) -> models.QuerySet[Any, Any]:
    return Attachment.objects.filter(comment=number).order_by("pk").values_list("pk", flat=True)


def register() -> None:
    """Called once, from the manifest."""
    register_searchable(
        Searchable(
            ANSWER,
            {"answer": gettext_lazy("Answers")},
            lambda ids: _replies(Answer, "answer", ids),
            _shown_replies(Answer, gettext_lazy("answer"), "message-circle-question-mark"),
            after(Answer),
            Answer.objects.count,
            {
                Verb.ANSWERED: _answer,
                Verb.ANSWER_EDITED: _answer,
                Verb.ANSWER_DELETED: _answer,
                Verb.ANSWER_RESTORED: _answer,
                Verb.ANSWER_WITHHELD: _answer,
                Verb.ANSWER_SHOWN: _answer,
                Verb.ANSWER_ACCEPTED: _answer,
                Verb.ANSWER_UNACCEPTED: _answer,
            },
        )
    )
    register_searchable(
        Searchable(
            COMMENT,
            {"comment": gettext_lazy("Comments")},
            lambda ids: _replies(Comment, "comment", ids),
            _shown_replies(Comment, gettext_lazy("comment"), "message-circle"),
            after(Comment),
            Comment.objects.count,
            dict.fromkeys(
                (
                    Verb.COMMENTED,
                    Verb.COMMENT_EDITED,
                    Verb.COMMENT_DELETED,
                    Verb.COMMENT_RESTORED,
                    Verb.COMMENT_WITHHELD,
                    Verb.COMMENT_SHOWN,
                ),
                _comment,
            ),
        )
    )
