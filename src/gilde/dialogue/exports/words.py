"""What somebody shared, answered and said in their download, alone and with others."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gilde.core.actor import Actor
from gilde.core.exports import Part, Records, Rich
from gilde.dialogue.exports.named import may_name
from gilde.dialogue.kinds import kind_form
from gilde.dialogue.models import Answer, Authorship, Comment, Contribution


def words(person_id: int, reader: Actor) -> Iterator[Part]:
    """Contributions, what was made with others, answers and comments."""
    yield Records("contributions", _("What I shared"), _contributions(person_id), _CONTRIBUTION)
    yield Records("made-together", _("What I made with others"), _together(person_id), _TOGETHER)
    yield Records("answers", _("My answers"), _replies(Answer, person_id, reader), _REPLY)
    yield Records("comments", _("My comments"), _replies(Comment, person_id, reader), _REPLY)


_CONTRIBUTION = {
    "title": _("Title"),
    "kind": _("Kind"),
    "community": _("Community"),
    "address": _("Address"),
    "shared_at": _("Shared on"),
    "edited_at": _("Edited on"),
    "deleted_at": _("Deleted on"),
    "language": _("Language"),
    "tags": _("Tags"),
    "text": _("Text"),
    "parts": _("Parts"),
    "brought_me": _("What I gained"),
    "brought_us": _("What we gained"),
    "source": _("First published at"),
    "licence": _("Licence"),
}


def _contributions(person_id: int) -> Iterator[dict[str, object]]:
    mine = Q(author_id=person_id) | Q(asker_id=person_id)  # under their name or without: their own words either way
    rows = Contribution.objects.filter(mine).select_related("community").prefetch_related("tags__tag")
    for row in rows.order_by("pk").iterator(chunk_size=200):
        parts = {
            str(part.label): row.fields[part.name] for part in kind_form(row.kind).fields if row.fields.get(part.name)
        }
        yield {
            "title": row.title,
            "kind": row.get_kind_display(),
            "community": row.community.name,
            "address": row.get_absolute_url(),
            "shared_at": row.created_at,
            "edited_at": row.edited_at,
            "deleted_at": row.deleted_at,
            "language": row.language,
            "tags": [use.tag.name for use in row.tags.all()],
            "text": Rich(row.body, row.body_html),
            "parts": parts,
            "brought_me": row.brought_me,
            "brought_us": row.brought_us,
            "source": row.uri,
            "licence": row.licence,
        }


_TOGETHER = {"title": _("Title"), "address": _("Address"), "part": _("My part"), "approved_at": _("Approved on")}


def _together(person_id: int) -> Iterator[dict[str, object]]:
    rows = Authorship.objects.filter(person_id=person_id).select_related("contribution").order_by("pk")
    for row in rows.iterator(chunk_size=500):
        yield {
            "title": row.contribution.title,
            "address": row.contribution.get_absolute_url(),
            "part": row.get_part_display(),
            "approved_at": row.approved_at,
        }


_REPLY = {
    "under": _("In reply to"),
    "address": _("Address"),
    "written_at": _("Written on"),
    "edited_at": _("Edited on"),
    "deleted_at": _("Deleted on"),
    "text": _("Text"),
}


def _replies(model: type[Answer] | type[Comment], person_id: int, reader: Actor) -> Iterator[dict[str, object]]:
    unnamed = Q(contribution__asker_id=person_id, author_id=F("contribution__author_id"))
    rows = model._default_manager.filter(Q(author_id=person_id) | unnamed)
    rows = rows.select_related("contribution").order_by("pk")
    for row in rows.annotate(readable=may_name(reader, "contribution_id")).iterator(chunk_size=500):
        yield {
            "under": row.contribution.title if row.readable else "",
            "address": row.get_absolute_url() if row.readable else "",
            "written_at": row.created_at,
            "edited_at": row.edited_at,
            "deleted_at": row.deleted_at,
            "text": Rich(row.body, row.body_html),
        }
