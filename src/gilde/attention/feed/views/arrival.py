"""The last of the first steps: how often one wants mail."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from gilde.attention.feed.forms.arrival import FirstRhythmForm
from gilde.attention.feed.queries.arrival import RHYTHM
from gilde.attention.notifications.actions.letter import choose_rhythm
from gilde.attention.notifications.enums import Rhythm
from gilde.attention.notifications.queries.letter import rhythm_of
from gilde.core.actor import Actor
from gilde.people.actions.arrival import answer
from gilde.people.queries.arrival import way_in
from gilde.people.views.step import next_step


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mail(request: HttpRequest) -> HttpResponse:
    """Ask how often, each choice with what it means; who passes this over gets one mail a day, and is told so."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.person_id is None:
        return redirect("people:arrive")
    way = way_in(actor, request.session)
    here = way.here(RHYTHM)
    if here is None:
        return redirect("notifications:mail")
    present = rhythm_of(actor.person_id).value if RHYTHM in way.answered else None
    form = FirstRhythmForm(request.POST if request.method == "POST" else None, initial={"rhythm": present})
    if request.method == "POST" and form.is_valid():
        choose_rhythm(actor=actor, rhythm=Rhythm(form.cleaned_data["rhythm"]))
        answer(actor=actor, step=RHYTHM)
        return next_step(request, actor)
    return render(request, "feed/arrival/mail.html", {"form": form, "here": here}, status=422 if form.errors else 200)
