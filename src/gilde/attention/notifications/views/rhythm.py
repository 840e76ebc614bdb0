"""How often somebody wants mail: chosen when logged in, or through the link in a letter."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from gilde.attention.notifications.actions.letter import choose_rhythm, quieten
from gilde.attention.notifications.enums import Rhythm
from gilde.attention.notifications.forms.rhythm import RhythmForm
from gilde.attention.notifications.queries.letter import rhythm_of
from gilde.attention.notifications.queries.paused_address import paused_address_of
from gilde.attention.notifications.reply_address import is_open
from gilde.attention.notifications.writing import read_stop_token
from gilde.dialogue.views.door import actor_of, for_people
from gilde.people.models import Person


@for_people
@require_http_methods(["GET", "HEAD", "POST"])
def rhythm(request: HttpRequest) -> HttpResponse:
    """One's own choice."""
    actor = actor_of(request)
    present = rhythm_of(actor.person_id or 0)
    form = RhythmForm(request.POST if request.method == "POST" else None, initial={"rhythm": present.value})
    if request.method == "POST" and form.is_valid():
        choose_rhythm(actor=actor, rhythm=Rhythm(form.cleaned_data["rhythm"]))
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("notifications:mail"))
    shown = {"form": form, "paused": paused_address_of(actor.person_id or 0), "takes_replies": is_open()}
    return render(request, "notifications/mail/choose.html", shown, status=422 if form.errors else 200)


@csrf_exempt  # mail programs send it, without a cookie; the token says whose letter it stood in
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Less email without logging in. A mail program's one click (RFC 8058) ends it all; a person chooses."""
    number = read_stop_token(token)
    person = Person.objects.filter(pk=number or 0).first()
    if person is None:
        raise Http404
    chosen = request.POST.get("rhythm", "")
    if request.method == "POST" and request.POST.get("List-Unsubscribe") == "One-Click":
        chosen = Rhythm.NONE
    done = request.method == "POST" and chosen in Rhythm.values
    if done:
        quieten(person=person, rhythm=Rhythm(chosen))
    quieter = {
        Rhythm.AT_ONCE: [Rhythm.DAILY, Rhythm.WEEKLY, Rhythm.NONE],
        Rhythm.DAILY: [Rhythm.WEEKLY, Rhythm.NONE],
        Rhythm.WEEKLY: [Rhythm.NONE],
        Rhythm.NONE: [],
    }[rhythm_of(person.pk)]
    return render(
        request,
        "notifications/mail/stop.html",
        {"present": rhythm_of(person.pk), "quieter": quieter, "done": done},
    )
