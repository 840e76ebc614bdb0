"""The terms and the privacy page: read, changed by the operator, agreed to."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gilde.core.actor import Actor
from gilde.core.idempotency import read_client_id
from gilde.core.pages import same_for_visitors
from gilde.people.actions import policy as actions
from gilde.people.enums import PolicyKind
from gilde.people.forms.policy import PolicyForm, shown_numbers
from gilde.people.models import Person, Policy
from gilde.people.queries.policy import Edition, current, edition, read_edition, waiting_for
from gilde.people.queries.policy_letter import progress, readers
from gilde.people.rules import policy as rules
from gilde.people.views.step import home, onward
from gilde.ui.times import number


@require_safe
@same_for_visitors
def policy(request: HttpRequest, kind: str) -> HttpResponse:
    """What holds now."""
    return _page(request, current(PolicyKind(kind)), in_force=True)


@require_safe
@same_for_visitors
def version(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """A version as it was; 0 is the text that comes with Gilde."""
    found = read_edition(PolicyKind(kind), number)
    if found is None:
        raise Http404
    return _page(request, found, in_force=found.number == current(PolicyKind(kind)).number)


def _page(request: HttpRequest, shown: Edition, *, in_force: bool) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    language = shown.language_for(_language())
    return render(
        request,
        "people/policy/page.html",
        {
            "edition": shown,
            "language": language,
            "html": shown.pages[language],
            "title": shown.kind.label,
            "in_force": in_force,
            "may_change": rules.change.allows(actor),
        },
    )


@require_safe
@same_for_visitors
def versions(request: HttpRequest, kind: str) -> HttpResponse:
    """Every version with its day and what changed; to members also who saved it, when they may know that person."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = list(Policy.objects.visible_to(actor).of(PolicyKind(kind)))
    savers = {row.saved_by_id for row in rows if row.saved_by_id}
    people = Person.objects.visible_to(actor).in_bulk(savers) if not actor.is_visitor else {}
    mailed = progress([row.pk for row in rows if row.important]) if rules.change.allows(actor) else {}
    return render(
        request,
        "people/policy/versions.html",
        {
            "kind": kind,
            "title": PolicyKind(kind).label,
            "rows": [(edition(row), people.get(row.saved_by_id or 0), mailed.get(row.pk)) for row in rows],
            "language": _language(),
        },
    )


def _language() -> str:
    return (get_language() or "en")[:2]


def for_operators(view: Any) -> Any:
    """Only who runs the installation finds this page."""

    @wraps(view)
    @login_required
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actor: Actor = request.actor  # type: ignore[attr-defined]
        if not actor.is_operator or actor.person_id is None:
            raise Http404
        answer: HttpResponse = view(request, *args, **kwargs)
        return answer

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
@for_operators
def edit(request: HttpRequest, kind: str) -> HttpResponse:
    """Both languages, what changed, and whether everybody is asked again."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now = current(PolicyKind(kind))
    receivers = readers(actor.person_id).count()
    if request.method == "POST":
        form = PolicyForm(request.POST, receivers=receivers)
        if form.is_valid():
            data = form.cleaned_data
            row = actions.change(
                actor=actor,
                kind=PolicyKind(kind),
                texts={"nl": data["nl"], "en": data["en"]},
                changed={"nl": data["changed_nl"], "en": data["changed_en"]},
                important=data["important"],
                client_id=read_client_id(request.POST.get("client_id")),
            )
            messages.success(request, _said(row, receivers))
            return redirect(f"people:{kind}")
    else:
        form = PolicyForm(initial=now.texts, receivers=receivers)
    return render(
        request,
        "people/policy/edit.html",
        {
            "form": form,
            "kind": kind,
            "title": now.kind.label,
            "is_shipped": now.number == 0,
            "given": request.POST.get("client_id", ""),
        },
        status=422 if form.errors else 200,
    )


def _said(row: Policy | None, receivers: int) -> str:
    if row is None:
        return _("Nothing changed.")
    if not row.important or not receivers:
        return _("Saved.")
    return ngettext(
        "Saved. %(number)s person gets an email about it.", "Saved. %(number)s people get an email about it.", receivers
    ) % {"number": number(receivers)}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agree(request: HttpRequest) -> HttpResponse:
    """What changed, and the question whether one agrees; the way out is beside it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.person_id is None:
        return redirect("people:arrive")
    if request.method == "POST":
        actions.agree(actor=actor, numbers=shown_numbers(request.POST.get("shown", "")))
        return HttpResponseRedirect(onward(request) or home())
    waiting = waiting_for(actor.person_id)
    if not waiting and not actor.to_agree:  # who is asked and has nothing left to read still finds the button
        return HttpResponseRedirect(onward(request) or home())
    return render(
        request, "people/policy/agree.html", {"waiting": waiting, "next": onward(request), "language": _language()}
    )
