"""Everything that names a behaviour of an ambition."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gilde.dialogue.queries.ambition import behaviour_for, compliments_naming, contributions_naming
from gilde.dialogue.views.contribution import number_in
from gilde.dialogue.views.door import actor_of


@require_safe
def show(request: HttpRequest, number: int) -> HttpResponse:
    """Contributions and compliments that name this behaviour; each of the two lists goes on by itself."""
    actor = actor_of(request)
    behaviour = behaviour_for(actor, number)
    if behaviour is None:
        raise Http404
    after = number_in(request.GET.get("after", "")) or None
    thanks_after = number_in(request.GET.get("thanks_after", "")) or None
    return render(
        request,
        "dialogue/behaviour/page.html",
        {
            "behaviour": behaviour,
            "page": contributions_naming(actor, behaviour, after=after),
            "thanks": compliments_naming(actor, behaviour, after=thanks_after),
        },
    )
