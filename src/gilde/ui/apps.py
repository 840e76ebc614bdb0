"""The design system: macros, tokens, CSS, the few scripts and the style page."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    """Frame and components. Knows no room; rooms register what the frame shows."""

    name = "gilde.ui"
    label = "ui"

    def ready(self) -> None:
        """Lead to allauth's pages, whose look is ours too."""
        from django.conf import settings

        from gilde.ui.navigation import Entry, register

        pages = [
            (_("Email addresses"), "account_email", "at-sign"),
            (_("Password"), "account_change_password", "key-round"),
            (_("Passkeys and codes"), "mfa_index", "fingerprint-pattern"),
            (_("Where I am logged in"), "usersessions_list", "monitor-smartphone"),
        ]
        if settings.SOCIALACCOUNT_PROVIDERS:
            pages.append((_("Log in elsewhere"), "socialaccount_connections", "log-in"))
        for order, (label, url_name, icon) in enumerate(pages):
            register(Entry(label, url_name, icon, order=10 * order + 50, slot="account", needs_person=True))
