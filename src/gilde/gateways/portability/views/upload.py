"""Importing from the settings of a community: send a file, see what would happen, start, follow, undo."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gilde.communities.enums import Capability
from gilde.communities.models import Community
from gilde.communities.queries.header import header_for
from gilde.communities.views.place import actor_of, with_capability
from gilde.communities.views.settings import chips
from gilde.core.idempotency import read_client_id
from gilde.core.limits import Rate, count
from gilde.core.rules import Refusal
from gilde.gateways.portability.actions import upload as actions
from gilde.gateways.portability.forms.upload import KindForm, UploadForm
from gilde.gateways.portability.models import ImportUpload
from gilde.gateways.portability.queries import upload as queries
from gilde.gateways.portability.rules import upload as rules

_RATE: Final = Rate(20, 24 * 3600)
_REPORTS: Final[Mapping[str, str]] = {"check": "check_report", "import": "report", "undo": "undo_report"}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@with_capability(Capability.SHAPE)
def imports(request: HttpRequest, community: Community) -> HttpResponse:
    """The imports of a community; a POST sends a file, which is checked first."""
    actor = actor_of(request)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    reason = rules.bring_in.reason(actor, community)
    if request.method == "POST" and not reason and form.is_valid():
        if not count("import", f"person {actor.person_id}", _RATE).allowed:
            form.add_error("file", _("You have sent many files today. Try again tomorrow."))
        else:
            data = form.cleaned_data
            row = actions.send(
                actor=actor,
                community=community,
                file=data["file"],
                name=data["file"].name,
                format=data["format"],
                site=data["site"],
                client_id=read_client_id(request.POST.get("client_id")),
            )
            return redirect(row)
    return render(
        request,
        "portability/import/list.html",
        {
            "community": community,
            "header": header_for(actor, community, "settings"),
            "chips": chips(community),
            "rows": [(row, queries.format_label(row)) for row in queries.uploads_of(actor, community)],
            "form": form,
            "formats": list(queries.FORMATS.values()),
            "megabytes": queries.most_bytes() // 1_000_000,
            "days": actions.FILE_KEPT.days,
            "report_days": actions.REPORTS_KEPT.days,
            "reason": reason,
            "given": request.POST.get("client_id", ""),
        },
        status=422 if request.method == "POST" else 200,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@with_capability(Capability.SHAPE)
def one(request: HttpRequest, community: Community, number: int) -> HttpResponse:
    """One import: where it is; a POST with ``act`` checks again, starts, stops, undoes or removes it."""
    actor = actor_of(request)
    row = queries.one_upload(actor, community, number)
    if row is None:
        raise Http404
    kind = KindForm(initial={"format": row.format, "site": row.site})
    status = 200
    if request.method == "POST":
        act = request.POST.get("act", "")
        if act == "check":
            kind = KindForm(request.POST)
        if act not in {"check", *_ACTS}:
            raise Http404
        if act != "check" or kind.is_valid():
            try:
                if act == "check":
                    actions.check(actor=actor, upload=row, **kind.cleaned_data)
                else:
                    _ACTS[act](request, row)
            except Refusal as refusal:
                messages.error(request, refusal.reason)
            return redirect("portability:imports", community.slug) if act == "remove" else redirect(row)
        status = 422
    done, remarks = queries.of_run(row)
    return render(
        request,
        "portability/import/page.html",
        {
            "community": community,
            "header": header_for(actor, community, "settings"),
            "chips": chips(community),
            "row": row,
            "format": queries.format_label(row),
            "trouble": queries.trouble_of(row),
            "kind": kind,
            "checked": queries.lines(row.found.get("results", {})),
            "check_notes": queries.notes(row.found.get("notes", [])),
            "done": done,
            "notes": remarks,
            "undone": queries.lines(row.undo.get("results", {})),
            "undo_notes": queries.notes(row.undo.get("notes", [])),
            "reason": rules.bring_in.reason(actor, community),
            "may_check": rules.check.allows(row),
            "may_start": rules.start.allows(row),
            "may_undo": rules.undo.allows(row),
            "may_remove": rules.remove.allows(row),
            "days": actions.FILE_KEPT.days,
            "report_days": actions.REPORTS_KEPT.days,
        },
        status=status,
    )


def _start(request: HttpRequest, row: ImportUpload) -> None:
    actions.start(actor=actor_of(request), upload=row)


def _stop(request: HttpRequest, row: ImportUpload) -> None:
    actions.stop(actor=actor_of(request), upload=row)


def _undo(request: HttpRequest, row: ImportUpload) -> None:
    actions.undo(actor=actor_of(request), upload=row)


def _remove(request: HttpRequest, row: ImportUpload) -> None:
    actions.remove(actor=actor_of(request), upload=row)
    messages.success(request, _("Removed from the list."))


_ACTS: Final[Mapping[str, Callable[[HttpRequest, ImportUpload], None]]] = {
    "start": _start,
    "stop": _stop,
    "undo": _undo,
    "remove": _remove,
}


@login_required
@require_safe
@with_capability(Capability.SHAPE)
def report(request: HttpRequest, community: Community, number: int, which: str) -> HttpResponse:
    """A row per record, as CSV, for as long as it is kept."""
    row = queries.one_upload(actor_of(request), community, number)
    path = getattr(row, _REPORTS[which], "") if which in _REPORTS else ""
    if not path:
        raise Http404
    try:
        stream = default_storage.open(path)
    except FileNotFoundError:
        raise Http404 from None
    response: HttpResponseBase = FileResponse(
        stream,
        as_attachment=True,
        filename=f"{community.slug}-{which}-{number}.csv",
        content_type="text/csv; charset=utf-8",
    )
    response["Cache-Control"] = "private, no-store"
    return response  # type: ignore[return-value]
