"""Accounts, looked up by what somebody typed."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.conf import settings
from django.utils.translation import get_language

from gilde.people.models import Account


def language_at(email: str) -> str:
    """The language to write to ``email`` in: that of its account, else that of the page now; one or two queries."""
    chosen = (
        Account.objects.filter(email=email.lower()).values_list("language", flat=True).first()
        or EmailAddress.objects.filter(email=email.lower()).values_list("user__language", flat=True).first()
    )
    return chosen if chosen in dict(settings.LANGUAGES) else get_language() or settings.LANGUAGE_CODE
