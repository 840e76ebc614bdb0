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
        },
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
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect("communities:requests", community.slug)
    was_open = row.state == RequestState.OPEN
    try:
        if request.POST.get("accept"):
            actions.accept(actor=actor, request=row, note=form.cleaned_data["note"])
            done = _("%(name)s is now a member.")
        else:
            actions.decline(actor=actor, request=row, note=form.cleaned_data["note"])
            done = _("%(name)s will get your answer.")
    except Refusal as refusal:
        messages.error(request, refusal.reason)
    else:
        if was_open:
            messages.success(request, done % {"name": row.person.name})
        else:
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
