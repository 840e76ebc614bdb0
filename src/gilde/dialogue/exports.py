"""What this room holds about a person: everything they wrote, gave, received and kept.

Their own words go along wherever they stand; what others wrote is named only as far as the person can still read it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import BinaryIO, cast

from django.core.files.storage import default_storage
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from gilde.core.actor import Actor
from gilde.core.exports import Attachment as FilePart
from gilde.core.exports import Part, Records, Rich
from gilde.dialogue.enums import ComplimentState
from gilde.dialogue.exports_drafts import drafts
from gilde.dialogue.exports_past import earlier_words, may_name, read, read_up_to
from gilde.dialogue.kinds import kind_form
from gilde.dialogue.models import (
    Answer,
    Appreciation,
    Attachment,
    Authorship,
    Comment,
    Compliment,
    Contribution,
    Guest,
    Hold,
    Saved,
)
from gilde.people.models import Person
from gilde.people.queries.actor import actor_for


def export(person_id: int) -> Iterator[Part]:
    """Contributions, answers, comments, compliments, appreciations, drafts, what was kept and read, and files."""
    reader = actor_for(Person.objects.get(pk=person_id))
    yield Records("contributions", _("What I shared"), _contributions(person_id), _CONTRIBUTION)
    yield Records("made-together", _("What I made with others"), _together(person_id), _TOGETHER)
    yield Records("answers", _("My answers"), _replies(Answer, person_id, reader), _REPLY)
    yield Records("comments", _("My comments"), _replies(Comment, person_id, reader), _REPLY)
    yield Records("compliments-received", _("Compliments I received"), _received(person_id, reader), _COMPLIMENT)
    yield Records("compliments-given", _("Compliments I gave"), _given(person_id, reader), _COMPLIMENT)
    yield Records("appreciations", _("What I appreciated"), _appreciations(person_id, reader), _APPRECIATION)
    yield Records("saved", _("Saved for later"), _saved(person_id, reader), _SAVED)
    yield drafts(person_id, reader)
    yield earlier_words(person_id, reader)
    yield read(person_id, reader)
    yield read_up_to(person_id)
    yield Records("reviewed", _("What a host looked at first"), _reviewed(person_id, reader), _REVIEWED)
    yield Records("guest", _("Conversations in which I am or was a guest"), _guest(person_id, reader), _GUEST)
    yield Records("guests-invited", _("Guests I invited to a conversation"), _invited(person_id, reader), _INVITED)
    files = Attachment.objects.filter(uploader_id=person_id).select_related("file").order_by("pk")
    yield Records("files", _("Files I added"), _files(files), _FILE)
    for row in files.iterator(chunk_size=500):
        open_it = partial(default_storage.open, row.file.path)
        yield FilePart(_path_of(row), cast("partial[BinaryIO]", open_it))


_FILE = {
    "name": _("Name"),
    "shows": _("What the picture shows"),
    "added_at": _("Added on"),
    "kept_as": _("In this export"),
}


def _files(rows: QuerySet[Attachment]) -> Iterator[dict[str, object]]:
    for row in rows.iterator(chunk_size=500):
        yield {"name": row.name, "shows": row.alt, "added_at": row.at, "kept_as": f"files/{_path_of(row)}"}


def _path_of(row: Attachment) -> str:
    return f"contributions/{row.pk}-{row.file.name}"


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


_COMPLIMENT = {
    "text": _("Text"),
    "from": _("From"),
    "to": _("To"),
    "about": _("About"),
    "skill": _("Skill"),
    "behaviour": _("Behaviour"),
    "at": _("When"),
    "state": _("Who can see it"),
}


def _compliments(rows: QuerySet[Compliment], reader: Actor, *, with_state: bool) -> Iterator[dict[str, object]]:
    rows = rows.annotate(readable=may_name(reader, "contribution_id")).order_by("pk")
    for row in rows.select_related("giver", "receiver", "contribution", "skill", "behaviour"):
        readable = row.contribution is not None and row.readable  # type: ignore[attr-defined]
        yield {
            "text": row.text,
            "from": row.giver.name,
            "to": row.receiver.name,
            "about": row.contribution.title if readable and row.contribution else row.about,
            "skill": row.skill.name if row.skill is not None else "",
            "behaviour": row.behaviour.text if row.behaviour is not None else "",
            "at": row.at,
            "state": row.get_state_display() if with_state else "",
        }


def _received(person_id: int, reader: Actor) -> Iterator[dict[str, object]]:
    rows = Compliment.objects.filter(receiver_id=person_id).exclude(state=ComplimentState.WITHDRAWN)
    yield from _compliments(rows, reader, with_state=True)


def _given(person_id: int, reader: Actor) -> Iterator[dict[str, object]]:
    # What the receiver decided is theirs to know.
    yield from _compliments(Compliment.objects.filter(giver_id=person_id), reader, with_state=False)


_APPRECIATION = {"sign": _("Appreciation"), "of": _("What it was for"), "address": _("Address"), "at": _("When")}


def _appreciations(person_id: int, reader: Actor) -> Iterator[dict[str, object]]:
    rows = (
        Appreciation.objects.filter(person_id=person_id)
        .annotate(under=Coalesce("contribution_id", "answer__contribution_id", "comment__contribution_id"))
        .annotate(readable=may_name(reader, "under"))
        .select_related("contribution", "answer__contribution", "comment__contribution")
    )
    for row in rows.order_by("pk").iterator(chunk_size=500):
        target = row.contribution or row.answer or row.comment
        readable = target is not None and row.readable
        title = target.title if isinstance(target, Contribution) else target.contribution.title if target else ""
        yield {
            "sign": row.get_kind_display(),
            "of": title if readable else "",
            "address": target.get_absolute_url() if readable and target else "",
            "at": row.at,
        }


_SAVED = {"title": _("Title"), "address": _("Address"), "at": _("When")}


def _saved(person_id: int, reader: Actor) -> Iterator[dict[str, object]]:
    rows = Saved.objects.filter(may_name(reader, "contribution_id"), person_id=person_id)
    for row in rows.select_related("contribution").order_by("pk").iterator(chunk_size=500):
        yield {"title": row.contribution.title, "address": row.contribution.get_absolute_url(), "at": row.at}


_REVIEWED = {
    "in": _("In"),
    "why": _("Why it waited"),
    "at": _("When"),
    "outcome": _("What became of it"),
    "decided_at": _("Decided on"),
    "note": _("What the host wrote to me"),
}


def _reviewed(person_id: int, reader: Actor) -> Iterator[dict[str, object]]:
    """Decisions about one's own words, without who decided; the words themselves are among what was shared."""
    rows = Hold.objects.filter(writer_id=person_id).annotate(readable=may_name(reader, "contribution_id"))
    for row in rows.select_related("contribution").order_by("pk").iterator(chunk_size=500):
        mine = row.answer_id is None and row.comment_id is None
        yield {
            "in": row.contribution.title if mine or row.readable else "",
            "why": row.get_why_display(),
            "at": row.at,
            "outcome": row.get_outcome_display() if row.outcome else "",
            "decided_at": row.ended_at,
            "note": row.note,
        }


