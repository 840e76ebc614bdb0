"""A list of people to invite: what would happen per row, sending it, and what became of it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gilde.communities.actions import batch as actions
from gilde.communities.enums import Capability, RowResult
from gilde.communities.models import Community, InvitationBatch
from gilde.communities.queries.batch import counts, report, rows_of
from gilde.communities.queries.header import header_for
from gilde.communities.rules import invitation as rules
from gilde.communities.views.place import actor_of, with_capability


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@with_capability(Capability.ADMIT)
def batch(request: HttpRequest, community: Community, number: int) -> HttpResponse:
    """The rows with their results; ``send`` in a POST mails, ``discard`` throws the list away."""
    actor = actor_of(request)
    row = (
        InvitationBatch.objects.visible_to(actor)
        .filter(community=community, pk=number)
        .select_related("community", "created_by")
        .first()
    )
    if row is None:
        raise Http404
    if request.method == "POST" and request.POST.get("discard"):
        actions.discard(actor=actor, batch=row)
        if row.sent_at is None:
            messages.success(request, _("The list is deleted. Nobody got an email from it."))
        return redirect("communities:invite", community.slug)
    if request.method == "POST":
        actions.send(actor=actor, batch=row)
        messages.success(request, _("The invitations are on their way."))
        return redirect("communities:batch", community.slug, row.pk)
    start = request.GET.get("from", "")
    found = counts(rows_of(row))
    return render(
        request,
        "communities/batch/page.html",
        {
            "community": community,
            "header": header_for(actor, community, "invite"),
            "batch": row,
            "report": report(
                actor, row, start=int(start) if start.isascii() and start.isdigit() and len(start) < 6 else 0
            ),
            "counts": found,
            "to_invite": found[RowResult.TO_INVITE],
            "results": RowResult,
            "reason": rules.send.reason(actor, row),
        },
    )
