"""What the mails about an account say: short, in the reader's language, with the code on a line of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from gilde.people.enums import PolicyKind, Verb
from gilde.people.models import Account, Erasure, PolicyLetter
from gilde.people.queries.erasure import stay_address
from gilde.people.queries.policy import edition
from gilde.people.reader import read_by
from gilde.ui.devices import known_device

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class AccountMail:
    """One mail.

    Attributes:
        subject, lines: may name ``%(site)s``, ``%(email)s`` and the values that allauth gives for this mail.
        has_code: the code stands under the first line.
        act: words of the button and the name of the value with its address.
        is_notice: something changed; the mail says from where, and what to do when it was somebody else.
        elsewhere: one more line, where people can also come in through ``%(provider)s``.
    """

    subject: _StrPromise
    lines: tuple[_StrPromise, ...]
    has_code: bool = False
    act: tuple[_StrPromise, str] | None = None
    is_notice: bool = False
    elsewhere: _StrPromise | None = None


def _changed(subject: _StrPromise, line: _StrPromise) -> AccountMail:
    return AccountMail(subject, (line,), is_notice=True)


_CODE_HERE: Final = _("Type this code on the page that is still open:")
_A_WHILE: Final = _("It works for 15 minutes.")

MAILS: Final[Mapping[str, AccountMail]] = {
    "account/email/email_confirmation_signup": AccountMail(
        _("Your code for %(site)s"),
        (_("Welcome. Type this code on the page that is still open:"), _A_WHILE),
        has_code=True,
    ),
    "account/email/email_confirmation": AccountMail(_("Your code for %(site)s"), (_CODE_HERE, _A_WHILE), has_code=True),
    "account/email/login_code": AccountMail(
        _("Your code to log in to %(site)s"), (_CODE_HERE, _A_WHILE), has_code=True
    ),
    "account/email/proof_code": AccountMail(
        _("Your code for %(site)s"),
        (_("Type this code on the page that is still open, to show that it is you:"), _A_WHILE),
        has_code=True,
    ),
    "account/email/password_reset_code": AccountMail(
        _("Your code for a new password"), (_CODE_HERE, _A_WHILE), has_code=True
    ),
    "account/email/account_already_exists": AccountMail(
        _("You already have an account"),
        (
            _("Someone tried to create an account with %(email)s, but there already is one."),
            _("Was it you? Then log in with it, or choose a new password."),
        ),
        act=(_("Choose a new password"), "password_reset_url"),
        elsewhere=_(
            "Did you come through %(provider)s? Log in with your email address first. After that you connect it in "
            "your settings, under “Log in elsewhere”."
        ),
    ),
    "account/email/unknown_account": AccountMail(
        _("No account with this address"),
        (
            _("Someone tried to log in with %(email)s, but there is no account with this address."),
            _("Was it you? Perhaps you signed up with another address, or you are new here."),
        ),
        act=(_("Create an account"), "signup_url"),
    ),
    "account/email/password_changed": _changed(_("Your password was changed"), _("Your account has a new password.")),
    "account/email/password_reset": _changed(_("Your password was changed"), _("Your account has a new password.")),
    "account/email/password_set": _changed(_("You now have a password"), _("A password was set for your account.")),
    "account/email/email_changed": _changed(
        _("Your email address was changed"),
        _("The main address of your account was %(from_email)s and is now %(to_email)s."),
    ),
    "account/email/email_confirm": _changed(
        _("An email address was added"), _("From now on you can also log in with %(added_email)s.")
    ),
    "account/email/email_deleted": _changed(
        _("An email address was removed"), _("The address %(deleted_email)s was removed from your account.")
    ),
    "mfa/email/totp_activated": _changed(
        _("An authenticator app was added"), _("From now on you need a code from the app to log in.")
    ),
    "mfa/email/totp_deactivated": _changed(
        _("The authenticator app was removed"), _("You do not need a code to log in any more.")
    ),
    "mfa/email/recovery_codes_generated": _changed(
        _("New recovery codes"), _("You have new recovery codes. The old ones do not work any more.")
    ),
    "mfa/email/webauthn_added": _changed(_("A passkey was added"), _("You can now log in with a new passkey.")),
    "mfa/email/webauthn_removed": _changed(
        _("A passkey was removed"), _("One of your passkeys does not work any more.")
    ),
    "socialaccount/email/account_connected": _changed(
        _("A login was connected"), _("You can now log in through %(provider)s.")
    ),
    "socialaccount/email/account_disconnected": _changed(
        _("A login was disconnected"), _("You cannot log in through %(provider)s any more.")
    ),
}


_ERASURE_SUBJECTS: Final[Mapping[str, _StrPromise]] = {
    Verb.ERASURE_ASKED: _("You asked to leave for good"),
    Verb.ERASURE_NEAR: _("Tomorrow everything about you is deleted"),
    Verb.ERASURE_SHORTENED: _("Your wait is shorter: everything about you is deleted soon"),
}


def write_mail(prefix: str, email: str, context: Mapping[str, Any]) -> EmailMultiAlternatives | None:
    """The mail that allauth calls ``prefix``, to ``email``; None for one that we do not know."""
    known = MAILS.get(prefix)
    if known is None:
        return None
    providers = [app["name"] for app in settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])]
    values = {"provider": ", ".join(providers), **context, "site": settings.SITE_NAME, "email": email}
    lines = known.lines + ((known.elsewhere,) if known.elsewhere and providers else ())
    shown = {
        "mail": known,
        "subject": str(known.subject) % values,
        "lines": [str(line) % values for line in lines],
        "code": context.get("code", "") if known.has_code else "",
        "link": context.get(known.act[1], "") if known.act else "",
        "act": str(known.act[0]) if known.act else "",
        "ip": context.get("ip", ""),
        "browser": known_device(str(context.get("user_agent", ""))),
        "at": context.get("timestamp"),
        "password": _full(reverse("account_change_password")) if known.is_notice else "",
        "logins": _full(reverse("usersessions_list")) if known.is_notice else "",
        "site": settings.SITE_NAME,
    }
    text = render_to_string("people/mail/account.txt", shown)
    message = EmailMultiAlternatives(" ".join(shown["subject"].split()), text.strip() + "\n", to=[email])
    message.attach_alternative(render_to_string("people/mail/account.html", shown), "text/html")
    return message


def write_erasure_mail(row: Erasure, *, why: Verb = Verb.ERASURE_ASKED) -> EmailMultiAlternatives:
    """To somebody who asked to be erased: the day, and the way back; in their language.

    Args:
        why: they asked, their day is near, or the operator brought it nearer.
    """
    account = row.person.account
    assert account is not None  # the caller looked
    with read_by(account):
        subject = str(_ERASURE_SUBJECTS[why])
        shown: dict[str, Any] = {
            "name": row.person.name.split()[0],
            "at": row.erase_at,
            "link": stay_address(row),
            "subject": subject,
            "is_shortened": why == Verb.ERASURE_SHORTENED,
        }
        text = render_to_string("people/mail/erasure.txt", shown)
        message = EmailMultiAlternatives(subject, text.strip() + "\n", to=[account.email])
        message.attach_alternative(render_to_string("people/mail/erasure.html", shown), "text/html")
    return message


def write_policy_mail(letter: PolicyLetter, account: Account) -> EmailMultiAlternatives:
    """To somebody who is asked to agree again: what changed, from when it holds, and what they can do.

    It comes whatever rhythm of mail was chosen, and offers no way to end it: who is asked to agree has to know.
    """
    kind = PolicyKind(letter.policy.kind)
    with read_by(account):
        shown: dict[str, Any] = {
            "name": letter.person.name.split()[0],
            "kind": kind.value,
            "changed": edition(letter.policy).changed[(get_language() or "en")[:2]],
            "since": letter.policy.saved_at,
            "site": settings.SITE_NAME,
            "read": _full(reverse("people:policy_version", args=[kind.value, letter.policy_id])),
            "agree": _full(reverse("people:policy_agree")),
        }
        subject = (
            gettext("The terms of %(site)s changed")
            if kind == PolicyKind.TERMS
            else gettext("The privacy page of %(site)s changed")
        )
        shown["subject"] = " ".join((subject % shown).split())
        text = render_to_string("people/mail/policy.txt", shown)
        message = EmailMultiAlternatives(shown["subject"], text.strip() + "\n", to=[account.email])
        message.attach_alternative(render_to_string("people/mail/policy.html", shown), "text/html")
    message.extra_headers = {
        "Message-ID": f"<policy.{letter.policy_id}.{letter.person_id}@{_host()}>",
        "Auto-Submitted": "auto-generated",
    }
    return message


def _full(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"
