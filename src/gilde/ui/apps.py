"""The design system: macros, tokens, CSS, the few scripts and the style page."""

from __future__ import annotations

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Frame and components. Knows no room; rooms register what the frame shows."""

    name = "gilde.ui"
    label = "ui"
