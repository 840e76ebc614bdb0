"""Requests to join, for who decides on them and for who made them."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gilde.communities.actions import request as actions
from gilde.communities.enums import Capability, RequestState
from gilde.communities.forms.request import DecisionForm
from gilde.communities.models import Community, JoinRequest
from gilde.communities.queries import request as queries
from gilde.communities.queries.header import header_for
from gilde.communities.views.place import actor_of, in_community, with_capability
from gilde.core.rules import Refusal


@login_required
@require_safe
@with_capability(Capability.ADMIT)
def requests(request: HttpRequest, community: Community) -> HttpResponse:
    """What waits for a decision, and the last decisions."""
    return _listed(request, community)


def _listed(request: HttpRequest, community: Community, undecided: int = 0, error: str = "") -> HttpResponse:
    """The list; with ``error`` beside request ``undecided``, whose note stands there as it was typed."""
    actor = actor_of(request)
    return render(
        request,
        "communities/request/list.html",
        {
            "community": community,
            "header": header_for(actor, community, "requests"),
            "waiting": queries.waiting(actor, community),
            "decided": queries.decided(actor, community),
            "form": DecisionForm(),
            "undecided": undecided,
            "typed": request.POST.get("note", ""),
            "error": error,
        },
        status=422 if error else 200,
    )


def _find(request: HttpRequest, community: Community, number: int) -> JoinRequest:
    row = (
        JoinRequest.objects.visible_to(actor_of(request))
        .filter(community=community, pk=number)
        .select_related("community", "person")
        .first()
    )
    if row is None:
        raise Http404
    return row


@login_required
@require_POST
@with_capability(Capability.ADMIT)
def decide(request: HttpRequest, community: Community, number: int) -> HttpResponse:
    """Let somebody in (``accept``) or say no (``decline``), with a word that they read."""
    actor = actor_of(request)
    row = _find(request, community, number)
    form = DecisionForm(request.POST)
    if row.state == RequestState.OPEN:
        if not form.is_valid():
            return _listed(request, community, row.pk, " ".join(str(error) for error in form.errors["note"]))
        note = form.cleaned_data["note"]
        try:
            if request.POST.get("accept"):
                decided = actions.accept(actor=actor, request=row, note=note) is not None
                done = _("%(name)s is now a member.")
            else:
                actions.decline(actor=actor, request=row, note=note)
                decided, done = row.state == RequestState.DECLINED, _("%(name)s will get your answer.")
        except Refusal as refusal:
            return _listed(request, community, row.pk, refusal.reason)
        if decided:
            messages.success(request, done % {"name": row.person.name})
            return redirect("communities:requests", community.slug)
    messages.info(request, _("Someone else has already decided on this request."))
    return redirect("communities:requests", community.slug)


@login_required
@require_POST
@in_community
def withdraw(request: HttpRequest, community: Community, number: int) -> HttpResponse:
    """Take one's own request back."""
    row = _find(request, community, number)
    actions.withdraw(actor=actor_of(request), request=row)
    messages.success(request, _("Your request is withdrawn."))
    return redirect("communities:about", community.slug)
