"""The site a dump comes from: its addresses, its language, and the licence of what was written when."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from gilde.gateways.portability.records import UnreadableFile

_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}")
_FOLDER = re.compile(r"stackexchange[_.-]([a-z0-9-]+)(?:[_.].*)?")
_OWN_LINK = re.compile(r"//((?:[a-z0-9-]+\.){1,3}[a-z]{2,6})/(?:questions|q|a)/\d")
_LANGUAGES = {"es": "es", "pt": "pt", "ru": "ru", "ja": "ja"}
_LICENCES = ((datetime(2011, 4, 8, tzinfo=UTC), "CC BY-SA 2.5"), (datetime(2018, 5, 2, tzinfo=UTC), "CC BY-SA 3.0"))
_SLUG_LENGTH = 80


@dataclass(frozen=True)
class Site:
    """One question site, by the host it had."""

    host: str

    @property
    def language(self) -> str:
        """What people write there; all sites are English but for a few."""
        first, _, rest = self.host.partition(".")
        return _LANGUAGES.get(first, "en") if rest == "stackoverflow.com" else "en"

    def address(self, path: str) -> str:
        """The complete address of a path."""
        return f"https://{self.host}{path}"


def given_site(text: str) -> Site:
    """The site someone named, with or without ``https://``. Raises :class:`UnreadableFile` when it names none."""
    host = re.sub(r"^[a-z]+://", "", text.strip().lower()).partition("/")[0]
    if not _HOST.fullmatch(host):
        raise UnreadableFile(
            f"“{text[:80]}” is not a site. Give its host, such as ai.stackexchange.com.", code="not_a_site"
        )
    return Site(host)


def guessed_site(folder: str, bodies: Iterable[str]) -> Site | None:
    """The site by the name of the folder, else by the site that its own posts point to most; None when neither says."""
    name = folder.lower()
    if found := _FOLDER.fullmatch(name):
        return Site(f"{found[1]}.stackexchange.com")
    if _HOST.fullmatch(name) and not name.endswith((".xml", ".zip", ".gz")):
        return Site(name)
    hosts = Counter(host for body in bodies for host in set(_OWN_LINK.findall(body)) if not host.startswith("meta."))
    return Site(hosts.most_common(1)[0][0]) if hosts else None


def licence_of(written_at: datetime, stated: str = "") -> str:
    """The licence a row states, else the one the network had on that day."""
    if stated:
        return stated
    return next((licence for until, licence in _LICENCES if written_at < until), "CC BY-SA 4.0")


def slug_of(title: str) -> str:
    """A title as those sites write it in their addresses."""
    plain = re.sub(r"[ ,./\\=_-]+", "-", title.strip().lower())
    return re.sub(r"-+", "-", re.sub(r"[^a-z0-9-]", "", plain)).strip("-")[:_SLUG_LENGTH].strip("-")
