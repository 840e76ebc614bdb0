"""The portrait."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gilde.core.actor import Actor
from gilde.core.files.store import UnusableFile, store_upload
from gilde.core.idempotency import read_client_id
from gilde.core.models import FileKind, StoredFile
from gilde.people.actions.photo import change_photo
from gilde.people.forms.photo import CropForm, PhotoForm
from gilde.people.queries.own import own_person


def keep_portrait(request: HttpRequest, form: CropForm, actor: Actor) -> StoredFile:
    """The portrait in ``form``, cut square and stored.

    Raises:
        UnusableFile: with a sentence for the field.
    """
    upload = form.cleaned_data["photo"]
    return store_upload(
        upload,
        name=upload.name or "",
        kinds={FileKind.IMAGE},
        uploader_id=actor.person_id,
        client_id=read_client_id(request.POST.get("client_id")),
        square=form.square(upload),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def photo(request: HttpRequest) -> HttpResponse:
    """Choose a portrait, or with ``remove`` have none."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    person = own_person(actor)
    if person is None:
        return redirect("people:arrive")
    form = PhotoForm()
    if request.method == "POST":
        if request.POST.get("remove"):
            change_photo(actor=actor, file=None)
            messages.success(request, _("Your photo is removed."))
            return redirect(f"{reverse('people:me')}#photo")
        form = PhotoForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                change_photo(actor=actor, file=keep_portrait(request, form, actor))
            except UnusableFile as error:
                form.add_error("photo", str(error))
            else:
                messages.success(request, _("Saved."))
                return redirect(f"{reverse('people:me')}#photo")
    return render(
        request, "people/profile/photo.html", {"form": form, "person": person}, status=422 if form.errors else 200
    )
