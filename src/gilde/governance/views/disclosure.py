"""Learning who wrote something without their name."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gilde.governance.actions import disclosure as actions
from gilde.governance.forms.case import NameForm
from gilde.governance.models import Disclosure
from gilde.governance.views.door import actor_of, case_for_handlers
from gilde.governance.views.handling import do


@login_required
@require_POST
def propose(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for a second person, with a reason."""
    actor, row = actor_of(request), case_for_handlers(request, number)
    form = NameForm(request.POST)

    def act(key: uuid.UUID) -> object:
        return actions.propose(actor=actor, case=row, reason=form.cleaned_data["reason"], client_id=key)

    said = _("It waits for another person now, seven days at most.")
    return do(request, row, act, said, name="name", form=form)


@login_required
@require_POST
def agree(request: HttpRequest, number: int, disclosure: int) -> HttpResponse:
    """Be the second person; with ``on=0`` the first one withdraws."""
    actor, row = actor_of(request), case_for_handlers(request, number)
    rows = Disclosure.objects.filter(case=row, pk=disclosure).select_related("case")
    found = rows.first() if disclosure < 2**63 else None
    if found is None:
        raise Http404
    if request.POST.get("on") == "0":
        said = _("Withdrawn. Nobody learned the name.")
        return do(request, row, lambda key: actions.withdraw(actor=actor, disclosure=found, client_id=key), said)
    said = _("The two of you see the name here now. The person is told who you are and why.")
    return do(request, row, lambda key: actions.agree(actor=actor, disclosure=found, client_id=key), said)
