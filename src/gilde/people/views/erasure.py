"""Who leaves for good and still waits, for the operator, who can make one wait shorter."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.core.rules import Refusal
from gilde.people.actions.erasure import SHORTEST, shorten_erasure
from gilde.people.forms.leaving import ShortenForm
from gilde.people.queries.erasure import waiting
from gilde.people.rules import leaving as rules
from gilde.people.views.policy import for_operators
from gilde.ui.times import moment


@require_safe
@for_operators
def leaving(request: HttpRequest) -> HttpResponse:
    """Everybody who asked to be erased, the first day first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = [(row, row.erase_at - now() > SHORTEST and rules.shorten.allows(actor, row)) for row in waiting()]
    return render(request, "people/erasure/list.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@for_operators
def shorten(request: HttpRequest, number: int) -> HttpResponse:
    """One of them: when instead, and why."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = waiting().filter(pk=number).first() if number < 2**63 else None
    if row is None:
        raise Http404
    left = row.erase_at - now()
    form = ShortenForm(request.POST if request.method == "POST" else None, left=left)
    refusal = rules.shorten.reason(actor, row) or (_("This happens within the hour.") if left <= SHORTEST else "")
    if request.method == "POST" and not refusal and form.is_valid():
        try:
            changed = shorten_erasure(actor=actor, erasure=row, wait=form.chosen, reason=form.cleaned_data["reason"])
        except Refusal as late:
            messages.error(request, str(late.reason))
        else:
            said = _("%(name)s is deleted on %(at)s, and got an email about it.")
            messages.success(request, said % {"name": row.person.name, "at": moment(changed.erase_at)})
        return redirect("people:erasures")
    return render(
        request,
        "people/erasure/shorten.html",
        {"row": row, "form": form, "refusal": refusal},
        status=422 if form.errors or (refusal and request.method == "POST") else 200,
    )
