"""Reporting something."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gilde.core.idempotency import first_result, read_client_id
from gilde.core.limits import count
from gilde.core.reportables import reportables
from gilde.governance.actions import report as actions
from gilde.governance.forms.report import ReportForm
from gilde.governance.models import Report
from gilde.governance.queries.agreement import agreements
from gilde.governance.rules import report as rules
from gilde.governance.views.door import actor_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """A short form; what the reader cannot see is not found."""
    actor = actor_of(request)
    reportable = reportables().get(kind)
    thing = reportable.find(actor, number) if reportable is not None and number < 2**63 else None
    client_id = read_client_id(request.POST.get("client_id"))
    if request.method == "POST" and first_result(Report, client_id=client_id, reporter_id=actor.person_id):
        messages.info(request, _("This had arrived already, so it counts once."))
        return redirect("governance:mine")  # by now it may have been removed
    if thing is None or reportable is None or actor.person_id is None:
        raise Http404
    offered = agreements(thing.community_id, to=actor)
    form = ReportForm(request.POST or None, agreements=offered)
    reason = rules.report.reason(actor, thing)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and not reason:
            if count("report", f"person:{actor.person_id}", rules.A_DAY).allowed:
                row = actions.report(
                    actor=actor, kind=kind, number=number, thing=thing, client_id=client_id, **form.cleaned_data
                )
                if row.client_id == client_id:
                    thanks = _(
                        "Thank you for telling us. Someone looks at it, and you will see here what becomes of it."
                    )
                    messages.success(request, thanks)
                else:
                    messages.info(request, _("You have reported this already. What you wrote then stands."))
                return redirect("governance:mine")
            form.add_error(None, _("You sent many reports today. Wait until tomorrow, or write to a host."))
            status = 429
    return render(
        request,
        "governance/report/page.html",
        {"thing": thing, "kind": reportable, "number": number, "form": form, "reason": reason,
         "given": request.POST.get("client_id", "")},
        status=status,
    )  # fmt: skip
