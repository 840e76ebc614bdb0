"""Words that arrive when what they are about is gone: they stay with their writer."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from gilde.dialogue.actions.draft import DraftTooLarge, save_draft
from gilde.dialogue.queries.draft import is_about_something, words_of
from gilde.dialogue.views.contribution import number_in
from gilde.dialogue.views.door import View, actor_of
from gilde.dialogue.views.draft import typed_in


def keeps_words(letter: str) -> Callable[[View], View]:
    """Instead of *Not found* a form gets its words back, which wait among the drafts as well.

    It is answered in the same way whatever the number is, so nobody learns what is there. htmx leaves the page as it
    is, words included.

    Args:
        letter: of the drafts of this form (``queries/draft.py``).
    """

    def keeping(view: View) -> View:
        @wraps(view)
        def kept(request: HttpRequest, *args: Any, **values: Any) -> HttpResponse:
            try:
                return view(request, *args, **values)
            except Http404:
                under = values.get("reply") or number_in(request.POST.get("answer", ""))
                place = f"{letter}:{values['number']}{f':{under}' if under else ''}"
                answer = _kept(request, place)
                if answer is None:
                    raise
                return answer

        return kept

    return keeping


def _kept(request: HttpRequest, place: str) -> HttpResponse | None:
    """The page with the words, when there are any to keep."""
    if request.method != "POST" or request.headers.get("HX-Request") or not is_about_something(place):
        return None
    data = typed_in(request)
    words = words_of(data)
    if not words:
        return None
    try:
        save_draft(actor=actor_of(request), place=place, data=data)
    except DraftTooLarge:
        return None
    return render(request, "dialogue/draft/kept.html", {"words": words, "place": place}, status=404)
