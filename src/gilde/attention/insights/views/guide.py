"""The first steps of a host: purpose, for whom, rhythm, three contributions, an invitation. Left and found again."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gilde.attention.insights.queries.guide import ORDER, draft_for, first_three
from gilde.communities.actions.guide import introduce
from gilde.communities.enums import Capability
from gilde.communities.forms.guide import GuideForm
from gilde.communities.models import Community
from gilde.communities.queries.header import header_for
from gilde.communities.queries.steps import first_steps
from gilde.communities.rules.community import shape
from gilde.communities.views.place import actor_of, with_capability
from gilde.dialogue.actions.draft import save_draft
from gilde.dialogue.enums import ContributionKind
from gilde.dialogue.models import Draft


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@with_capability(Capability.SHAPE)
def guide(request: HttpRequest, community: Community) -> HttpResponse:
    """Where one stands, and the next thing to do."""
    actor = actor_of(request)
    names = ("purpose", "for_whom", "rhythm")
    initial = {name: getattr(community, name) for name in names}
    form = GuideForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        introduce(actor=actor, community=community, **form.cleaned_data)
        messages.success(request, _("Saved. Newcomers read this first."))
        return HttpResponseRedirect(reverse("insights:guide", args=[community.slug]) + "#first")
    context = {
        "community": community,
        "header": header_for(actor, community, "guide"),
        "form": form,
        "firsts": first_three(actor, community),
        "steps": first_steps(actor, community),
    }
    return render(request, "insights/guide/page.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
@with_capability(Capability.SHAPE)
def begin(request: HttpRequest, community: Community, kind: str) -> HttpResponse:
    """Put the first words into the composer, unless something is being written there already; then that is shown."""
    if kind not in ORDER:
        raise Http404
    actor, place = actor_of(request), f"new:{kind}"
    shape.require(actor, community)
    present = Draft.objects.filter(person_id=actor.person_id or 0, place=place).values_list("data", flat=True).first()
    if present is None or not (present.get("title") or present.get("body")):
        save_draft(actor=actor, place=place, data=draft_for(community, ContributionKind(kind)))
    elif str(present.get("community", "")) != str(community.pk):
        messages.info(request, _("You were already writing this. Finish it first, or use it here."))
    return redirect(f"{reverse('dialogue:new', args=[kind])}?in={community.pk}")
