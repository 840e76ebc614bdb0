"""A view that is asked once more, after the database ended its transaction for another one.

That is what its person would do: send the form again. Whatever is sent twice happens once.
"""

from __future__ import annotations

import logging

from django.http import HttpRequest
from django.http.response import HttpResponseBase

logger = logging.getLogger("gilde.again")


def answer_again(request: HttpRequest) -> HttpResponseBase:
    """What the view of ``request`` answers now, with the files that came along from their beginning.

    Raises:
        Exception: what the view raises.
    """
    logger.warning("%s %s: ended for another transaction, begun once more", request.method, request.path)
    match = request.resolver_match
    assert match is not None  # a view raised, so there is one
    if request.method == "POST":
        for _field, files in request.FILES.lists():
            for file in files:
                file.seek(0)
    answer: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
    return answer
