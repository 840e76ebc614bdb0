"""Giving compliments, and deciding what one's own profile shows."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gilde.core.actor import Actor
from gilde.core.idempotency import read_client_id
from gilde.core.limits import Rate, count
from gilde.core.rules import Refusal
from gilde.dialogue.actions import compliment as actions
from gilde.dialogue.enums import ComplimentState
from gilde.dialogue.forms.compliment import WORDS, ComplimentForm
from gilde.dialogue.models import Contribution
from gilde.dialogue.queries.compliment import (
    between_us,
    given,
    nameable_behaviours,
    nameable_skills,
    received,
    shown_by,
    took_part,
    waiting,
)
from gilde.dialogue.queries.page import contribution_for
from gilde.dialogue.rules import compliment as rules
from gilde.dialogue.views.again import say_what_stands
from gilde.dialogue.views.contribution import number_in
from gilde.dialogue.views.door import actor_of, for_people
from gilde.people.models import Person

_PARTS: Final = {
    "waiting": ComplimentState.WAITING,
    "shown": ComplimentState.SHOWN,
    "hidden": ComplimentState.HIDDEN,
}
_A_DAY: Final = Rate(40, 24 * 3600)  # thanks, not a campaign
_GONE: Final = gettext_lazy(
    "This is about something that is not there, or not open to you. Send it without, or say what it is about in words."
)


@for_people
@require_safe
def compliments(request: HttpRequest) -> HttpResponse:
    """What I received, by what I decided about it, and what I gave."""
    actor = actor_of(request)
    part = request.GET.get("part", "waiting")
    after = number_in(request.GET.get("after", "")) or None
    if part == "given":
        page = given(actor, after=after)
    elif part in _PARTS:
        page = received(actor, _PARTS[part], after=after)
    else:
        raise Http404
    return render(request, "dialogue/compliment/list.html", {"page": page, "part": part, "waiting": waiting(actor)})


@for_people
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Thank somebody (``to``, a handle) in one sentence, about a contribution (``about``, its number) or in words.

    With ``word`` it is no thanks but a welcome, or a word to somebody who is missed.
    """
    actor = actor_of(request)
    receiver = _receiver(request, actor)
    contribution, is_gone = None, False
    try:
        contribution = _about(request, actor)
    except Http404:
        if request.method != "POST":
            raise
        is_gone = True  # since the form was opened: its sentence stays, and can be about something in words
    refusal = (
        rules.give.reason(actor, receiver)
        if contribution is None
        else rules.give_about.reason(actor, receiver, took_part=took_part(receiver, contribution))
    )
    if refusal:
        raise Refusal(refusal)
    occasion = request.GET.get("word", "") if contribution is None else ""
    word = WORDS.get(occasion)
    form = ComplimentForm(
        request.POST if request.method == "POST" else None,
        word=word,
        about_contribution=contribution is not None,
        skills=nameable_skills(actor, receiver),
        behaviours=nameable_behaviours(actor, receiver, contribution),
    )
    if is_gone:
        form.add_error(None, _GONE)
    if request.method == "POST" and form.is_valid():
        if not count("compliment", f"person:{actor.person_id}", _A_DAY).allowed:
            form.add_error(None, _("That is a lot of compliments for one day. Continue tomorrow."))
        else:
            data = form.cleaned_data
            made = actions.give(
                actor=actor,
                receiver=receiver,
                text=data["text"],
                contribution=contribution,
                about=data.get("about") or "",
                skill=data.get("skill"),
                behaviour=data.get("behaviour"),
                client_id=read_client_id(request.POST.get("client_id")),
            )
            say_what_stands(request, sent=data["text"], stands=made.text)
            messages.success(request, _("%(name)s can read it now.") % {"name": receiver.name})
            back = contribution.get_absolute_url() if contribution is not None else receiver.get_absolute_url()
            return HttpResponseRedirect(back)
    return render(
        request,
        "dialogue/compliment/new.html",
        {
            "form": form,
            "receiver": receiver,
            "contribution": contribution,
            "occasion": occasion if word else "",
            "title": str(word.title if word else _("Thank %(name)s in a sentence")) % {"name": receiver.name},
            "given": request.POST.get("client_id"),
        },
        status=422 if form.errors else 200,
    )


@for_people
@require_POST
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Show a compliment on my profile, keep it to myself, or take back one that I gave."""
    actor = actor_of(request)
    row = between_us(actor, number)
    if row is None:
        raise Http404
    act = request.POST.get("act", "")
    if act in {"show", "hide"} and row.receiver_id == actor.person_id and row.state == ComplimentState.WITHDRAWN:
        messages.info(request, _("This compliment is no longer there."))  # since the list was opened
    elif act == "show":
        actions.show(actor=actor, compliment=row)
        messages.success(request, _("It is on your profile now."))
    elif act == "hide":
        actions.hide(actor=actor, compliment=row)
        messages.success(request, _("It stays between the two of you."))
    elif act == "withdraw":
        actions.withdraw(actor=actor, compliment=row)
        messages.success(request, _("Your compliment is withdrawn."))
    else:
        raise Http404
    part = request.POST.get("part", "")
    address = reverse("dialogue:compliments")
    return HttpResponseRedirect(f"{address}?part={part}" if part in {*_PARTS, "given"} else address)


@require_safe
def of_person(request: HttpRequest, handle: str) -> HttpResponse:
    """Everything somebody shows of what others said to them."""
    actor = actor_of(request)
    person = Person.objects.visible_to(actor).called(handle).first()
    if person is None:
        raise Http404
    page = shown_by(actor, person.pk, after=number_in(request.GET.get("after", "")) or None)
    return render(request, "dialogue/compliment/person.html", {"person": person, "page": page})


def _receiver(request: HttpRequest, actor: Actor) -> Person:
    handle = (request.POST.get("to") or request.GET.get("to", "")).lower()[:40]
    person = Person.objects.visible_to(actor).called(handle).first()
    if person is None:
        raise Http404
    return person


def _about(request: HttpRequest, actor: Actor) -> Contribution | None:
    asked = request.POST.get("about_contribution") or request.GET.get("about", "")
    if not asked:
        return None
    found = contribution_for(actor, number_in(asked))
    if found is None:
        raise Http404
    return found
