"""Asking people to prove once more who they are, before what cannot be undone or must not fall into other hands."""

from __future__ import annotations

import time
from typing import cast
from urllib.parse import urlencode

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate, get_reauthentication_flows
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from gilde.people.models import Account


def is_proven(request: HttpRequest) -> bool:
    """Whether this session proved within the last fifteen minutes who it is.

    Who has a password, passkey or authenticator proves with that; who has none proves by having logged in with a code
    just now.
    """
    account = cast(Account, request.user)
    if get_reauthentication_flows(account) and did_recently_reauthenticate(request):
        return True
    records = get_authentication_records(request, account)
    return bool(records) and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT


def proof_needed(request: HttpRequest, *, back: str) -> HttpResponse | None:
    """None when proven, else a redirect to where one proves; from there the way leads to the route ``back``.

    Who has nothing but codes by mail is logged out and mailed one, so that the next page asks for the code alone.
    """
    if is_proven(request):
        return None
    address = reverse(back)
    account = cast(Account, request.user)
    methods = get_adapter().get_reauthentication_methods(account)
    if methods:
        return HttpResponseRedirect(f"{methods[0]['url']}?{urlencode({'next': address})}")
    logout(request)
    LoginCodeVerificationProcess.initiate(request=request, user=account, email=account.email)
    messages.info(request, _("Log in once more with a code by email, so that we know it is you."))
    return HttpResponseRedirect(f"{reverse('account_confirm_login_code')}?{urlencode({'next': address})}")