_GUEST = {
    "title": _("Title"),
    "address": _("Address"),
    "invited_by": _("Invited by"),
    "came_at": _("Since"),
    "ended_at": _("Until"),
    "why": _("Why it ended"),
}


def _guest(person_id: int, reader: Actor) -> Iterator[dict[str, object]]:
    rows = Guest.objects.filter(person_id=person_id).annotate(readable=may_name(reader, "contribution_id"))
    for row in rows.select_related("contribution", "invited_by").order_by("pk"):
        yield {
            "title": row.contribution.title if row.readable else "",
            "address": row.contribution.get_absolute_url() if row.readable else "",
            "invited_by": row.invited_by.name if row.invited_by is not None else "",
            "came_at": row.came_at,
            "ended_at": row.ended_at,
            "why": row.get_ended_why_display(),
        }


_INVITED = {
    "title": _("Title"),
    "guest": _("Guest"),
    "note": _("Personal note"),
    "invited_at": _("Invited on"),
    "ended_at": _("Until"),
    "why": _("Why it ended"),
}


def _invited(person_id: int, reader: Actor) -> Iterator[dict[str, object]]:
    rows = Guest.objects.filter(invited_by_id=person_id).annotate(readable=may_name(reader, "contribution_id"))
    for row in rows.select_related("contribution", "person").order_by("pk"):
        name = row.person.name if row.person is not None else row.email
        yield {
            "title": row.contribution.title if row.readable else "",
            "guest": name if row.readable else "",
            "note": row.note,
            "invited_at": row.invited_at,
            "ended_at": row.ended_at,
            "why": row.get_ended_why_display(),
        }
