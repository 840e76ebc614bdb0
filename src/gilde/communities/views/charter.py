"""What a community agrees on: to read and to accept."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gilde.communities.actions import charter as actions
from gilde.communities.models import Community
from gilde.communities.queries.charter import versions
from gilde.communities.queries.header import header_for
from gilde.communities.views.place import actor_of, in_community
from gilde.core.rules import Refusal


@require_http_methods(["GET", "HEAD", "POST"])
@in_community
def charter(request: HttpRequest, community: Community) -> HttpResponse:
    """The agreements in force, with a button for members who have not accepted them yet."""
    actor = actor_of(request)
    reason = ""
    if request.method == "POST":
        text = request.POST.get("charter", "")
        try:
            actions.accept(
                actor=actor, community=community, charter_id=int(text) if text.isdecimal() and len(text) < 19 else 0
            )
        except Refusal as refusal:
            reason = refusal.reason
        else:
            messages.success(request, _("Thank you. You can write here again."))
            return redirect(community)
    header = header_for(actor, community, "charter")
    return render(
        request,
        "communities/charter/page.html",
        {
            "community": community,
            "header": header,
            "charter": community.charter,
            "former": versions(community)[1:] if header.readable else [],
            "reason": reason,
        },
        status=409 if reason else 200,
    )
