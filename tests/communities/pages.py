"""Reading the answers of the communities' pages in tests."""

from __future__ import annotations

from django.http import HttpResponse


def text(answer: HttpResponse) -> str:
    """The page as it was sent."""
    return answer.content.decode()
