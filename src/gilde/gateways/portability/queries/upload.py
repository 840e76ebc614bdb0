"""Imports of a community, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gilde.communities.models import Community
from gilde.core.actor import Actor
from gilde.gateways.portability.enums import UploadState
from gilde.gateways.portability.models import ImportUpload
from gilde.gateways.portability.writer.outcome import Result

SHOWN: Final = 30
_TIMES: Final = 10  # times as large as a file that a member may add
# format → what it is called, and what it takes
FORMATS: Final[Mapping[str, tuple[Any, Any]]] = {
    "members": (gettext_lazy("List of people"), gettext_lazy("A CSV file with column names, as spreadsheets save it.")),
    "markdown": (
        gettext_lazy("Website or knowledge base"),
        gettext_lazy("A ZIP with Markdown pages, from the root of the site."),
    ),
    "slack": (gettext_lazy("Slack"), gettext_lazy("The ZIP of a workspace export, as Slack gives it.")),
    "discourse": (gettext_lazy("Discourse"), gettext_lazy("A ZIP with a JSON file per topic.")),
    "mbox": (gettext_lazy("Mailing list"), gettext_lazy("An mbox file, or a ZIP of them; packed with gzip or not.")),
    "stackexchange": (
        gettext_lazy("Question-and-answer site"),
        gettext_lazy("A ZIP with the XML tables of a Stack Exchange export."),
    ),
}
TROUBLES: Final[Mapping[str, Any]] = {
    "unknown": gettext_lazy("We could not tell what kind of export this is. Choose the kind below."),
    "site": gettext_lazy("The file does not say where it comes from. Fill in the site or list below."),
    "not_a_site": gettext_lazy("What you filled in is not the address of a site. Write it like forum.example.org."),
    "nothing": gettext_lazy("There is nothing of this kind in the file. Perhaps it is another kind of export."),
    "columns": gettext_lazy(
        "The first rows have no column with a name or an email address. Give the columns a heading such as Name and "
        "Email, and upload the file again."
    ),
    "not_text": gettext_lazy("This is not a CSV file. Save or export your list as CSV and upload that."),
    "large": gettext_lazy(
        "Unpacked, this is too large to import from here. Ask the operator to import it on the server."
    ),
    "damaged": gettext_lazy("The file is damaged or incomplete. Make the export again and upload that."),
    "gone": gettext_lazy("The file was removed. Upload it again."),
    "stopped": gettext_lazy("Someone stopped this. What came in until then is here."),
    "broken": gettext_lazy("This broke off several times, so we stopped trying. Ask the operator to look at it."),
}
_KINDS: Final[Mapping[str, Any]] = {
    "person": gettext_lazy("People"),
    "thread": gettext_lazy("Conversations"),
    "answer": gettext_lazy("Answers"),
    "comment": gettext_lazy("Comments"),
    "file": gettext_lazy("Files"),
    "vote": gettext_lazy("Thanks, as a number"),
    "link": gettext_lazy("Links between conversations"),
}


@dataclass(frozen=True)
class Line:
    """What becomes of one kind of thing: numbers per outcome."""

    label: str
    added: int = 0
    updated: int = 0
    same: int = 0
    left_out: int = 0
    removed: int = 0
    kept: int = 0


@dataclass(frozen=True)
class Note:
    """A remark about what is different, or does not come along, how often, and the first files it is about."""

    number: int
    sentence: str
    left_out: bool
    files: Sequence[str] = ()


def most_bytes() -> int:
    """The largest export that can be uploaded: ten times a member's file, which is what one request may carry."""
    limit: int = settings.MAX_UPLOAD_BYTES
    return _TIMES * limit


def uploads_of(actor: Actor, community: Community) -> list[ImportUpload]:
    """The imports of a community, newest first; one query."""
    rows = ImportUpload.objects.visible_to(actor).filter(community=community).select_related("by", "run", "community")
    return list(rows.order_by("-pk")[:SHOWN])


def one_upload(actor: Actor, community: Community, number: int) -> ImportUpload | None:
    """One of them, or None."""
    rows = ImportUpload.objects.visible_to(actor).filter(community=community, pk=number)
    return rows.select_related("by", "run", "community").first()


def lines(results: Mapping[str, int]) -> list[Line]:
    """A line per kind of thing that there is any of."""
    found = []
    for kind, label in _KINDS.items():
        number = {result: results.get(f"{kind} {result.value}", 0) for result in Result}
        line = Line(
            label=str(label),
            added=number[Result.ADDED],
            updated=number[Result.UPDATED],
            same=number[Result.SAME] + number[Result.RECOGNISED],
            left_out=number[Result.LEFT_OUT],
            removed=number[Result.REMOVED],
            kept=number[Result.KEPT],
        )
        if any((line.added, line.updated, line.same, line.left_out, line.removed, line.kept)):
            found.append(line)
    return found


def notes(rows: Sequence[Sequence[Any]]) -> list[Note]:
    """The remarks, those about what stays out first."""
    found = [Note(number, text, result == Result.LEFT_OUT.value, *files) for number, result, text, *files in rows]
    return sorted(found, key=lambda note: (not note.left_out, -note.number))


def of_run(upload: ImportUpload) -> tuple[list[Line], list[Note]]:
    """What the import did until now."""
    counts = upload.run.counts if upload.run is not None else {}
    return lines(counts.get("results", {})), notes(list(counts.get("notes", {}).values()))


def trouble_of(upload: ImportUpload) -> str:
    """Why it stopped, as a sentence; empty when nothing is wrong."""
    if upload.state != UploadState.FAILED:
        return ""
    return upload.detail or str(TROUBLES.get(upload.trouble, TROUBLES["broken"]))


def format_label(upload: ImportUpload) -> str:
    """What kind of export it is, in words."""
    return str(FORMATS[upload.format][0]) if upload.format in FORMATS else _("Kind not known yet")
