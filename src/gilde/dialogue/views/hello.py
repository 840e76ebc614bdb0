"""Saying hello in a community: its words of welcome, and a short form to introduce oneself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gilde.communities.models import Community
from gilde.communities.queries.header import header_for
from gilde.communities.views.place import for_readers
from gilde.core.actor import Actor
from gilde.core.idempotency import read_client_id
from gilde.core.rules import Refusal
from gilde.dialogue.actions.contribution import contribute
from gilde.dialogue.enums import ContributionKind
from gilde.dialogue.forms.hello import HelloForm
from gilde.dialogue.queries.hello import shown_words
from gilde.dialogue.queries.hold import looked_at_in
from gilde.dialogue.rules import contribution as rules
from gilde.dialogue.views.door import actor_of, for_people
from gilde.people.enums import LabelKind


@for_people
@require_http_methods(["GET", "HEAD", "POST"])
@for_readers
def hello(request: HttpRequest, community: Community) -> HttpResponse:
    """Introduce oneself; what is filled in beforehand is what one's profile shows to others anyway."""
    actor = actor_of(request)
    reason = rules.contribute.reason(actor, community, ContributionKind.DISCUSSION)
    sending = request.method == "POST"
    form = HelloForm(request.POST if sending else None, initial={} if sending else _beginning(actor))
    if sending and not reason and form.is_valid():
        try:
            made = contribute(
                actor=actor,
                community=community,
                kind=ContributionKind.DISCUSSION,
                text=form.text((get_language() or "nl")[:2]),
                client_id=read_client_id(request.POST.get("client_id")),
            )
        except Refusal as refusal:
            form.add_error(None, refusal.reason)
        else:
            return HttpResponseRedirect(made.get_absolute_url())
    return render(
        request,
        "dialogue/hello/page.html",
        {
            "community": community,
            "header": header_for(actor, community, "hello"),
            "form": form,
            "reason": reason,
            "looked_at": looked_at_in(actor, [community]),
            "given": request.POST.get("client_id"),
        },
        status=422 if sending and (form.errors or reason) else 200,
    )


def _beginning(actor: Actor) -> dict[str, str]:
    words = shown_words(actor)
    known, wanted = words[LabelKind.SPECIALISM], words[LabelKind.INTEREST]
    return {
        "title": _("Hello, I am %(name)s") % {"name": actor.name},
        "brings": _("I would like to hear more about %(words)s.") % {"words": ", ".join(wanted)} if wanted else "",
        "ask_me": ", ".join(known),
    }
