"""How often somebody may try to log in, or have us send a mail.

Per account and subnet, so that a name cannot be guessed at from one place; per subnet, so that many names cannot; and
per account from everywhere, so that many places together cannot either. The last one does not hold for subnets where
this account logged in before, because otherwise anybody could lock somebody out by guessing wrong on purpose; logging
in with a code, a passkey or a provider stays possible meanwhile.
"""

from __future__ import annotations

from typing import Final

from allauth.usersessions.models import UserSession

from gilde.core.limits import ALLOWED, Rate, Verdict, account_key, count, forget, look, subnet_key

HERE: Final = Rate(6, 15 * 60)  # one account from one subnet
SUBNET: Final = Rate(40, 15 * 60)  # wrong answers from one subnet, whatever the account
EVERYWHERE: Final = Rate(60, 60 * 60)  # one account from all the world
MAILS: Final = Rate(8, 60 * 60)  # codes to one address
MAILS_FROM: Final = Rate(300, 60 * 60)  # codes asked for from one subnet: a hall full of newcomers fits
_KNOWN_PLACES: Final = 50


def try_password(login: str, address: str) -> Verdict:
    """Count one more try of ``login`` from ``address`` and say whether it may be made."""
    who, subnet = account_key(login), subnet_key(address)
    if not look("login-subnet", subnet, SUBNET):
        return Verdict(False, SUBNET.seconds)
    verdict = count("login", f"{who} {subnet}", HERE)
    if not verdict.allowed:
        return verdict
    verdict = count("login-everywhere", who, EVERYWHERE)
    return ALLOWED if verdict.allowed or _is_known(login, subnet) else verdict


def password_was_right(login: str, address: str) -> None:
    """Start counting this account anew; what its subnet did with other names stays counted."""
    who, subnet = account_key(login), subnet_key(address)
    forget("login", f"{who} {subnet}", HERE)
    forget("login-everywhere", who, EVERYWHERE)


def password_was_wrong(address: str) -> None:
    """Count a wrong answer against the subnet it came from."""
    count("login-subnet", subnet_key(address), SUBNET)


def ask_mail(receiver: str, address: str) -> Verdict:
    """Count one more mail with a code to ``receiver``, asked for from ``address``."""
    verdict = count("mail-from", subnet_key(address), MAILS_FROM)
    return count("mail", account_key(receiver), MAILS) if verdict.allowed else verdict


def _is_known(login: str, subnet: str) -> bool:
    places = UserSession.objects.filter(user__email=login.strip().lower()).order_by("-pk").values_list("ip", flat=True)
    return any(subnet_key(place) == subnet for place in places[:_KNOWN_PLACES])
