"""Where one is logged in: ending one of those."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gilde.people.actions.session import end_session
from gilde.people.models import Account


@login_required
@require_POST
def end(request: HttpRequest, number: int) -> HttpResponse:
    """Log out on one device, for example a telephone that was lost."""
    if end_session(cast(Account, request.user), number, besides=request.session.session_key):
        messages.success(request, _("You are logged out there."))
    else:
        messages.info(request, _("You were not logged in there any more."))
    return redirect("usersessions_list")
