"""What I reported, and what was reported about me."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gilde.governance.actions import appeal as actions
from gilde.governance.forms.report import AppealForm
from gilde.governance.queries import mine as queries
from gilde.governance.queries.agreement import agreement
from gilde.governance.rules import appeal as rules
from gilde.governance.views.door import actor_of, case_for_sides
from gilde.governance.words import decided, measured


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Both lists."""
    return render(request, "governance/mine/list.html", {"mine": queries.mine(actor_of(request)), "decided": decided})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_case(request: HttpRequest, number: int) -> HttpResponse:
    """One case as my side sees it; a POST appeals."""
    actor = actor_of(request)
    case = case_for_sides(request, number)
    form = AppealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        row = actions.appeal(actor=actor, case=case, words=form.cleaned_data["words"])
        if row.words == form.cleaned_data["words"]:
            messages.success(request, _("Your appeal is with someone who did not decide before."))
        else:
            messages.info(request, _("You have appealed already. What you wrote then stands."))
        return redirect("governance:my_case", case.pk)
    return render(
        request,
        "governance/mine/case.html",
        {
            "mine": queries.my_case(actor, case),
            "case": case,
            "decided": decided(case, is_about_me=case.is_of(actor.person_id)),
            "measured": measured(case),
            "agreement": agreement,
            "form": form,
            "why_not": rules.appeal.reason(actor, case),
        },
        status=422 if request.method == "POST" else 200,
    )
