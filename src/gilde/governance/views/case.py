"""Cases, for those who handle them: the lists and the page."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gilde.communities.enums import Capability
from gilde.communities.models import Community
from gilde.communities.queries.header import HeaderData, header_for
from gilde.communities.queries.keyset import After
from gilde.communities.views.place import with_capability
from gilde.core.actor import Actor
from gilde.governance.enums import Side
from gilde.governance.forms.case import DecideForm, JudgeForm, MessageForm, NameForm, NoteForm
from gilde.governance.models import Case
from gilde.governance.queries import case as queries
from gilde.governance.queries.agreement import agreement, agreements
from gilde.governance.queries.disclosure import known
from gilde.governance.rules import appeal as appeal_rules
from gilde.governance.rules import case as rules
from gilde.governance.rules import disclosure as disclosure_rules
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
    return page(request, case_for_handlers(request, number))


def page(request: HttpRequest, case: Case, refused: str = "", form: Form | None = None) -> HttpResponse:
    """The page of ``case``.

    Args:
        refused: the name of the form that was sent and did not go; it stands there as it was typed, whatever happened
            to the case meanwhile.
        form: that form.
    """
    actor = actor_of(request)
    to = request.GET.get("to", "")
    to = to if to in Side.values else Side.REPORTER.value
    offered = agreements(case.community_id)
    whole = queries.whole(actor, case)
    asked = [row for row in whole.appeals if row.decided_at is None or refused == f"judge-{row.pk}"]
    first_rule = next((rule for row in whole.reports if (rule := agreement(row.rule)) in offered), "")
    decide = DecideForm(case=case, agreements=offered, actor=actor, initial={"rule": first_rule})
    judge = JudgeForm(case=case, agreements=offered, actor=actor, initial={"outcome": case.outcome})
    found = known(actor, case)
    forms: dict[str, Form] = {
        "name": NameForm(),
        "note": NoteForm(),
        "message": MessageForm(case=case, initial={"to": to, "text": first_message(case, to)}),
        "decide": decide,
        **{f"judge-{row.pk}": judge for row in asked},
    }
    if form is not None:
        forms[refused] = form
    return render(
        request,
        "governance/case/page.html",
        {
            "actor": actor,
            "case": case,
            "whole": whole,
            "header": _header(actor, case),
            "why_not_take": rules.take.reason(actor, case),
            "why_not_handle": rules.handle.reason(actor, case),
            "asked": [(row, appeal_rules.decide.reason(actor, row)) for row in asked],
            "agreement": agreement,
            "known": found,
            "why_not_name": disclosure_rules.propose.reason(actor, case) if found is not None else "",
            "why_not_agree": (
                disclosure_rules.agree.reason(actor, found.row) if found is not None and found.row is not None else ""
            ),
            "forms": forms,
            "refused": refused,
            "given": request.POST.get("client_id") or None,
        },
        status=422 if refused else 200,
    )


def _header(actor: Actor, case: Case) -> HeaderData | None:
    """The frame of its community, for those who belong there."""
    if case.community is None or actor.role_in(case.community.pk) is None:
        return None
    return header_for(actor, case.community, "cases")
