"""Asking people to prove once more who they are, before what cannot be undone or must not fall into other hands."""

from __future__ import annotations

import time
from typing import Any, Final, cast
from urllib.parse import urlencode

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.forms import ConfirmLoginCodeForm
from allauth.account.internal.flows.code_verification import AbstractCodeVerificationProcess
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.internal.flows.reauthentication import (
    did_recently_reauthenticate,
    get_reauthentication_flows,
    resume_request,
)
from allauth.account.views import password_set
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from gilde.people.models import Account
from gilde.people.views.step import onward

_KEY: Final = "gilde_proof"


class _MailedCode(AbstractCodeVerificationProcess):
    """The code that was mailed to who is logged in here, with the tries at it; kept in the session."""

    def __init__(self, request: HttpRequest, state: dict[str, Any]) -> None:
        super().__init__(
            max_attempts=app_settings.LOGIN_BY_CODE_MAX_ATTEMPTS,
            timeout=app_settings.LOGIN_BY_CODE_TIMEOUT,
            state=state,
            user=request.user,
        )
        self.request = request

    @property
    def email(self) -> str:
        """Where it went."""
        return str(self.state["email"])

    def persist(self) -> None:
        """Keep it."""
        self.request.session[_KEY] = self.state

    def abort(self) -> None:
        """Let it work no more."""
        self.request.session.pop(_KEY, None)

    def send(self) -> None:
        """Mail a code; an earlier one works no more."""
        self.state["code"] = get_adapter().generate_login_code()
        get_adapter().send_mail("account/email/proof_code", self.email, {"code": self.state["code"]})
        self.persist()


def is_proven(request: HttpRequest) -> bool:
    """Whether this session proved within the last fifteen minutes who it is.

    Who has a password, passkey or authenticator proves with that; who has none proves with a code by mail, or by
    having logged in with one just now.
    """
    account = cast(Account, request.user)
    if get_reauthentication_flows(account) and did_recently_reauthenticate(request):
        return True
    records = get_authentication_records(request, account)
    return bool(records) and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT


def proof_needed(request: HttpRequest, *, back: str) -> HttpResponse | None:
    """None when proven, else a redirect to where one proves; from there the way leads to the route ``back``."""
    return None if is_proven(request) else _to_proof(request, reverse(back))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def prove(request: HttpRequest) -> HttpResponse:
    """Where who has only codes by mail proves who they are; they stay logged in, and go on where they were."""
    account, back = cast(Account, request.user), onward(request)
    if get_reauthentication_flows(account):
        return _to_proof(request, back)
    if is_proven(request):
        return HttpResponseRedirect(back or reverse("people:me"))
    state = request.session.get(_KEY)
    # An address that is not the main one any more may be out of one's hands.
    sent = _MailedCode(request, state).abort_if_invalid() if state and state["email"] == account.email else None
    if request.POST.get("action") == "send":
        (sent or _MailedCode(request, _MailedCode.initial_state(account, account.email))).send()
        return HttpResponseRedirect(_address(back))
    form = ConfirmLoginCodeForm(request.POST or None, code=sent.code) if sent else None
    if sent and form and form.is_valid():
        sent.abort()
        record_authentication(request, account, method="code", email=sent.email, reauthenticated=True)
        return resume_request(request) or redirect("people:me")
    if sent and form and form.is_bound and not sent.record_invalid_attempt():
        messages.error(request, get_adapter().error_messages["too_many_login_attempts"])
        return HttpResponseRedirect(_address(back))
    return render(
        request,
        "people/me/prove.html",
        {"form": form, "email": account.email, "back": back},
        status=422 if form and form.is_bound else 200,
    )


@login_required
@sensitive_post_parameters()
def first_password(request: HttpRequest) -> HttpResponse:
    """allauth's page for a first password. It opens the account from anywhere, so that it takes proof as well."""
    proof = proof_needed(request, back="account_set_password")
    answer: HttpResponse = proof or password_set(request)
    return answer


def _to_proof(request: HttpRequest, back: str) -> HttpResponse:
    methods = get_adapter().get_reauthentication_methods(cast(Account, request.user))
    return HttpResponseRedirect(f"{methods[0]['url']}?{urlencode({'next': back})}")


def _address(back: str) -> str:
    return reverse("people:prove") + (f"?{urlencode({'next': back})}" if back else "")
