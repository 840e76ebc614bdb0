"""Guests of one conversation: who they are, inviting and ending, and the page behind an invitation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gilde.communities.views.invitation import sign_up_first
from gilde.core.actor import Actor
from gilde.core.arrival import INVITED_KEY
from gilde.core.idempotency import read_client_id
from gilde.core.rules import Refusal
from gilde.dialogue.actions import guest as actions
from gilde.dialogue.forms.guest import GuestLinkForm, GuestMailForm
from gilde.dialogue.models import Contribution, Guest
from gilde.dialogue.queries.guest import by_secret, guests_of, taking_part
from gilde.dialogue.rules import guest as rules
from gilde.dialogue.views.contribution import get_contribution
from gilde.dialogue.views.door import actor_of, for_people
from gilde.people.queries.mention import suggestions
from gilde.people.views.person import suggested


@for_people
@require_http_methods(["GET", "HEAD", "POST"])
def guests(request: HttpRequest, number: int) -> HttpResponse:
    """Who takes part from outside, and inviting one more; ``way`` in a POST says how."""
    actor = actor_of(request)
    contribution = get_contribution(actor, number)
    inside = actor.role_in(contribution.community_id) is not None
    if not inside and not rules.is_guest(actor, contribution):
        raise Http404
    reason = rules.invite.reason(actor, contribution)
    if request.method == "POST":
        rules.invite.require(actor, contribution)
    way = request.POST.get("way", "") if request.method == "POST" else ""
    mail = GuestMailForm(request.POST if way == "mail" else None, auto_id="mail_%s")
    link = GuestLinkForm(request.POST if way == "link" else None, auto_id="link_%s")
    form: GuestMailForm | GuestLinkForm | None = mail if way == "mail" else link if way == "link" else None
    if form is not None and form.is_valid():
        chosen: dict[str, Any] = form.cleaned_data if isinstance(form, GuestMailForm) else {"lifetime": form.term}
        try:
            actions.invite(
                actor=actor,
                contribution=contribution,
                client_id=read_client_id(request.POST.get("client_id")),
                **chosen,
            )
        except Refusal as refusal:
            form.add_error("email" if way == "mail" else None, refusal.reason)
        else:
            done = (
                _("The invitation is on its way.") if way == "mail" else _("The link is ready. Copy it and share it.")
            )
            messages.success(request, done)
            return redirect("dialogue:guests", number)
    found = guests_of(actor, contribution)
    return render(
        request,
        "dialogue/guest/list.html",
        {
            "contribution": contribution,
            "community": contribution.community,
            "found": found,
            "may_end": {row.pk for row in found.here if rules.end.allows(actor, row, contribution)},
            "not_again": {item.row.pk: rules.not_again(item.row) for item in found.waiting if item.row.email},
            "inside": inside,
            "reason": reason,
            "mail": mail,
            "link": link,
            "way": way,
            "given": request.POST.get("client_id", ""),
        },
        status=422 if form is not None and form.errors else 200,
    )


@for_people
@require_safe
def people(request: HttpRequest, number: int) -> HttpResponse:
    """People in this conversation whose handle or name begins with ``q``: those whom a guest may name."""
    actor = actor_of(request)
    contribution = get_contribution(actor, number)
    return suggested(suggestions(actor, request.GET.get("q", "")[:60], among=taking_part(contribution)))


@for_people
@require_POST
def end(request: HttpRequest, number: int, guest: int) -> HttpResponse:
    """End somebody's part, withdraw an invitation, or leave."""
    actor = actor_of(request)
    contribution = get_contribution(actor, number)
    row = Guest.objects.visible_to(actor).filter(contribution=contribution, pk=guest).first()
    if row is None:
        raise Http404
    actions.end(actor=actor, guest=row)
    if row.person_id is not None and row.person_id == actor.person_id:
        messages.success(request, _("You left the conversation. You hear nothing of it any more."))
        return HttpResponseRedirect(reverse("feed:home"))
    messages.success(
        request,
        _("%(name)s no longer takes part.") % {"name": row.person.name}
        if row.person is not None
        else _("This invitation does not work any more."),
    )
    return redirect("dialogue:guests", number)


@for_people
@require_POST
def send_again(request: HttpRequest, number: int, guest: int) -> HttpResponse:
    """Mail an invitation that nobody used once more."""
    actor = actor_of(request)
    row = Guest.objects.visible_to(actor).filter(contribution=get_contribution(actor, number), pk=guest).first()
    if row is None:
        raise Http404
    try:
        actions.send_again(actor=actor, guest=row)
    except Refusal as refusal:
        messages.warning(request, refusal.reason)
    else:
        messages.success(request, _("The invitation is on its way."))
    return redirect("dialogue:guests", number)


@require_http_methods(["GET", "HEAD", "POST"])
def open_invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """The page behind an invitation to one conversation; one that does not work says so in the same words, whatever the
    cause.

    A visitor who goes on (POST) is remembered in the session and comes back here after signing up.
    """
    actor = actor_of(request)
    guest = by_secret(secret)
    if guest is not None and _needs_none(actor, guest):
        return redirect(guest.contribution)
    sentence = rules.works.reason(actor, guest)
    if sentence or guest is None:
        return render(request, "communities/invitation/dead.html", {"sentence": sentence}, status=404)
    if request.method == "POST" and actor.is_visitor:
        return sign_up_first(request, secret, request.path)
    if request.method == "POST":
        try:
            contribution = actions.accept(actor=actor, guest=guest)
        except Refusal as refusal:
            return render(request, "communities/invitation/dead.html", {"sentence": refusal.reason}, status=404)
        request.session.pop(INVITED_KEY, None)
        messages.success(request, _("You take part in this conversation now. We tell you when someone replies."))
        return redirect(contribution)
    community = guest.contribution.community
    response = render(
        request,
        "dialogue/guest/open.html",
        {"actor": actor, "guest": guest, "contribution": guest.contribution, "community": community},
    )
    response["X-Robots-Tag"] = "noindex"
    return response


def _needs_none(actor: Actor, guest: Guest) -> bool:
    """Whether ``actor`` needs no invitation: a member of the community, or a guest of this conversation already."""
    contribution = guest.contribution
    there = actor.role_in(contribution.community_id) is not None or contribution.pk in actor.guest_in
    return there and Contribution.objects.visible_to(actor).filter(pk=contribution.pk).exists()
