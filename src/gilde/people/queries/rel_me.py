"""Reading whether a page elsewhere says that it belongs to somebody here (rel="me", microformats.org/wiki/rel-me)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from html import unescape
from typing import Final
from urllib.parse import urljoin, urlsplit

from django.conf import settings

from gilde.people.models import Person

_MOST_TAGS: Final = 5_000
_LONGEST_TAG: Final = 4_000  # characters
_TAG: Final = re.compile(r"<(a|link|area|script|style|textarea|title|template)(?=[\s/>])", re.IGNORECASE)
_TAG_END: Final = re.compile(r"""(?:[^>"']|"[^"]*"|'[^']*')*>""")
_ATTRIBUTE: Final = re.compile(r"""([^\s"'>/=]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_TEXT_ONLY: Final = frozenset({"script", "style", "textarea", "title", "template"})


def _tags(html: str) -> Iterator[dict[str, str]]:
    """The attributes of every link in ``html``, names in small letters. Time is linear, whatever the page holds:
    Python's own parser takes minutes for a page that was made to keep it busy."""
    position = seen = 0
    while seen < _MOST_TAGS and (start := html.find("<", position)) >= 0:
        position = start + 1
        if html.startswith("<!--", start):
            position = html.find("-->", start + 4)
            if position < 0:
                return
            continue
        tag = _TAG.match(html, start)
        if tag is None:
            continue
        seen += 1
        inside = _TAG_END.match(html[tag.end() : tag.end() + _LONGEST_TAG])
        if inside is None:
            continue
        position = tag.end() + inside.end()
        name = tag.group(1).lower()
        if name in _TEXT_ONLY:
            closing = re.compile(f"</{name}", re.IGNORECASE).search(html, position)
            if closing is None:
                return
            position = closing.end()
            continue
        found = _ATTRIBUTE.findall(inside.group())
        yield {key.lower(): unescape(double or single or bare) for key, double, single, bare in reversed(found)}


def me_links(html: str, base: str) -> list[str]:
    """The addresses that a page marks with rel="me", made absolute with the page's own address ``base``."""
    links = []
    for attributes in _tags(html):
        if "me" not in attributes.get("rel", "").lower().split() or not attributes.get("href"):
            continue
        try:
            links.append(urljoin(base, attributes["href"].strip()))
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
