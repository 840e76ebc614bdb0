"""The style page: every component once, in its states."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gilde.ui import samples


def show(request: HttpRequest) -> HttpResponse:
    """Show all components with invented content; for everyone, kept out of search engines."""
    return render(request, "ui/style.html", samples.everything())
