"""What search engines may find: sitemaps (sitemaps.org protocol 0.9) and robots.txt."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gilde.attention.feed.queries.publication import (
    open_communities,
    open_contributions,
    open_organisations,
    open_people,
)
from gilde.dialogue.models.contribution import address

_PART: Final = 20_000  # addresses in one file; the protocol allows 50,000

Line = tuple[str, datetime | None]


def _contributions(start: int) -> Iterator[Line]:
    rows = open_contributions().filter(pk__gt=start * _PART, pk__lte=(start + 1) * _PART).order_by("pk")
    for number, title, changed in rows.values_list("pk", "title", "last_activity_at").iterator():
        yield address(number, title, stays=False), changed


def _communities(start: int) -> Iterator[Line]:
    rows = open_communities().order_by("pk").values_list("slug", "last_activity_at")
    for name, changed in rows[start * _PART : (start + 1) * _PART]:
        yield f"/c/{name}/", changed


def _people(start: int) -> Iterator[Line]:
    rows = open_people().filter(pk__gt=start * _PART, pk__lte=(start + 1) * _PART).order_by("pk")
    for handle in rows.values_list("handle", flat=True).iterator():
        yield f"/@{handle}/", None


def _organisations(start: int) -> Iterator[Line]:
    rows = open_organisations().order_by("pk").values_list("slug", flat=True)
    for name in rows[start * _PART : (start + 1) * _PART]:
        yield f"/organisations/{name}/", None


_SECTIONS: Final[dict[str, Callable[[int], Iterator[Line]]]] = {
    "communities": _communities,
    "contributions": _contributions,
    "people": _people,
    "organisations": _organisations,
}


def _parts(name: str) -> int:
    """How many files a section needs. Parts go by number where rows are many, so that each stays one range read."""
    if name in {"contributions", "people"}:
        rows = open_contributions() if name == "contributions" else open_people()
        last = rows.order_by("-pk").values_list("pk", flat=True).first()
        return 0 if last is None else (last - 1) // _PART + 1
    rows_ = open_communities() if name == "communities" else open_organisations()
    return -(-rows_.count() // _PART)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The list of sitemaps."""
    parts = [f"{settings.SITE_URL}/sitemap-{name}-{part}.xml" for name in _SECTIONS for part in range(_parts(name))]
    response = render(request, "feed/sitemap_index.xml", {"parts": parts}, content_type="application/xml")
    response["Cache-Control"] = "public, max-age=3600"
    return response


@require_safe
def section(request: HttpRequest, name: str, part: int) -> HttpResponse:
    """One sitemap."""
    if name not in _SECTIONS or part > 100_000:
        raise Http404
    lines = [(settings.SITE_URL + path, changed) for path, changed in _SECTIONS[name](part)]
    response = render(request, "feed/sitemap.xml", {"lines": lines}, content_type="application/xml")
    response["Cache-Control"] = "public, max-age=3600"
    return response


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers need not ask for, and where the sitemap is."""
    del request
    lines = [
        "User-agent: *",
        "Disallow: /account/",
        "Disallow: /me/",
        "Disallow: /new/",
        "Disallow: /i/",
        "Disallow: /operator/",
        "",
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
