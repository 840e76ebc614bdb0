"""The place of a community among others: what it is part of, and what is part of it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gilde.communities.actions import edge as actions
from gilde.communities.enums import Capability
from gilde.communities.forms.edge import EdgeForm
from gilde.communities.models import Community, Edge
from gilde.communities.queries.community import places_to_grow, surroundings
from gilde.communities.queries.header import header_for
from gilde.communities.rules import community as community_rules
from gilde.communities.views.place import actor_of, in_community, with_capability
from gilde.communities.views.settings import chips
from gilde.core.rules import Refusal


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@with_capability(Capability.SHAPE)
def place(request: HttpRequest, community: Community) -> HttpResponse:
    """The communities above and below. A POST puts this one under another."""
    actor = actor_of(request)
    around = surroundings(actor, community)
    taken = {community.pk, *(one.community.pk for one in around.parents)}
    choices = [(row.pk, row.name) for row in places_to_grow(actor) if row.pk not in taken]
    form = EdgeForm(request.POST if request.method == "POST" else None, parents=choices)
    if request.method == "POST" and form.is_valid():
        parent = Community.objects.visible_to(actor).get(pk=form.cleaned_data["parent"])
        try:
            actions.draw(actor=actor, child=community, parent=parent, required=form.cleaned_data["required"])
        except Refusal as refusal:
            form.add_error("parent", refusal.reason)
        else:
            messages.success(request, _("Saved."))
            return redirect("communities:place", community.slug)
    return render(
        request,
        "communities/settings/place.html",
        {
            "community": community,
            "header": header_for(actor, community, "settings"),
            "chips": chips(community),
            "around": around,
            "choices": choices,
            "form": form,
            "reason": community_rules.shape.reason(actor, community),
        },
        status=422 if form.errors else 200,
    )


@login_required
@require_POST
@in_community
def change(request: HttpRequest, community: Community, number: int) -> HttpResponse:
    """Take one edge away (``remove``), or move a child up or down (``step`` -1 or 1)."""
    actor = actor_of(request)
    known = Community.objects.visible_to(actor).values("pk")
    edge = Edge.objects.filter(pk=number, parent__in=known, child__in=known).select_related("parent", "child").first()
    if edge is None or community.pk not in {edge.parent_id, edge.child_id}:
        raise Http404
    step = {"-1": -1, "1": 1}.get(request.POST.get("step", ""), 0)
    if step:
        actions.arrange(actor=actor, parent=community, edge=edge, step=step)
    else:
        actions.erase(actor=actor, edge=edge)
        messages.success(request, _("Saved."))
    return redirect("communities:place", community.slug)
