"""How a community keeps to its agreements, for everyone who reads it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gilde.communities.models import Community
from gilde.communities.queries.header import header_for
from gilde.communities.views.place import for_readers
from gilde.governance.queries.log import log
from gilde.governance.queries.newest import Key
from gilde.governance.queries.quarter import FEW, quarters
from gilde.governance.sentences import sentence
from gilde.governance.views.door import actor_of


@require_safe
@for_readers
def openness(request: HttpRequest, community: Community) -> HttpResponse:
    """Numbers per quarter, small ones veiled; for members also what hosts did."""
    actor = actor_of(request)
    found = log(actor, community, before=Key.read(request.GET.get("before", "")))
    return render(
        request,
        "governance/place/openness.html",
        {
            "community": community,
            "header": header_for(actor, community, "openness"),
            "quarters": quarters(community),
            "few": FEW,
            "acts": [(act, sentence(act)) for act in found.acts],
            "after": found.after,
        },
    )
