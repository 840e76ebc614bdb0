"""Invented content for the style page."""

from __future__ import annotations

from typing import Any


def everything() -> dict[str, Any]:
    """The context of ``ui/style.html``."""
    return {}
