"""Everything Gilde holds about oneself, to take along."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from gilde.core import exports
from gilde.core.actor import Actor
from gilde.core.idempotency import read_client_id
from gilde.people.actions.export import ask_export
from gilde.people.enums import ExportState
from gilde.people.queries.export import own_exports, ready_export
from gilde.people.queries.own import own_person
from gilde.people.views.proof import proof_needed


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest) -> HttpResponse:
    """What is in an export and the exports asked for; a POST asks for one."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    person = own_person(actor)
    if person is None:
        return redirect("people:arrive")
    if request.method == "POST":
        ask_export(actor=actor, client_id=read_client_id(request.POST.get("client_id")))
        return redirect("people:export")
    rows = own_exports(actor)
    return render(
        request,
        "people/me/export.html",
        {
            "rows": rows,
            "contents": exports.titles(),
            "waiting": any(row.state == ExportState.WAITING for row in rows),
        },
    )


@login_required
@require_safe
def download(request: HttpRequest, number: int) -> HttpResponseBase:
    """One's own export, while it is kept. It holds everything, so it asks to prove again who one is."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = ready_export(actor, number)
    if row is None:
        raise Http404
    proof = proof_needed(request, back="people:export")
    if proof is not None:
        return proof
    try:
        stream = default_storage.open(row.path)
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(
        stream,
        as_attachment=True,
        filename=f"gilde-{actor.handle}-{row.asked_at:%Y-%m-%d}.zip",
        content_type="application/zip",
    )
    response["Cache-Control"] = "private, no-store"
    return response
