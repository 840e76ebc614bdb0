"""How allauth meets the people room."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.account.models import EmailAddress
from allauth.account.signals import authentication_step_completed, email_changed, email_confirmed
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect  # noqa: TID251 - an adapter answers requests
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gilde.core.arrival import INVITED_KEY
from gilde.core.views.faults import Fault, fault_response
from gilde.people import limits
from gilde.people.actions.password import drop_unproven_password
from gilde.people.actions.session import end_sessions
from gilde.people.enums import Arriving, PersonState
from gilde.people.mails import write_mail
from gilde.people.models import Account, Person
from gilde.people.queries.account import language_at
from gilde.people.tasks import post

# The token of the profile somebody said was theirs, before signing up or logging in.
CLAIM_KEY: Final = "gilde_claim"

# Mails that anybody can have us send to any address, by typing it.
_ASKED_FOR: Final = frozenset(
    f"account/email/{name}"
    for name in (
        "email_confirmation",
        "email_confirmation_signup",
        "login_code",
        "proof_code",
        "password_reset_key",
        "password_reset_code",
        "account_already_exists",
        "unknown_account",
    )
)


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up by invitation where configured, limits that hold, mail after the answer, and first of all a name."""

    # After the third wrong code out of a mail. A new one works at once, whatever allauth says of waiting.
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": gettext_lazy(
            "This code was wrong three times and works no more. Ask for a new one."
        ),
    }

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """As allauth's; at a form too many means too many second steps (``login_failed`` in the settings)."""
        if code == "too_many_login_attempts":
            return ValidationError(_("Too many attempts. Wait a quarter of an hour, then try again."), code=code)
        error: ValidationError = super().validation_error(code, *args)
        return error

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Anyone, or only people with an invitation in their session."""
        return bool(settings.ACCOUNT_SIGNUP_OPEN) or bool(request.session.get(INVITED_KEY))

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse:
        """After logging in, who has no person here says who they are before going on.

        Who claimed a profile on the way, and has one already, is asked whether that is them too.
        """
        response = super().post_login(request, user, **kwargs)
        if kwargs.get("signup") and not get_authentication_records(request, user):
            # Signing up proved the address just now. allauth does not write that down, and would ask the first
            # second step of a new account for another code of itself.
            record_authentication(request, user, method="code", email=kwargs.get("email"))
        onward = response.get("Location", "")
        person = Person.objects.filter(account_id=user.pk, state=PersonState.ACTIVE).first()
        if person is not None:
            token = request.session.pop(CLAIM_KEY, "")
            if token:
                return HttpResponseRedirect(reverse("people:claim", args=[token]))
            halfway = person.arriving == Arriving.STEPS and onward == settings.LOGIN_REDIRECT_URL
            return HttpResponseRedirect(reverse("people:arrive")) if halfway else response
        query = f"?{urlencode({'next': onward})}" if onward and onward != settings.LOGIN_REDIRECT_URL else ""
        return HttpResponseRedirect(reverse("people:arrive") + query)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """As allauth's, but nothing that the page it stands on says already (see :func:`_is_said_there`)."""
        if message_template is None or not _is_said_there(request, message_template, message_context or {}):
            super().add_message(request, level, message_template, message_context, extra_tags, message)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whether somebody shows once more who they are: always, except on the pages that add a key, within fifteen
        minutes after logging in.

        Their first passkey would otherwise at once ask for itself, and a second step for its own code. That log-in was
        as strong as the account allowed, second step included. Whoever takes a key away, changes addresses or the
        password, or connects another log-in, always shows it, however fresh the session: it could be a stolen one. Who
        has only codes by mail shows it with one, or with having logged in by one within the same fifteen minutes.
        """
        request = _request()
        if request is not None and request.user.is_authenticated:
            records = get_authentication_records(request, request.user)
            fresh = bool(records) and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT
            if fresh and _adds_a_key(request, since=records[0]["at"]):
                return False
            if not fresh and not get_reauthentication_flows(request.user):
                raise ReauthenticationRequired  # allauth would take it for proven
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def get_reauthentication_methods(self, user: AbstractBaseUser | AnonymousUser) -> list[dict[str, Any]]:
        """As allauth's; who has nothing but codes by mail proves with one, and who has a passkey and no app is asked
        for the passkey before a recovery code."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        if not Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).exists():
            methods.sort(key=lambda method: method["id"] == "mfa_reauthenticate")
            for method in methods:
                if method["id"] == "mfa_reauthenticate":
                    method["description"] = _("Use a recovery code")
        by_code = {"id": "code", "description": _("Email me a code"), "url": reverse("people:prove")}
        return methods or ([by_code] if user.is_authenticated else [])

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        """A second address was proven: back to the list of addresses."""
        if self.request.user.is_authenticated:
            return reverse("account_email")
        return str(super().get_email_verification_redirect_url(email_address))

    def clean_email(self, email: str) -> str:
        """The address that somebody types as theirs; allauth's fields take more than its own tables hold.

        Raises:
            ValidationError: it is longer than an address can be (RFC 3696, erratum 1690).
        """
        if len(email) > app_settings.EMAIL_MAX_LENGTH:
            raise ValidationError(
                _("An email address has at most %(most)d characters.") % {"most": app_settings.EMAIL_MAX_LENGTH}
            )
        return str(super().clean_email(email))

    # ── limits ───────────────────────────────────────────────────────────────
    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try; one too many gets a page that says when to try again."""
        verdict = limits.try_password(str(credentials.get("email", "")), self.get_client_ip(request))
        if not verdict.allowed:
            raise ImmediateHttpResponse(too_many_passwords(request, verdict.retry_after))

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """As allauth's; a right password starts the count anew."""
        user = super().authenticate(request, **credentials)
        if user is not None:
            limits.password_was_right(str(credentials.get("email", "")), self.get_client_ip(request))
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a wrong password against where it came from."""
        del credentials
        limits.password_was_wrong(self.get_client_ip(request))

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        limits.password_was_right(str(credentials.get("email", "")), self.get_client_ip(request))

    # ── mail ─────────────────────────────────────────────────────────────────
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Have a mail sent after the answer, so that the answer takes as long whether or not there is an account."""
        request = _request()
        if template_prefix in _ASKED_FOR and request is not None:
            verdict = limits.ask_mail(email, self.get_client_ip(request))
            if not verdict.allowed:
                raise ImmediateHttpResponse(too_many_mails(request, verdict.retry_after))
        # Codes are asked for before logging in: the page follows the browser then, the mail follows the account.
        with translation.override(language_at(email)):
            message = write_mail(template_prefix, email, context) or self._unknown_mail(template_prefix, email, context)
        post(message)

    def _unknown_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> EmailMessage:
        """A mail that a newer allauth invented, in its own words."""
        site = SimpleNamespace(name=settings.SITE_NAME, domain=urlsplit(settings.SITE_URL).netloc)
        return self.render_mail(
            template_prefix, email, {"request": _request(), "email": email, "current_site": site, **context}
        )


