"""Adding files to what one writes, and taking them away."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gilde.core.actor import Actor
from gilde.core.files.sniff import UnusableFile
from gilde.core.files.store import store_upload
from gilde.core.idempotency import read_client_id
from gilde.core.models.file import FileKind
from gilde.dialogue.actions.attachment import MOST_FILES, describe_waiting, keep_upload, remove_attachment
from gilde.dialogue.forms.files import ALT, FilesForm
from gilde.dialogue.models import Attachment
from gilde.dialogue.views.contribution import number_in
from gilde.people.models import Person


def keep_file(actor: Actor, upload: UploadedFile, client_id: str | None = None) -> Attachment:
    """Store one uploaded file for ``actor``.

    Raises:
        UnusableFile: with a sentence.
    """
    file = store_upload(
        upload,
        name=upload.name or "",
        uploader_id=actor.person_id,
        client_id=read_client_id(client_id) if client_id else None,
    )
    return keep_upload(actor=actor, file=file, name=file.name)


def keep_files(request: HttpRequest, actor: Actor, form: FilesForm) -> list[str]:
    """Keys of the files of a text: added earlier, and sent with its form, with what was typed about the pictures among
    them, in their order. Unusable ones become errors at ``files``."""
    form.full_clean()  # before anything is added to what it found
    keys = list(request.POST.getlist("attachment"))[:50]
    typed = iter(request.POST.getlist(ALT)[:MOST_FILES])
    for sent in request.FILES.getlist("files")[:MOST_FILES]:
        alt = next(typed, "") if (sent.content_type or "").startswith("image/") else ""
        try:
            row = keep_file(actor, sent)
        except UnusableFile as error:
            form.add_error("files", f"{sent.name}: {error}")
            form.alt = form.alt or alt
        else:
            keys.append(row.file.key)
            if alt:
                form.describe(row.pk, alt)
    form.alt = form.alt or next(typed, "")
    if form.described:  # most texts come without pictures, and then there is nothing to write
        describe_waiting(actor=actor, alts=form.described)
    return keys


def waiting_files(actor: Actor, keys: list[str]) -> list[Attachment]:
    """Files that ``actor`` added to a text which is not placed yet, for its form."""
    if not keys:
        return []
    mine = Attachment.objects.filter(uploader_id=actor.person_id, contribution__isnull=True)
    return list(mine.filter(file__key__in=keys).select_related("file"))


def ticked(request: HttpRequest) -> list[int]:
    """Ids of the files that the writer wants to take away."""
    return [number_in(value) for value in request.POST.getlist("remove")[:50]]


@login_required
@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Keep a file for the text being written; answers with the Markdown that shows it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    sent = request.FILES.get("file")
    if sent is None or not Person.objects.filter(pk=actor.person_id or 0).exists():
        return JsonResponse({"error": _("Choose a file first.")}, status=422)
    try:
        row = keep_file(actor, sent, request.POST.get("client_id"))
    except UnusableFile as error:
        return JsonResponse({"error": str(error)}, status=422)
    path = row.file.url()
    label = row.name.rpartition(".")[0] or row.name
    label = label.replace("[", "(").replace("]", ")")
    markdown = f"![{label}]({path})" if row.file.kind == FileKind.IMAGE else f"[{row.name}]({path})"
    return JsonResponse(
        {"key": row.file.key, "url": path, "name": row.name, "kind": row.file.kind, "markdown": markdown}, status=201
    )


@login_required
@require_POST
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Take a file away from a text."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = Attachment.objects.visible_to(actor).select_related("contribution").filter(pk=number).first()
    if row is None:
        raise Http404
    back = row.contribution.get_absolute_url() if row.contribution else "/"
    remove_attachment(actor=actor, attachment=row)
    return HttpResponseRedirect(back)
