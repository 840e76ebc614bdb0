"""What is done in a case: taking it on, notes, messages, decisions."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gilde.core.idempotency import first_result, read_client_id
from gilde.core.rules import Refusal
from gilde.governance.actions import appeal as appeals
from gilde.governance.actions import case as actions
from gilde.governance.enums import Outcome, Side
from gilde.governance.forms.case import DecideForm, JudgeForm, MessageForm, NoteForm
from gilde.governance.models import Appeal, Case, Step
from gilde.governance.queries.agreement import agreements
from gilde.governance.views.case import page
from gilde.governance.views.door import actor_of, case_for_handlers

Act = Callable[[uuid.UUID], object]


def do(
    request: HttpRequest, case: Case, act: Act, said: str, *, name: str = "", form: Form | None = None
) -> HttpResponse:
    """Do ``act`` once and come back to the case; what is refused stands at the form it was typed in.

    Args:
        act: gets the client id that was sent.
        said: what the person reads when it is done.
        name: of the form on the page; none for a button, whose refusal is a page of its own.
        form: what was sent.
    """
    client_id = read_client_id(request.POST.get("client_id"))
    if first_result(Step, client_id=client_id, by_id=actor_of(request).person_id) is not None:
        messages.info(request, _("This had arrived already, so it counts once."))
        return redirect(case)
    if form is not None and not form.is_valid():
        return page(request, case, name, form)
    try:
        act(client_id)
    except Refusal as refusal:
        if form is None:
            raise
        form.add_error(None, refusal.reason)
        return page(request, case, name, form)
    messages.success(request, said)
    return redirect(case)


@login_required
@require_POST
def take(request: HttpRequest, number: int) -> HttpResponse:
    """Take it on; with ``on=0`` give it back."""
    actor, row = actor_of(request), case_for_handlers(request, number)
    if request.POST.get("on") == "0":
        said = _("Someone else can take this on now.")
        return do(request, row, lambda key: actions.release(actor=actor, case=row, client_id=key), said)
    said = _("You handle this now.")
    return do(request, row, lambda key: actions.take(actor=actor, case=row, client_id=key), said)


@login_required
@require_POST
def lift(request: HttpRequest, number: int) -> HttpResponse:
    """End a measure before its time."""
    actor, row = actor_of(request), case_for_handlers(request, number)
    said = _("The measure has ended.")
    return do(request, row, lambda key: actions.lift(actor=actor, case=row, client_id=key), said)


@login_required
@require_POST
def put_back(request: HttpRequest, number: int) -> HttpResponse:
    """Show again what was hidden."""
    actor, row = actor_of(request), case_for_handlers(request, number)
    said = _("Everyone who can read there sees it again.")
    if Case.objects.beside(row).filter(hidden=True).exists():
        said = _("This decision hides it no longer; another decision still does.")
    return do(request, row, lambda key: actions.put_back(actor=actor, case=row, client_id=key), said)


@login_required
@require_POST
def note(request: HttpRequest, number: int) -> HttpResponse:
    """Leave a note."""
    actor, row = actor_of(request), case_for_handlers(request, number)
    form = NoteForm(request.POST)

    def act(key: uuid.UUID) -> object:
        return actions.note(actor=actor, case=row, text=form.cleaned_data["note"], client_id=key)

    return do(request, row, act, _("Saved."), name="note", form=form)


@login_required
@require_POST
def message(request: HttpRequest, number: int) -> HttpResponse:
    """Write to one of the sides."""
    actor, row = actor_of(request), case_for_handlers(request, number)
    form = MessageForm(request.POST, case=row)

    def act(key: uuid.UUID) -> object:
        data = form.cleaned_data
        return actions.message(actor=actor, case=row, to=Side(data["to"]), text=data["text"], client_id=key)

    return do(request, row, act, _("Sent."), name="message", form=form)


@login_required
@require_POST
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Decide on a case."""
    actor, row = actor_of(request), case_for_handlers(request, number)
    form = DecideForm(request.POST, case=row, agreements=agreements(row.community_id), actor=actor)

    def act(key: uuid.UUID) -> object:
        data = form.cleaned_data
        return actions.decide(
            actor=actor,
            case=row,
            outcome=Outcome(data["outcome"]),
            rule=data["rule"],
            reasons=data["reasons"],
            measure=form.measure,
            client_id=key,
        )

    return do(request, row, act, _("Decided. Those it concerns are told."), name="decide", form=form)


@login_required
@require_POST
def judge(request: HttpRequest, number: int, appeal: int) -> HttpResponse:
    """Decide on an appeal."""
    actor, row = actor_of(request), case_for_handlers(request, number)
    asked = Appeal.objects.filter(case=row, pk=appeal).select_related("case").first() if appeal < 2**63 else None
    if asked is None:
        raise Http404
    form = JudgeForm(request.POST, case=row, agreements=(), actor=actor)

    def act(key: uuid.UUID) -> object:
        outcome, reasons = Outcome(form.cleaned_data["outcome"]), form.cleaned_data["reasons"]
        return appeals.decide(actor=actor, appeal=asked, outcome=outcome, reasons=reasons, client_id=key)

    return do(request, row, act, _("Decided. Those it concerns are told."), name=f"judge-{asked.pk}", form=form)
