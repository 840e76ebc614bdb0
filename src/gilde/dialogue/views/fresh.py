"""What was replied while somebody has a conversation open: how much, and on a click the replies in their place."""

from __future__ import annotations

import json
from datetime import datetime

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect

from gilde.core.actor import Actor
from gilde.dialogue.forms.reply import ReplyForm
from gilde.dialogue.models import Contribution
from gilde.dialogue.queries.fresh import Fresh, fresh
from gilde.dialogue.queries.page import contribution_page
from gilde.dialogue.queries.replies import chosen_replies
from gilde.dialogue.rules.acts import acts
from gilde.dialogue.views.contribution import get_contribution
from gilde.dialogue.views.door import actor_of
from gilde.dialogue.views.shown import ShownReplies


@require_safe
def replies(request: HttpRequest, number: int) -> HttpResponse:
    """How many replies of others came after ``since``; with ``show`` these replies, each for the list it belongs in.

    ``more`` names the lists that the open page does not show to their end; ``part`` says that it shows a part only.
    What belongs beyond, and what is too much, is read at its own address.
    """
    actor = actor_of(request)
    if actor.person_id is None:
        return HttpResponse(status=204)
    contribution = get_contribution(actor, number)
    found = fresh(actor, contribution, since_of(request))
    here = found.fits and (found.places | {"part"}).isdisjoint(request.GET.getlist("more"))
    away = f"{contribution.get_absolute_url()}{found.first}"
    if "show" not in request.GET:
        context = {"contribution": contribution, "found": found, "here": here, "away": away}
        context |= {"since": since_of(request), "is_part": "part" in request.GET.getlist("more")}
        return render(request, "dialogue/contribution/fresh.html", context)
    if not request.headers.get("HX-Request"):
        return HttpResponseRedirect(away)
    if not here:
        return HttpResponseClientRedirect(away)
    return _pieces(request, actor, contribution, found)


def _pieces(request: HttpRequest, actor: Actor, contribution: Contribution, found: Fresh) -> HttpResponse:
    chosen = chosen_replies(actor, contribution, found.answers, list(found.comments))
    data = contribution_page(actor, contribution, found=chosen)
    possible = acts(actor, contribution, data.standing, data.around.pinned)
    answer = render(
        request,
        "dialogue/contribution/pieces.html",
        {
            "page": data,
            "contribution": contribution,
            "community": contribution.community,
            "acts": possible,
            "shown": ShownReplies(data, possible, contribution.get_absolute_url()),
            "since": found.until,
            "found": None,
            "is_part": False,
            "may_join": False,
            "reply": ReplyForm(),
            "reply_at": "",
            "looked_at": [],
            "reply_shown": "",
            "reply_files": (),
            "quote": None,
        },
    )
    # The browser goes to the first of them (live.js), and marks them as read like a page that was just opened.
    answer["HX-Trigger-After-Settle"] = json.dumps({"shown": found.first.partition("#")[2]})
    return answer


def since_of(request: HttpRequest) -> datetime:
    """The moment after which a page asks for what is new.

    Raises:
        BadRequest: for anything else.
    """
    try:
        at = parse_datetime(request.GET.get("since", ""))
    except ValueError:
        at = None
    if at is None or not is_aware(at) or not 1970 <= at.year <= 9000:  # beyond, an engine has no such moment
        raise BadRequest
    return at
