"""The one-time page that makes the first account of an installation."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from gilde.core import setup_link
from gilde.core.views.faults import Fault, fault_response
from gilde.people.actions.setup import open_installation
from gilde.people.forms.setup import SetupForm
from gilde.people.queries.setup import has_operator


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def setup(request: HttpRequest, token: str) -> HttpResponse:
    """Make the operator, log them in, and offer to found the first community.

    Once there is an operator there is nothing here; before that, a link that does not work says how to get another.
    """
    if has_operator():
        raise Http404
    if not setup_link.check(token):
        return fault_response(
            request,
            Fault(
                404,
                _("This door is closed"),
                _("This link has been used or has expired. Run “./gilde createadmin” to get in."),
            ),
        )
    form = SetupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        account = open_installation(token=token, **form.cleaned_data)
        record_authentication(request, account, method="password", email=account.email)
        return perform_login(request, Login(user=account, email=account.email, redirect_url=_first_community()))
    response = render(
        request, "people/setup/page.html", {"form": form, "token": token}, status=422 if form.errors else 200
    )
    response["Cache-Control"] = "no-store"
    return response


def _first_community() -> str:
    try:
        return reverse("communities:found")
    except NoReverseMatch:
        return reverse("people:me")
