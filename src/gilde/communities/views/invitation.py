"""Inviting, and the page behind an invitation."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from gilde.communities.actions import batch as batch_actions
from gilde.communities.actions import invitation as actions
from gilde.communities.enums import Capability, InvitationKind
from gilde.communities.forms.invitation import LinkForm, ListForm, MailForm
from gilde.communities.forms.request import JoinForm
from gilde.communities.models import Community, Invitation
from gilde.communities.queries.arrival import JOIN
from gilde.communities.queries.batch import batches
from gilde.communities.queries.capability import can
from gilde.communities.queries.graph import known_among, needed_above
from gilde.communities.queries.header import audience_kind, audience_line, header_for
from gilde.communities.queries.invitation import by_secret, to_remind, was_removed_since, was_used_by, ways_in
from gilde.communities.rules import invitation as rules
from gilde.communities.rules import membership as membership_rules
from gilde.communities.rules.membership import Way
from gilde.communities.views.membership import welcomed
from gilde.communities.views.place import actor_of, in_community, with_capability
from gilde.core.arrival import INVITED_KEY
from gilde.core.idempotency import read_client_id
from gilde.core.rules import Refusal
from gilde.people.queries.arrival import way_in


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@with_capability(Capability.INVITE)
def invite(request: HttpRequest, community: Community) -> HttpResponse:
    """Links, mails and lists; ``way`` in a POST says which."""
    actor = actor_of(request)
    reason = rules.invite.reason(actor, community)
    appoints = can(actor, community, Capability.APPOINT)
    way = request.POST.get("way", "") if request.method == "POST" and not reason else ""
    link = LinkForm(request.POST if way == "link" else None, appoints=appoints, auto_id="link_%s")
    mail = MailForm(request.POST if way == "mail" else None, appoints=appoints, auto_id="mail_%s")
    table = ListForm(
        request.POST if way == "list" else None,
        request.FILES if way == "list" else None,
        appoints=appoints,
        auto_id="list_%s",
    )
    form = {"link": link, "mail": mail, "list": table}.get(way)
    if form is not None and form.is_valid():
        try:
            return _invited(request, community, link if way == "link" else None, mail if way == "mail" else None, table)
        except Refusal as refusal:
            form.add_error(None, refusal.reason)
    many = can(actor, community, Capability.ADMIT)
    return render(
        request,
        "communities/invitation/invite.html",
        {
            "community": community,
            "header": header_for(actor, community, "invite"),
            "reason": reason,
            "link": link,
            "mail": mail,
            "table": table,
            "may_send_lists": many,
            "ways": ways_in(actor, community),
            "to_remind": to_remind(actor, community).count() if many and not reason else 0,
            "batches": batches(actor, community) if many else [],
            "site": settings.SITE_URL,
            "given": request.POST.get("client_id", ""),
            "way": way,
        },
        status=422 if form is not None and form.errors else 200,
    )


def _invited(
    request: HttpRequest, community: Community, link: LinkForm | None, mail: MailForm | None, table: ListForm
) -> HttpResponse:
    actor = actor_of(request)
    client_id = read_client_id(request.POST.get("client_id"))
    if link is not None:
        actions.make_link(
            actor=actor,
            community=community,
            role=link.cleaned_data["role"],
            lifetime=link.term,
            max_uses=link.uses,
            client_id=client_id,
        )
        messages.success(request, _("The link is ready. Copy it and share it."))
    elif mail is not None:
        addresses = mail.cleaned_data["addresses"]
        made = actions.invite_by_mail(
            actor=actor,
            community=community,
            addresses=addresses,
            role=mail.cleaned_data["role"],
            note=mail.cleaned_data["note"],
            client_id=client_id,
        )
        messages.success(request, _mailed(len(made), len(addresses) - len(made)))
    else:
        batch = batch_actions.check(
            actor=actor,
            community=community,
            rows=table.cleaned_data["people"],
            file_name=table.file_name,
            message=table.cleaned_data["note"],
            role=table.cleaned_data["role"],
            client_id=client_id,
        )
        return redirect("communities:batch", community.slug, batch.pk)
    return redirect("communities:invite", community.slug)


def _mailed(sent: int, skipped: int) -> str:
    done = ngettext("%(count)d invitation is on its way.", "%(count)d invitations are on their way.", sent) % {
        "count": sent
    }
    if not skipped:
        return done
    rest = ngettext(
        "%(count)d address was left out: already a member or invited.",
        "%(count)d addresses were left out: already members or invited.",
        skipped,
    ) % {"count": skipped}
    return f"{done} {rest}" if sent else rest


@login_required
@require_POST
@with_capability(Capability.ADMIT)
def remind(request: HttpRequest, community: Community) -> HttpResponse:
    """Mail everybody again who was invited and has not come."""
    try:
        count = actions.remind(actor=actor_of(request), community=community)
    except Refusal as refusal:
        messages.error(request, refusal.reason)
    else:
        said = ngettext("%(count)d reminder is on its way.", "%(count)d reminders are on their way.", count)
        messages.success(
            request,
            said % {"count": count} if count else _("Everyone who was invited came, or heard from you this week."),
        )
    return redirect("communities:invite", community.slug)


@login_required
@require_POST
@in_community
def change(request: HttpRequest, community: Community, number: int) -> HttpResponse:
    """Take an invitation back (``revoke``) or mail it again (``resend``)."""
    actor = actor_of(request)
    row = (
        Invitation.objects.visible_to(actor).filter(community=community, pk=number).select_related("community").first()
    )
    if row is None:
        raise Http404
    try:
        if request.POST.get("resend"):
            actions.resend(actor=actor, invitation=row)
            messages.success(request, _("The email is on its way again."))
        else:
            actions.revoke(actor=actor, invitation=row)
            messages.success(request, _("This invitation does not work any more."))
    except Refusal as refusal:
        messages.error(request, refusal.reason)
    if request.POST.get("from_list") and row.batch_id is not None:
        return redirect("communities:batch", community.slug, row.batch_id)
    return redirect("communities:invite", community.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def open_invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """The page behind an invitation. One that does not work says so in the same words, whatever the cause.

    A visitor who goes on (POST) is remembered in the session and comes back here after signing up.
    """
    actor = actor_of(request)
    invitation = by_secret(secret)
    if invitation is not None and actor.role_in(invitation.community_id) is not None:
        messages.info(request, _("You already belong to “%(name)s”.") % {"name": invitation.community.name})
        return redirect(invitation.community)
    around = needed_above(invitation.community) if invitation is not None else []
    used_before = removed_since = False
    if invitation is not None and actor.person_id is not None:
        used_before = was_used_by(invitation, actor)
        removed_since = was_removed_since(invitation, actor.person_id, around)
    sentence = rules.works.reason(invitation, used_before, removed_since)
    if sentence or invitation is None:
        return render(request, "communities/invitation/dead.html", {"sentence": sentence}, status=404)
    community = invitation.community
    needed = [place for place in around if actor.role_in(place.pk) is None]
    # Whoever decides is told of all that comes along; a visitor decides nothing yet, and anybody may hold a link.
    told = known_among(actor, needed) if actor.is_visitor else needed
    form = JoinForm(request.POST if request.method == "POST" else None, places=[community, *told])
    reason = "" if actor.is_visitor else membership_rules.join.reason(actor, community, needed, Way.VOUCHED)
    if request.method == "POST" and actor.is_visitor:
        return sign_up_first(request, secret, reverse("communities:invitation", args=[secret]))
    if request.method == "POST" and not reason and form.is_valid():
        try:
            actions.accept(actor=actor, invitation=invitation, charters=form.accepted)
        except Refusal as refusal:
            form.add_error(None, refusal.reason)
        else:
            request.session.pop(INVITED_KEY, None)
            return welcomed(request, community)
    response = render(
        request,
        "communities/invitation/open.html",
        {
            "actor": actor,
            "invitation": invitation,
            "community": community,
            "needed": told,
            "untold": len(told) < len(needed),
            "form": form,
            "reason": reason,
            "audience": audience_line(community),
            "audience_kind": audience_kind(community),
            "role": rules.role_through(invitation, used_before),
            "by_mail": invitation.kind == InvitationKind.MAIL,
            "way": way_in(actor, request.session).here(JOIN) if not actor.is_visitor else None,
        },
        status=422 if form.errors else 200,
    )
    response["X-Robots-Tag"] = "noindex"
    return response


def sign_up_first(request: HttpRequest, secret: str, page: str) -> HttpResponse:
    """Remember the way back to ``page``; ``have`` in the POST means that the visitor has an account.

    An address that was typed here goes along (307 sends the form again), so that signing up asks nothing twice.
    """
    request.session[INVITED_KEY] = secret
    back = urlencode({"next": page})
    has_account = bool(request.POST.get("have"))
    route = "account_login" if has_account else "account_signup"
    typed = bool(request.POST.get("email", "").strip()) and not has_account
    return redirect(f"{reverse(route)}?{back}", preserve_request=typed)
