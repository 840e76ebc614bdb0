"""Links between pages: to a page by any of its addresses, to an answer by its anchor on a page."""

import re
from collections.abc import Callable, Iterator

from gilde.gateways.portability.readers.inner_links import addresses_of, rewrite
from gilde.gateways.portability.readers.markdown.page import MARKDOWN, stem_of


def rewrite_pages(text: str, site: str, resolve: Callable[[str], str | None]) -> str:
    """The text with links within the site at the addresses that ``resolve`` gives."""
    if f"//{site}/" not in text:
        return text
    matches = (found for found in addresses_of(site).finditer(text) if found["url"])
    return rewrite(text, matches, _names, resolve)


def _names(found: re.Match[str]) -> Iterator[str]:
    path, _, anchor = found["path"].partition("#")
    if anchor and MARKDOWN.search(path):
        yield f"{stem_of(path).rpartition('/')[2]}#{anchor}"
    yield path
