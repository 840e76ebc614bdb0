"""Cases, for those who handle them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gilde.communities.enums import Capability
from gilde.communities.models import Community
from gilde.communities.queries.header import HeaderData, header_for
from gilde.communities.queries.keyset import After
from gilde.communities.views.place import with_capability
from gilde.core.actor import Actor
from gilde.core.rules import Refusal
from gilde.governance.actions import appeal as appeals
from gilde.governance.actions import case as actions
from gilde.governance.enums import Outcome, Side
from gilde.governance.forms.case import DecideForm, JudgeForm, MessageForm, NoteForm
from gilde.governance.models import Appeal, Case
from gilde.governance.queries import case as queries
from gilde.governance.queries.agreement import agreements
from gilde.governance.rules import appeal as appeal_rules
from gilde.governance.rules import case as rules
from gilde.governance.views.door import actor_of, case_for_handlers
from gilde.governance.words import first_message


@login_required
@require_safe
@with_capability(Capability.MODERATE)
def of_community(request: HttpRequest, community: Community) -> HttpResponse:
    """What waits in one community, the longest first, and what was decided."""
    actor = actor_of(request)
    found = queries.cases(actor, community, after=After.read(request.GET.get("after", "")))
    header = header_for(actor, community, "cases")
    return render(request, "governance/case/list.html", {"community": community, "header": header, "cases": found})


@login_required
@require_safe
def everywhere(request: HttpRequest) -> HttpResponse:
    """The same over all communities, for the operator."""
    actor = actor_of(request)
    if not actor.is_operator or actor.person_id is None:
        raise Http404
    found = queries.cases(actor, None, after=After.read(request.GET.get("after", "")))
    return render(request, "governance/case/everywhere.html", {"cases": found})


@login_required
@require_safe
def case(request: HttpRequest, number: int) -> HttpResponse:
    """One case with everything in it."""
    return _page(request, case_for_handlers(request, number))


def _page(request: HttpRequest, case: Case, status: int = 200, **sent: Any) -> HttpResponse:
    actor = actor_of(request)
    to = request.GET.get("to", "")
    to = to if to in Side.values else Side.REPORTER.value
    offered = agreements(case.community_id)
    whole = queries.whole(actor, case)
    asked = [row for row in whole.appeals if row.decided_at is None]
    first_rule = next((row.rule for row in whole.reports if row.rule in offered), "")
    forms = {
        "note": NoteForm(),
        "message": MessageForm(case=case, initial={"to": to, "text": first_message(case, to)}),
        "decide": DecideForm(
            case=case, agreements=offered, is_operator=actor.is_operator, initial={"rule": first_rule}
        ),
        "judge": JudgeForm(
            case=case, agreements=offered, is_operator=actor.is_operator, initial={"outcome": case.outcome}
        ),
        **sent,
    }
    return render(
        request,
        "governance/case/page.html",
        {
            "case": case,
            "whole": whole,
            "header": _header(actor, case),
            "why_not_take": rules.take.reason(actor, case),
            "why_not_handle": rules.handle.reason(actor, case),
            "asked": [(row, appeal_rules.decide.reason(actor, row)) for row in asked],
            "forms": forms,
        },
        status=status,
    )


def _header(actor: Actor, case: Case) -> HeaderData | None:
    """The frame of its community, for those who belong there."""
    if case.community is None or actor.role_in(case.community.pk) is None:
        return None
    return header_for(actor, case.community, "cases")


@login_required
@require_POST
def take(request: HttpRequest, number: int) -> HttpResponse:
    """Take it on; with ``on=0`` give it back."""
    actor, row = actor_of(request), case_for_handlers(request, number)
    if request.POST.get("on") == "0":
        actions.release(actor=actor, case=row)
        messages.success(request, _("Someone else can take this on now."))
    else:
        actions.take(actor=actor, case=row)
        messages.success(request, _("You handle this now."))
    return redirect(row)


@login_required
@require_POST
def note(request: HttpRequest, number: int) -> HttpResponse:
    """Leave a note."""
    row = case_for_handlers(request, number)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, row, 422, note=form)
    actions.note(actor=actor_of(request), case=row, text=form.cleaned_data["note"])
    messages.success(request, _("Saved."))
    return redirect(row)


@login_required
@require_POST
def message(request: HttpRequest, number: int) -> HttpResponse:
    """Write to one of the sides."""
    row = case_for_handlers(request, number)
    form = MessageForm(request.POST, case=row)
    if not form.is_valid():
        return _page(request, row, 422, message=form)
    try:
        actions.message(
            actor=actor_of(request), case=row, to=Side(form.cleaned_data["to"]), text=form.cleaned_data["text"]
        )
    except Refusal as refusal:
        form.add_error(None, refusal.reason)
        return _page(request, row, 422, message=form)
    messages.success(request, _("Sent."))
    return redirect(row)


@login_required
@require_POST
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Decide on a case."""
    row = case_for_handlers(request, number)
    form = DecideForm(
        request.POST, case=row, agreements=agreements(row.community_id), is_operator=actor_of(request).is_operator
    )
    if not form.is_valid():
        return _page(request, row, 422, decide=form)
    data = form.cleaned_data
    try:
        actions.decide(
            actor=actor_of(request),
            case=row,
            outcome=Outcome(data["outcome"]),
            rule=data["rule"],
            reasons=data["reasons"],
            measure=form.measure,
        )
    except Refusal as refusal:
        form.add_error(None, refusal.reason)
        return _page(request, row, 422, decide=form)
    messages.success(request, _("Decided. Those it concerns are told."))
    return redirect(row)


@login_required
@require_POST
def lift(request: HttpRequest, number: int) -> HttpResponse:
    """End a measure before its time."""
    row = case_for_handlers(request, number)
    actions.lift(actor=actor_of(request), case=row)
    messages.success(request, _("The measure has ended."))
    return redirect(row)


@login_required
@require_POST
def judge(request: HttpRequest, number: int, appeal: int) -> HttpResponse:
    """Decide on an appeal."""
    row = case_for_handlers(request, number)
    asked = Appeal.objects.filter(case=row, pk=appeal).select_related("case").first() if appeal < 2**63 else None
    if asked is None:
        raise Http404
    form = JudgeForm(request.POST, case=row, agreements=(), is_operator=actor_of(request).is_operator)
    if not form.is_valid():
        return _page(request, row, 422, judge=form)
    try:
        appeals.decide(
            actor=actor_of(request),
            appeal=asked,
            outcome=Outcome(form.cleaned_data["outcome"]),
            reasons=form.cleaned_data["reasons"],
        )
    except Refusal as refusal:
        form.add_error(None, refusal.reason)
        return _page(request, row, 422, judge=form)
    messages.success(request, _("Decided. Those it concerns are told."))
    return redirect(row)
