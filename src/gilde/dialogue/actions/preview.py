"""Previews of linked pages, fetched by the server so that no reader is seen there."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from gilde.core.clock import now
from gilde.core.forms import clean_line
from gilde.core.shorten import shortened
from gilde.dialogue.enums import ContributionKind
from gilde.dialogue.models import Contribution, LinkPreview

_TRY_AGAIN: Final = timedelta(days=1)  # a page that was away is asked for again when its text is changed


def ask_preview(contribution: Contribution) -> None:
    """Tie a preview to a resource's address; ``subscribers`` let a task fetch it after the commit.

    Part of a larger action: call it inside its transaction.
    """
    url = contribution.fields.get("url", "") if contribution.kind == ContributionKind.RESOURCE else ""
    if not url or not settings.LINK_PREVIEWS:
        if contribution.link_preview_id is not None:
            contribution.link_preview = None
            contribution.save(update_fields=["link_preview"])
        return
    preview, _made = LinkPreview.objects.get_or_create(url=url[:1000])
    if preview.failed and preview.fetched_at is not None and preview.fetched_at < now() - _TRY_AGAIN:
        preview.fetched_at, preview.failed = None, False
        preview.save(update_fields=["fetched_at", "failed"])
    if contribution.link_preview_id != preview.pk:
        contribution.link_preview = preview
        contribution.save(update_fields=["link_preview"])


class _Head(HTMLParser):
    """Title and description of a page, its own words or those it gives to previews."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[str, str] = {}
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # The first one is the page's own: those further on are of its drawings.
        self._in_title = tag == "title" and "title" not in self.found
        if tag == "meta":
            given = {name: value or "" for name, value in attrs}
            name = (given.get("property") or given.get("name") or "").lower()
            if (
                name in {"og:title", "og:description", "description", "og:site_name"}
                and given.get("content", "").strip()
            ):
                self.found.setdefault(name, given["content"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.found["title"] = (self.found.get("title", "") + data)[:1000]


def _line(text: str, most: int) -> str:
    return shortened(clean_line(text.replace("\x00", "").encode("utf-8", "replace").decode()), most)


def read_head(html: str) -> dict[str, str]:
    """``title``, ``description`` and ``site`` of a page as plain text, cut to what a preview shows."""
    head = _Head()
    with suppress(AssertionError):  # how the parser says that it cannot go on, as at "<![<": what it read stands
        head.feed(html[:300_000])
    found = head.found
    return {
        "title": _line(found.get("og:title") or found.get("title") or "", 200),
        "description": _line(found.get("og:description") or found.get("description") or "", 400),
        "site": _line(found.get("og:site_name") or "", 120),
    }


@transaction.atomic
def keep_preview(*, preview: LinkPreview, html: str | None) -> LinkPreview:
    """Store what was found at the address; ``html`` None means that nothing could be fetched."""
    found = read_head(html) if html is not None else {"title": "", "description": "", "site": ""}
    preview.title, preview.description = found["title"], found["description"]
    preview.site = found["site"] or (urlsplit(preview.url).hostname or "")[:120]
    preview.failed = html is None
    preview.fetched_at = now()
    preview.save()
    return preview