_ADDING: Final = frozenset({"mfa_activate_totp", "mfa_add_webauthn"})
_SHOWING_CODES: Final = frozenset({"mfa_view_recovery_codes", "mfa_download_recovery_codes"})


def _is_said_there(request: HttpRequest, template: str, words: dict[str, Any]) -> bool:
    """Whether the page that comes next says the same.

    The page that asks for a code says where it went; only who asked for another one is told that it left too. The page
    that greets a newcomer needs no second sentence that they are in.
    """
    if template == "account/messages/logged_in.txt":
        return not Person.objects.filter(account=words.get("user"), state=PersonState.ACTIVE).exists()
    if template == "account/messages/email_confirmation_sent.txt" and request.user.is_authenticated:
        return False  # on the list of one's addresses
    sent = ("account/messages/login_code_sent.txt", "account/messages/email_confirmation_sent.txt")
    return template in sent and request.POST.get("action") != "resend"


def display_name(user: Account) -> str:
    """What allauth's messages call somebody: the name of the person, before there is one the address."""
    person = Person.objects.filter(account=user).first()
    return person.name if person is not None else user.email


def _adds_a_key(request: HttpRequest, *, since: float) -> bool:
    """Whether this page adds a way to log in, or shows recovery codes that were made since (seconds) this log-in."""
    page = request.resolver_match.url_name if request.resolver_match is not None else ""
    if page in _SHOWING_CODES:
        codes = Authenticator.objects.filter(user_id=request.user.pk, type=Authenticator.Type.RECOVERY_CODES)
        return codes.filter(created_at__gte=datetime.fromtimestamp(since, UTC)).exists()
    return page in _ADDING


