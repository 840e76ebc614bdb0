"""An Atom feed per public community (RFC 4287), so that people can follow along in a reader of their own."""

from __future__ import annotations

import hashlib
import re
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from gilde.attention.feed.queries.publication import latest, makers
from gilde.communities.models import Community
from gilde.communities.queries.slug import now_called
from gilde.core.actor import VISITOR
from gilde.core.audience import Audience
from gilde.core.views.moved import moved

_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@require_safe
def atom(request: HttpRequest, community: str) -> HttpResponse:
    """The thirty newest contributions of a public community; 404 for any other, whoever asks.

    What a visitor may read is all there is in it, so that a feed address never carries anybody's rights.
    """
    place = Community.objects.visible_to(VISITOR).filter(slug=community, audience=Audience.PUBLIC).first()
    if place is None:
        present = now_called(VISITOR, community)
        if present is None:
            raise Http404
        # Readers keep the address they once got: a community that took another name keeps its followers.
        return moved(reverse("feed:atom", args=[present]))
    rows = latest(place)
    response = render(
        request,
        "feed/atom.xml",
        {
            "site": settings.SITE_URL,
            "place": place,
            "rows": rows,
            "names": makers(rows),
            "updated": max((row.edited_at or row.created_at for row in rows), default=place.created_at),
            "address": settings.SITE_URL + reverse("feed:atom", args=[place.slug]),
        },
        content_type="application/atom+xml; charset=utf-8",
    )
    # What a form cleans away may have come in with an import; one such character would make the whole feed unreadable.
    response.content = _NOT_XML.sub("", response.content.decode()).encode()
    response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response["Cache-Control"] = "public, max-age=300"
    if place.noindex:
        response["X-Robots-Tag"] = "noindex"
    return get_conditional_response(request, etag=response["ETag"], response=response) or response
