"""What an old address answers."""

from __future__ import annotations

from django.http import HttpResponsePermanentRedirect


def moved(address: str, *, preserve_request: bool = False) -> HttpResponsePermanentRedirect:
    """``address`` is where this stands for good; kept by no browser and no cache.

    Names change back, and who may know the new one changes too: a browser that kept the answer would go round in
    circles, and a cache on the way would tell the name to somebody who may not know it.

    Args:
        address: where it stands now.
        preserve_request: 308 instead of 301, so that method and body go along.
    """
    return HttpResponsePermanentRedirect(
        address, preserve_request=preserve_request, headers={"Cache-Control": "no-store"}
    )
