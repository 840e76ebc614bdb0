"""Joining, leaving, the list of members, and roles."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gilde.communities.actions import invitation as invitation_actions
from gilde.communities.actions import membership as actions
from gilde.communities.actions import request as request_actions
from gilde.communities.enums import Capability, Joining, RequestState, Role
from gilde.communities.forms.membership import RoleForm
from gilde.communities.forms.request import JoinForm
from gilde.communities.models import Community, Invitation, Membership
from gilde.communities.queries import membership as queries
from gilde.communities.queries.arrival import JOIN
from gilde.communities.queries.community import leaders
from gilde.communities.queries.graph import known_among, left_along, needed_above
from gilde.communities.queries.header import header_for
from gilde.communities.queries.invitation import for_person
from gilde.communities.queries.keyset import After
from gilde.communities.queries.request import own
from gilde.communities.rules import membership as rules
from gilde.communities.rules import request as request_rules
from gilde.communities.rules.membership import Way
from gilde.communities.views.place import actor_of, for_readers, in_community
from gilde.core.actor import Actor
from gilde.core.idempotency import read_client_id
from gilde.core.rules import Refusal
from gilde.people.actions.arrival import answer
from gilde.people.enums import Arriving
from gilde.people.queries.arrival import way_in
from gilde.people.views.step import next_step


@require_http_methods(["GET", "HEAD", "POST"])
@in_community
def join(request: HttpRequest, community: Community) -> HttpResponse:
    """The way in: open, on request, or with an invitation by name."""
    actor = actor_of(request)
    if actor.role_in(community.pk) is not None:
        return redirect(community)
    needed = needed_above(community)
    invitation = next(iter(for_person(actor, community)), None)
    mine = own(actor, community)
    waits = mine is not None and mine.state == RequestState.OPEN
    asks = community.joining == Joining.REQUEST and invitation is None
    reason = "" if actor.is_visitor else _why_not(actor, community, needed, asks, invitation)
    questions = list(community.join_questions.all()) if asks else []
    # An invitation speaks of all that comes along with it; to everybody else a hidden parent stays hidden.
    told = needed if invitation is not None else known_among(actor, needed)
    places = [place for place in (community, *told) if actor.role_in(place.pk) is None]
    form = JoinForm(request.POST if request.method == "POST" else None, places=places, questions=questions)
    if request.method == "POST" and not actor.is_visitor and not waits and not reason and form.is_valid():
        try:
            return _come_in(request, community, form, asks, invitation)
        except Refusal as refusal:
            form.add_error(None, refusal.reason)
    return render(
        request,
        "communities/membership/join.html",
        {
            "actor": actor,
            "community": community,
            "header": header_for(actor, community, "join"),
            "needed": [place for place in told if actor.role_in(place.pk) is None],
            "untold": len(told) < len(needed),
            "form": form,
            "reason": reason,
            "asks": asks,
            "invitation": invitation,
            "own_request": mine,
            "waits": waits,
            "way": None if actor.is_visitor else way_in(actor, request.session).here(JOIN),
            "leaders": leaders(actor, community),
            "given": request.POST.get("client_id", ""),
        },
        status=422 if form.errors else 200,
    )


def _why_not(
    actor: Actor, community: Community, needed: list[Community], asks: bool, invitation: Invitation | None
) -> str:
    if asks:
        return request_rules.ask.reason(actor, community, needed)
    return rules.join.reason(actor, community, needed, Way.SELF if invitation is None else Way.VOUCHED)


def _come_in(
    request: HttpRequest, community: Community, form: JoinForm, asks: bool, invitation: Invitation | None
) -> HttpResponse:
    actor = actor_of(request)
    if asks:
        request_actions.ask(
            actor=actor,
            community=community,
            answers=form.answers,
            charters=form.accepted,
            client_id=read_client_id(request.POST.get("client_id")),
        )
        if actor.arriving == Arriving.STEPS:
            messages.success(request, _("Your request is with the hosts of “%(name)s”.") % {"name": community.name})
            answer(actor=actor, step=JOIN)
            return next_step(request, actor)
        return redirect("communities:join", community.slug)
    if invitation is not None:
        invitation_actions.accept(actor=actor, invitation=invitation, charters=form.accepted)
    else:
        actions.join(actor=actor, community=community, charters=form.accepted)
    return welcomed(request, community)


def welcomed(request: HttpRequest, community: Community) -> HttpResponse:
    """To what newcomers read first, or else straight to the dialogue; who is still arriving goes on with that."""
    messages.success(request, _("Welcome to “%(name)s”.") % {"name": community.name})
    actor = actor_of(request)
    if actor.arriving == Arriving.STEPS:
        answer(actor=actor, step=JOIN)
        return next_step(request, actor)
    if community.welcome_html:
        # On a phone the picture and the name fill the screen; the words of welcome are what it is about.
        return redirect(reverse("communities:about", args=[community.slug]) + "#welcome")
    return redirect(community)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@in_community
def leave(request: HttpRequest, community: Community) -> HttpResponse:
    """Go, with one click; what would be left along with it, and why a last host cannot go, is said first."""
    actor = actor_of(request)
    if actor.role_in(community.pk) is None:
        return redirect("communities:about", community.slug)
    along = left_along(actor.person_id or 0, community)
    alone = queries.hosted_alone(actor.person_id or 0, [community, *along])
    reason, status = rules.leave.reason(alone), 200
    if request.method == "POST" and (not along or request.POST.get("sure")):
        try:
            left = actions.leave(actor=actor, community=community)
        except Refusal as refusal:
            reason, status = refusal.reason, 409
        else:
            return _gone(request, community, left)
    return render(
        request,
        "communities/membership/leave.html",
        {
            "community": community,
            "header": header_for(actor, community, "leave"),
            "along": along,
            "reason": reason,
            "hostless": next((place for place in alone if not place.is_archived), community),
        },
        status=status,
    )


def _gone(request: HttpRequest, community: Community, left: object) -> HttpResponse:
    del left
    if community.joining == Joining.OPEN and not community.is_hidden:
        messages.success(
            request,
            format_html(
                _('You left “{}”. <a href="{}">Join again</a>'),
                community.name,
                reverse("communities:join", args=[community.slug]),
            ),
        )
    else:
        messages.success(request, _("You left “%(name)s”.") % {"name": community.name})
    return redirect("communities:list")


@require_safe
@for_readers
def members(request: HttpRequest, community: Community) -> HttpResponse:
    """Who belongs here, with a search and a filter by role."""
    actor = actor_of(request)
    role = request.GET.get("role", "")
    role = role if role in Role.values else ""
    words = request.GET.get("q", "").replace("\x00", "")[:100].strip()
    after = After.read(request.GET.get("after", ""))
    header = header_for(actor, community, "members")
    part = queries.members(actor, community, role=role, words=words, after=after)
    plain = not role and not words and after is None
    leading = leaders(actor, community) if plain else []
    shown = [row.person for row in (*leading, *part.rows)]
    return render(
        request,
        "communities/membership/list.html",
        {
            "actor": actor,
            "community": community,
            "header": header,
            "leaders": leading,
            "members": part,
            "linked": queries.pages_of(actor, shown),
            "role": role,
            "roles": Role.choices,
            "words": words,
            "may_appoint": Capability.APPOINT in header.capabilities,
            "may_admit": Capability.ADMIT in header.capabilities,
            "may_export": Capability.AUDIT in header.capabilities,
        },
    )


@login_required
@require_POST
@in_community
def member(request: HttpRequest, community: Community, number: int) -> HttpResponse:
    """Give a member another role (``role``), or take them out (``remove``)."""
    actor = actor_of(request)
    row = (
        Membership.objects.visible_to(actor)
        .filter(community=community, pk=number)
        .select_related("community", "person")
        .first()
    )
    if row is None:
        raise Http404
    try:
        if request.POST.get("remove"):
            actions.remove(actor=actor, membership=row)
            messages.success(request, _("%(name)s is no longer a member.") % {"name": row.person.name})
        else:
            form = RoleForm(request.POST)
            if form.is_valid():
                actions.appoint(actor=actor, membership=row, role=form.cleaned_data["role"])
                messages.success(
                    request, _("%(name)s is now %(role)s.") % {"name": row.person.name, "role": row.get_role_display()}
                )
            else:
                messages.error(request, _("Choose a role first."))
    except Refusal as refusal:
        messages.error(request, refusal.reason)
    return redirect("communities:members", community.slug)
