"""Mail to and from somebody: trying an address again, and making the addresses void that replies go to."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gilde.attention.notifications.actions.paused_address import resume_address
from gilde.attention.notifications.actions.reply_key import void_reply_addresses
from gilde.dialogue.views.door import actor_of, for_people


@for_people
@require_POST
def resume(request: HttpRequest) -> HttpResponse:
    """One's mail address works again."""
    resume_address(actor=actor_of(request))
    messages.success(request, _("We send email to your address again."))
    return HttpResponseRedirect(reverse("notifications:mail"))


@for_people
@require_POST
def void(request: HttpRequest) -> HttpResponse:
    """Nobody can reply through the letters one got until now."""
    void_reply_addresses(actor=actor_of(request))
    messages.success(request, _("Nobody can reply any more through the emails you got until now."))
    return HttpResponseRedirect(reverse("notifications:mail"))
