"""The shared ambition: its list, its page, and writing it down."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gilde.communities.actions import ambition as actions
from gilde.communities.enums import Capability
from gilde.communities.forms.ambition import AmbitionForm, BehaviourForm, ResultForm
from gilde.communities.models import Ambition, Behaviour, Community, Result
from gilde.communities.queries import ambition as queries
from gilde.communities.queries.header import HeaderData, header_for
from gilde.communities.rules import ambition as rules
from gilde.communities.views.place import actor_of, for_readers, in_community, with_capability
from gilde.core.idempotency import read_client_id
from gilde.core.panels import Slot, panels
from gilde.core.rules import Refusal


@require_safe
@for_readers
def ambitions(request: HttpRequest, community: Community) -> HttpResponse:
    """Where this community wants to go."""
    actor = actor_of(request)
    header = header_for(actor, community, "ambition")
    return render(
        request,
        "communities/ambition/list.html",
        {
            "community": community,
            "header": header,
            "ambitions": queries.ambitions(actor, community),
            "may_share": Capability.SHAPE in header.capabilities,
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@with_capability(Capability.SHAPE)
def share(request: HttpRequest, community: Community) -> HttpResponse:
    """Write an ambition down."""
    actor = actor_of(request)
    form = AmbitionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.share(
                actor=actor,
                community=community,
                client_id=read_client_id(request.POST.get("client_id")),
                **form.cleaned_data,
            )
        except Refusal as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("Now name the behaviour that shows it."))
            return redirect(row)
    return _form_page(request, community, form, None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@with_capability(Capability.SHAPE)
def edit(request: HttpRequest, community: Community, number: int) -> HttpResponse:
    """Say it better."""
    row = _find(request, community, number)
    form = AmbitionForm(
        request.POST if request.method == "POST" else None, initial={"title": row.title, "why": row.why}
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(actor=actor_of(request), ambition=row, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("Saved."))
            return redirect(row)
    return _form_page(request, community, form, row)


def _form_page(request: HttpRequest, community: Community, form: AmbitionForm, row: Ambition | None) -> HttpResponse:
    return render(
        request,
        "communities/ambition/edit.html",
        {
            "community": community,
            "header": header_for(actor_of(request), community, "ambition"),
            "form": form,
            "ambition": row,
            "given": request.POST.get("client_id", ""),
        },
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_readers
def ambition(request: HttpRequest, community: Community, number: int) -> HttpResponse:
    """Its behaviours and results, and everything that names it. A POST reports a result or names a behaviour."""
    actor = actor_of(request)
    row = _find(request, community, number)
    naming = request.method == "POST" and request.POST.get("part") == "behaviour"
    reporting = request.method == "POST" and not naming
    behaviour = BehaviourForm(request.POST if naming else None, prefix="behaviour")
    result = ResultForm(request.POST if reporting else None, initial={"on": timezone.localdate()}, prefix="result")
    try:
        if naming and behaviour.is_valid():
            actions.name_behaviour(actor=actor, ambition=row, text=behaviour.cleaned_data["text"])
            return redirect(row)
        if reporting and result.is_valid():
            actions.report(
                actor=actor,
                ambition=row,
                client_id=read_client_id(request.POST.get("client_id")),
                **result.cleaned_data,
            )
            messages.success(request, _("Your result is on the page."))
            return redirect(row)
    except Refusal as refusal:
        (behaviour if naming else result).add_error(None, refusal.reason)
    header: HeaderData = header_for(actor, community, "ambition")
    return render(
        request,
        "communities/ambition/page.html",
        {
            "actor": actor,
            "community": community,
            "header": header,
            "ambition": row,
            "harvest": queries.harvest(actor, row),
            "panels": panels(Slot.AMBITION, actor, row),
            "behaviour": behaviour,
            "result": result,
            "may_share": Capability.SHAPE in header.capabilities,
            "may_report": Capability.CONTRIBUTE in header.capabilities,
            "why_not_report": rules.report.reason(actor, row) if Capability.CONTRIBUTE in header.capabilities else "",
            "given": request.POST.get("client_id", ""),
        },
        status=422 if behaviour.errors or result.errors else 200,
    )


@login_required
@require_POST
@with_capability(Capability.SHAPE)
def close(request: HttpRequest, community: Community, number: int) -> HttpResponse:
    """Close an ambition, or with ``reopen`` take it up again."""
    row = _find(request, community, number)
    actions.close(actor=actor_of(request), ambition=row, closed=not request.POST.get("reopen"))
    return redirect(row)


@login_required
@require_POST
@with_capability(Capability.SHAPE)
def drop(request: HttpRequest, community: Community, number: int, behaviour: int) -> HttpResponse:
    """Let a behaviour go."""
    row = _find(request, community, number)
    item = Behaviour.objects.visible_to(actor_of(request)).filter(ambition=row, pk=behaviour).first()
    if item is None:
        raise Http404
    item.ambition = row
    actions.drop_behaviour(actor=actor_of(request), behaviour=item)
    return redirect(row)


@login_required
@require_POST
@in_community
def remove_result(request: HttpRequest, community: Community, number: int, result: int) -> HttpResponse:
    """Take a result away."""
    row = _find(request, community, number)
    item = Result.objects.visible_to(actor_of(request)).filter(ambition=row, pk=result).first()
    if item is None:
        raise Http404
    item.ambition = row
    actions.remove_result(actor=actor_of(request), result=item)
    messages.success(request, _("Removed."))
    return redirect(row)


def _find(request: HttpRequest, community: Community, number: int) -> Ambition:
    row = queries.ambition(actor_of(request), community, number)
    if row is None:
        raise Http404
    return row