def _request() -> HttpRequest | None:
    request: HttpRequest | None = context.request
    return request


def too_many_passwords(request: HttpRequest, wait: int) -> HttpResponse:
    """The page for who tried too many passwords: how long to wait (seconds), and the ways in that are still open."""
    if request.user.is_authenticated:  # proving once more who they are
        return _too_many(request, _("A password works again in %(wait)s."), wait)
    sentence = _("With a code by email or a passkey you can get in right now. A password works again in %(wait)s.")
    way = _("Email me a code"), reverse("account_request_login_code")
    return _too_many(request, sentence, wait, way)


def too_many_mails(request: HttpRequest, wait: int) -> HttpResponse:
    """The page for who asked for too many codes: look at the one that came, or wait (seconds)."""
    sentence = _(
        "We sent several emails already. Look for the newest one, also among your spam, or try again in %(wait)s."
    )
    return _too_many(request, sentence, wait)


def too_many_at_once(request: HttpRequest) -> HttpResponse:
    """The page for who did anything else too often: allauth counts per minute."""
    return _too_many(request, _("This happened very often in a short time. You can try again in %(wait)s."), 60)


def _too_many(request: HttpRequest, sentence: str, wait: int, way: tuple[str, str] | None = None) -> HttpResponse:
    minutes = -(-wait // 60)
    said = ngettext("%(number)d minute", "%(number)d minutes", minutes) % {"number": minutes}
    return fault_response(request, Fault(429, _("Too many attempts"), sentence % {"wait": said}, wait, way))


@receiver(email_changed, dispatch_uid="gilde.people.email_changed")
def end_other_sessions(request: HttpRequest, user: Account, **kwargs: Any) -> None:
    """With another main address all other sessions end, as they do by themselves with another password."""
    del kwargs
    end_sessions(user, besides=request.session.session_key)


@receiver(email_confirmed, dispatch_uid="gilde.people.email_confirmed")
def tell_of_added_address(request: HttpRequest, email_address: EmailAddress, **kwargs: Any) -> None:
    """Who can log in with one more address hears of it at the main one: it may have been somebody at their screen."""
    del kwargs
    if not email_address.primary:
        added = {"added_email": email_address.email}
        get_adapter(request).send_notification_mail("account/email/email_confirm", email_address.user, added)


@receiver(authentication_step_completed, dispatch_uid="gilde.people.authentication_step_completed")
def keep_out_who_signed_up_before(request: HttpRequest, user: Account, method: str, **kwargs: Any) -> None:
    """Who logs in with a code out of their mailbox is the first to show that an address is theirs."""
    del kwargs
    if method == "code" and drop_unproven_password(user):
        messages.warning(
            request,
            _(
                "This account had a password from before your address was confirmed. It works no more: someone else "
                "may have chosen it. You can choose one in your settings."
            ),
        )


@receiver(email_confirmed, dispatch_uid="gilde.people.first_address")
def keep_out_who_signed_up_with_it(request: HttpRequest, email_address: EmailAddress, **kwargs: Any) -> None:
    """The same by any other way than the code of signing up itself, which is typed where the password was."""
    del kwargs
    page = request.resolver_match.url_name if request.resolver_match is not None else ""
    if page != "account_email_verification_sent":
        drop_unproven_password(email_address.user, just_proven=email_address.email)
