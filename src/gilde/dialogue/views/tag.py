"""Everything that carries a tag."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gilde.dialogue.queries.tag import tagged
from gilde.dialogue.views.contribution import number_in
from gilde.dialogue.views.door import actor_of


@require_safe
def show(request: HttpRequest, tag: str) -> HttpResponse:
    """What carries this tag and the reader may read; a tag of hidden places is as unknown as one that never was."""
    found = tagged(actor_of(request), tag, after=number_in(request.GET.get("after", "")) or None)
    if found is None:
        raise Http404
    name, page = found
    return render(request, "dialogue/tag/page.html", {"name": name, "page": page})
