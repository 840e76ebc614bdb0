"""Ready rules of a community: what each would have done, on, off, and in which words."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from gilde.attention.insights.actions.ready import switch_off, switch_on
from gilde.attention.insights.enums import Ready
from gilde.attention.insights.forms.ready import ReadyForm
from gilde.attention.insights.queries.ready import DEFINITIONS, honest, last_month, rules_of
from gilde.communities.enums import Capability
from gilde.communities.models import Community
from gilde.communities.queries.header import header_for
from gilde.communities.views.place import actor_of, with_capability

_NAMED = 5  # cases that a preview names


@login_required
@require_safe
@with_capability(Capability.SHAPE)
def show(request: HttpRequest, community: Community) -> HttpResponse:
    """Each rule with what it would have done last month."""
    return _page(request, community)


def _page(request: HttpRequest, community: Community, given: tuple[Ready, ReadyForm] | None = None) -> HttpResponse:
    actor = actor_of(request)
    known = rules_of(community)
    rows: list[dict[str, Any]] = []
    for kind, definition in DEFINITIONS.items():
        rule = known.get(kind)
        cases = last_month(community, kind, host_id=actor.person_id)
        with override(community.language):
            text = rule.text if rule is not None else str(definition.words)
        form = given[1] if given is not None and given[0] == kind else None
        rows.append(
            {
                "definition": definition,
                "rule": rule,
                "on": rule is not None and rule.on_since is not None,
                "text": form["text"].value() if form is not None else text,
                "error": form.errors["text"][0] if form is not None and form.errors else None,
                "count": len(cases),
                "cases": cases[-_NAMED:][::-1],
                "shown": honest(text, community.language),
            }
        )
    context = {"community": community, "header": header_for(actor, community, "care"), "rows": rows}
    return render(request, "insights/ready/page.html", context, status=422 if given is not None else 200)


@login_required
@require_POST
@with_capability(Capability.SHAPE)
def switch(request: HttpRequest, community: Community, kind: str) -> HttpResponse:
    """Switch a rule on with these words, or off."""
    if kind not in Ready.values:
        raise Http404
    actor, chosen = actor_of(request), Ready(kind)
    if request.POST.get("off"):
        switch_off(actor=actor, community=community, kind=chosen)
        messages.success(request, _("It is off. Nothing is sent any more."))
        return redirect("insights:ready", community.slug)
    form = ReadyForm(request.POST)
    if not form.is_valid():
        return _page(request, community, (chosen, form))
    switch_on(actor=actor, community=community, kind=chosen, text=form.cleaned_data["text"])
    messages.success(request, _("It is on, in your name, from now on."))
    return redirect("insights:ready", community.slug)
