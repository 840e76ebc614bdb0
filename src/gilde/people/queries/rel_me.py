"""Reading whether a page elsewhere says that it belongs to somebody here (rel="me", microformats.org/wiki/rel-me)."""

from __future__ import annotations

from collections.abc import Collection
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urljoin, urlsplit

from django.conf import settings

from gilde.people.models import Person

_MOST_LINKS: Final = 500


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {"a", "link", "area"} or len(self.found) >= _MOST_LINKS:
            return
        values = dict(attrs)
        if "me" in (values.get("rel") or "").lower().split() and values.get("href"):
            self.found.append(str(values["href"]))


def me_links(html: str, base: str) -> list[str]:
    """The addresses that a page marks with rel="me", made absolute with the page's own address ``base``."""
    reader = _Reader()
    reader.feed(html)
    links = []
    for href in reader.found:
        try:
            links.append(urljoin(base, href.strip()))
        except ValueError:
            continue  # an address nobody can read proves nothing
    return links


def addresses_of(person: Person) -> list[str]:
    """The addresses of this profile here, now and before: each of them proves."""
    handles = [person.handle, *person.former_handles.values_list("handle", flat=True)]
    return [f"{settings.SITE_URL}/@{handle}/" for handle in handles]


def proves(html: str, *, base: str, own: Collection[str]) -> bool:
    """Whether the page at ``base`` links back to one of the addresses in ``own``."""
    wanted = {_plain(address) for address in own}
    return any(_plain(link) in wanted for link in me_links(html, base))


def _plain(address: str) -> tuple[str, str]:
    """What makes two spellings the same address: the host in small letters, no slash at the end, no query."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "", address
    return parts.netloc.lower().removeprefix("www."), parts.path.rstrip("/").lower()
