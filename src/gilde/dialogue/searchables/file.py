"""Files, as the search finds them: by their name, their description, and the words in them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.db import models
from django.utils.translation import gettext_lazy

from gilde.core.actor import Actor
from gilde.core.enums import Verb as CoreVerb
from gilde.core.models import Activity
from gilde.core.searchables import Entry, Found, Ref, Searchable, readers_of_place, register_searchable
from gilde.dialogue.enums import State
from gilde.dialogue.models import Attachment
from gilde.dialogue.models.reply import stands_q
from gilde.dialogue.queries.person import person_row
from gilde.dialogue.searchables.shared import FILE, Keys, after, guest_marks, numbers, stays_in


def _files(ids: Collection[int]) -> Iterator[Entry]:
    rows = Attachment.objects.filter(
        models.Q(answer__isnull=True) | stands_q("answer"),
        models.Q(comment__isnull=True) | stands_q("comment"),
        models.Q(comment__answer__isnull=True) | stands_q("comment__answer"),
        pk__in=ids,
        contribution__state=State.PUBLISHED,
    ).select_related("contribution__community", "file__words")
    guests = guest_marks([row.contribution for row in rows if row.contribution is not None])
    for row in rows:
        assert row.contribution is not None
        place = row.contribution.community
        yield Entry(
            id=row.pk,
            facet="file",
            at=row.at,
            title=row.name,
            text=f"{row.alt} {words.text}".strip() if (words := getattr(row.file, "words", None)) else row.alt,
            readers=readers_of_place(place.pk, max(place.audience, row.contribution.audience))
            | guests(row.contribution.pk),
            language=row.contribution.language,
            community_id=place.pk,
            author_id=row.uploader_id,
            traits=frozenset({f"has_{row.file.kind}"}),
        )


def _found_files(actor: Actor, keys: Keys) -> dict[tuple[int, int], Found]:
    rows = Attachment.objects.visible_to(actor).filter(
        models.Q(answer__isnull=True) | stands_q("answer"),
        models.Q(comment__isnull=True) | stands_q("comment"),
        models.Q(comment__answer__isnull=True) | stands_q("comment__answer"),
        pk__in=[pk for pk, _part in keys],
        contribution__state=State.PUBLISHED,
    )
    shown = {}
    for row in rows.select_related("contribution__community", "file", "uploader", "answer", "comment"):
        assert row.contribution is not None
        author = person_row(row.uploader, actor) if row.uploader else None
        shown[row.pk, 0] = Found(
            title=row.name,
            url=row.url,
            label=str(row.file.get_kind_display()),
            icon={"image": "image", "sound": "volume-2"}.get(row.kind, "file-text"),
            at=row.at,
            author=author.name if author else "",
            author_url=author.url if author else "",
            photo_key=author.photo_key if author else "",
            place=row.contribution.title,
            place_url=row.contribution.get_absolute_url(),
            language=row.contribution.language,
            stays_in=stays_in(row.contribution),
        )
    return shown


def _hanging(row: Activity) -> Iterator[Ref]:
    """Where the file hangs of which the words were read."""
    if row.target_id is not None:
        yield from numbers(Attachment.objects.filter(file_id=row.target_id), FILE)


def register() -> None:
    """Called once, from the manifest."""
    register_searchable(
        Searchable(
            FILE,
            {"file": gettext_lazy("Files")},
            _files,
            _found_files,
            after(Attachment),
            Attachment.objects.count,
            {CoreVerb.FILE_READ: _hanging},
        )
    )
