"""What hosts see: who waits for a word, and the next act beside it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gilde.attention.insights.actions.care import see_to
from gilde.attention.insights.enums import Need
from gilde.attention.insights.queries.care import care, gone_quiet, waiting_newcomers
from gilde.attention.insights.queries.first_answer import in_words, usual_wait
from gilde.communities.enums import Capability
from gilde.communities.models import Community
from gilde.communities.queries.header import header_for
from gilde.communities.views.place import actor_of, with_capability
from gilde.people.models import Person


@login_required
@require_safe
@with_capability(Capability.ADMIT)
def show(request: HttpRequest, community: Community) -> HttpResponse:
    """Questions, newcomers and members gone quiet, the next act one tap away."""
    actor = actor_of(request)
    seconds = usual_wait(community.pk)
    return render(
        request,
        "insights/care/page.html",
        {
            "community": community,
            "header": header_for(actor, community, "care"),
            "care": care(actor, community),
            "wait": in_words(seconds) if seconds is not None else "",
        },
    )


@login_required
@require_POST
@with_capability(Capability.ADMIT)
def done(request: HttpRequest, community: Community, need: str, number: int) -> HttpResponse:
    """Take somebody off the list: they were seen to."""
    if need not in Need.values or number >= 2**63:
        raise Http404
    listed = waiting_newcomers(community) if need == Need.NEWCOMER else gone_quiet(community)
    person = Person.objects.filter(pk=number).first() if listed.filter(person=number).exists() else None
    if person is not None:
        see_to(actor=actor_of(request), community=community, person=person, need=Need(need))
        messages.success(request, _("%(name)s is off the list.") % {"name": person.name})
    return redirect("insights:care", community.slug)
