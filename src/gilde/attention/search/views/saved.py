"""One's saved searches: save, list, rename, remove."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gilde.attention.notifications.enums import Rhythm
from gilde.attention.notifications.queries.letter import rhythm_of
from gilde.attention.search.actions import saved as actions
from gilde.attention.search.forms.saved import NameForm, SaveForm
from gilde.attention.search.models import SavedSearch
from gilde.attention.search.queries.saved import saved_by
from gilde.attention.search.rules.saved import MOST
from gilde.core.actor import Actor
from gilde.core.idempotency import read_client_id
from gilde.core.rules import Refusal


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def saved(request: HttpRequest) -> HttpResponse:
    """The list; a POST saves one more."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = SaveForm(request.POST) if request.method == "POST" else SaveForm()
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.save(
                actor=actor,
                name=data["name"],
                typed=data["q"],
                kind=data["kind"],
                client_id=read_client_id(request.POST.get("client_id")),
            )
        except Refusal as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("Saved."))
            return redirect("search:saved")
    rhythm = rhythm_of(actor.person_id) if actor.person_id is not None else Rhythm.NONE
    return render(
        request,
        "search/saved.html",
        {
            "rows": saved_by(actor),
            "form": form,
            "errors": form.errors if form.is_bound else {},
            "most": MOST,
            "mails": rhythm in {Rhythm.DAILY, Rhythm.WEEKLY},
        },
        status=422 if request.method == "POST" else 200,
    )


@login_required
@require_POST
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Rename one, or with ``remove`` remove it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = SavedSearch.objects.visible_to(actor).filter(pk=number).first()
    if row is None:
        raise Http404
    if request.POST.get("remove"):
        actions.remove(actor=actor, search=row)
        messages.success(request, _("Removed."))
        return redirect("search:saved")
    form = NameForm(request.POST)
    if form.is_valid():
        actions.rename(actor=actor, search=row, name=form.cleaned_data["name"])
        messages.success(request, _("Saved."))
    else:
        messages.error(request, str(next(iter(form.errors["name"]))))
    return redirect("search:saved")
