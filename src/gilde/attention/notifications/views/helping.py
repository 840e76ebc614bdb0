"""Choosing whether to be asked about questions one may know."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gilde.attention.notifications.actions.wake import choose_helping
from gilde.attention.notifications.forms.helping import HelpingForm
from gilde.attention.notifications.queries.helper import willing
from gilde.dialogue.models import Contribution
from gilde.dialogue.views.contribution import number_in
from gilde.dialogue.views.door import actor_of, for_people


@for_people
@require_http_methods(["GET", "HEAD", "POST"])
def helping(request: HttpRequest) -> HttpResponse:
    """One's own choice; who comes from a conversation goes back there."""
    actor = actor_of(request)
    present = willing(actor.person_id or 0)
    initial = {} if present is None else {"willing": "yes" if present else "no"}
    form = HelpingForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        choose_helping(actor=actor, willing=form.cleaned_data["willing"])
        if form.cleaned_data["willing"]:
            messages.success(request, _("Thank you. We will ask you when someone has a question you may know."))
        else:
            messages.success(request, _("We will not ask you. You can change this in your settings."))
        back = Contribution.objects.visible_to(actor).filter(pk=number_in(request.POST.get("from", ""))).first()
        return HttpResponseRedirect(back.get_absolute_url() if back else reverse("notifications:helping"))
    context = {"form": form, "chosen": present is not None}
    return render(request, "notifications/helping/choose.html", context, status=422 if form.errors else 200)
