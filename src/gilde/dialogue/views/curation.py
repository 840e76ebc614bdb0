"""Pinning, closing, moving and deleting a contribution."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gilde.communities.models import Community
from gilde.core.rules import Refusal
from gilde.dialogue.actions import curation as actions
from gilde.dialogue.actions.contribution import delete as delete_contribution
from gilde.dialogue.forms.curation import CloseForm, MoveForm
from gilde.dialogue.models import Contribution
from gilde.dialogue.queries.composer import places_for
from gilde.dialogue.queries.one import deleted_by
from gilde.dialogue.rules import contribution as rules
from gilde.dialogue.views.contribution import get_contribution, number_in
from gilde.dialogue.views.door import actor_of, for_people


@for_people
@require_POST
def pin(request: HttpRequest, number: int) -> HttpResponse:
    """Keep it at the top of its community (``on=1``), or let it go (``on=0``)."""
    actor = actor_of(request)
    contribution = get_contribution(actor, number)
    if request.POST.get("on") == "0":
        actions.unpin(actor=actor, contribution=contribution)
        messages.success(request, _("It is no longer pinned."))
    else:
        actions.pin(actor=actor, contribution=contribution)
        messages.success(request, _("It is pinned to the top of %(name)s.") % {"name": contribution.community.name})
    return HttpResponseRedirect(contribution.get_absolute_url())


@for_people
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, number: int) -> HttpResponse:
    """End the conversation, with a reason."""
    actor = actor_of(request)
    contribution = get_contribution(actor, number)
    rules.close.require(actor, contribution)
    form = CloseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.close(actor=actor, contribution=contribution, reason=form.cleaned_data["reason"])
        return HttpResponseRedirect(contribution.get_absolute_url())
    return render(
        request,
        "dialogue/curation/close.html",
        {"contribution": contribution, "form": form},
        status=422 if form.errors else 200,
    )


@for_people
@require_POST
def reopen(request: HttpRequest, number: int) -> HttpResponse:
    """Let people reply again."""
    actor = actor_of(request)
    contribution = get_contribution(actor, number)
    actions.reopen(actor=actor, contribution=contribution)
    return HttpResponseRedirect(contribution.get_absolute_url())


@for_people
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, number: int) -> HttpResponse:
    """Choose another community for it."""
    actor = actor_of(request)
    contribution = get_contribution(actor, number)
    rules.move.require(actor, contribution)
    if request.method == "POST" and number_in(request.POST.get("community", "")) == contribution.community_id:
        return _moved(request, contribution)  # the second of two clicks
    places = [place for place in places_for(actor, contribution.kind) if place.pk != contribution.community_id]
    form = MoveForm(request.POST if request.method == "POST" else None, places=places)
    if request.method == "POST" and form.is_valid():
        goal = Community.objects.readable_by(actor).get(pk=form.cleaned_data["community"])
        try:
            moved = actions.move(actor=actor, contribution=contribution, to=goal)
        except Refusal as refusal:
            form.add_error("community", refusal.reason)
        else:
            return _moved(request, moved)
    return render(
        request,
        "dialogue/curation/move.html",
        {"contribution": contribution, "form": form, "places": places},
        status=422 if form.errors else 200,
    )


@for_people
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, number: int) -> HttpResponse:
    """Ask once, then take it away with everything under it. A second click finds it gone, as its writer wanted."""
    actor = actor_of(request)
    gone = deleted_by(actor, number) if request.method == "POST" else None
    if gone is not None:
        return _deleted(request, gone)
    contribution = get_contribution(actor, number)
    rules.delete.require(actor, contribution)
    if request.method == "POST":
        delete_contribution(actor=actor, contribution=contribution)
        return _deleted(request, contribution)
    return render(
        request,
        "dialogue/curation/delete.html",
        {
            "title": contribution.title,
            "words": contribution.excerpt,
            "replies": contribution.answer_count + contribution.comment_count,
            "back": contribution.get_absolute_url(),
        },
    )


def _moved(request: HttpRequest, contribution: Contribution) -> HttpResponse:
    messages.success(request, _("It is in %(name)s now.") % {"name": contribution.community.name})
    return HttpResponseRedirect(contribution.get_absolute_url())


def _deleted(request: HttpRequest, contribution: Contribution) -> HttpResponse:
    messages.success(request, _("“%(title)s” is deleted.") % {"title": contribution.title})
    return HttpResponseRedirect(contribution.community.get_absolute_url())
