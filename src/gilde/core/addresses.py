"""Which addresses of the outside world may be reached from here.

A link comes from anybody, so it may point at the machine itself or at what only this machine can see. The rule is:
read the address strictly, resolve its name once, refuse everything that is not globally routable, and connect to the
very address that was checked.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

_PORTS: Final = {"http": 80, "https": 443}
_LONGEST: Final = 2_000  # characters
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2028\u2029\ud800-\udfff]")
_NAME = re.compile(r"(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_NUMERIC_LABEL = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)")

# Inside 2000::/3, which is all of IPv6 that is routed: tunnels that hold an IPv4 address, and documentation.
_ROUTED_IPV6: Final = ipaddress.IPv6Network("2000::/3")
_REFUSED: Final = tuple(
    ipaddress.ip_network(network)
    for network in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "192.88.99.0/24")
)

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


class Unreachable(Exception):
    """An address that cannot or may not be fetched; ``sentence`` says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Target:
    """One address taken apart: what to connect to (``host``, ``port``) and what to ask for (``path``)."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def is_allowed_inside(self) -> bool:
        """Whether the operator lists this host, so that it may be an internal one and use any port."""
        return bool({self.host, f"{self.host}:{self.port}"} & settings.OUTGOING_ALLOW)


def read_address(url: str) -> Target:
    """Take ``url`` apart, strictly: what two programs could read differently is refused.

    Raises:
        Unreachable: for anything but an ordinary ``http`` or ``https`` address.
    """
    if len(url) > _LONGEST or _FORBIDDEN.search(url):
        raise Unreachable(_("We cannot use this address. Check it and try again."))
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Unreachable(_("We cannot use this address. Check it and try again.")) from None
    scheme = parts.scheme.lower()
    if scheme not in _PORTS:
        raise Unreachable(_("Only addresses that begin with http or https work."))
    if "@" in parts.netloc or not parts.hostname:
        raise Unreachable(_("We cannot use this address. Check it and try again."))
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (
        f"?{quote(parts.query, safe='/%:@!$&()*+,;=~-._?[]')}" if parts.query else ""
    )
    target = Target(scheme, _read_host(parts.hostname), port or _PORTS[scheme], path)
    if target.port != _PORTS[scheme] and not target.is_allowed_inside:
        raise Unreachable(_("Only the usual web ports can be reached."))
    return target


def _read_host(host: str) -> str:
    """The host in lower case and ascii: a name, or an IP address in its one canonical spelling."""
    if ":" in host:
        try:
            return str(ipaddress.IPv6Address(host))  # a scope ("%eth0") is kept by ipaddress and refused below
        except ValueError:
            raise Unreachable(_("We cannot use this address. Check it and try again.")) from None
    try:
        name = host.rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise Unreachable(_("We cannot use this address. Check it and try again.")) from None
    if not _NAME.fullmatch(name):
        raise Unreachable(_("We cannot use this address. Check it and try again."))
    if _NUMERIC_LABEL.fullmatch(name.rpartition(".")[2]):
        # A number at the end makes it an IPv4 address; shortened, octal and hexadecimal ones are refused.
        try:
            return str(ipaddress.IPv4Address(name))
        except ValueError:
            raise Unreachable(_("We cannot use this address. Check it and try again.")) from None
    return name


def resolve(target: Target) -> list[IPAddress]:
    """The addresses behind the target's name, asked once.

    Raises:
        Unreachable: when there are none, or when any of them is not globally routable and the operator does not
            list this host.
    """
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
        addresses = list(dict.fromkeys(ipaddress.ip_address(entry[4][0]) for entry in found))
    except (OSError, ValueError, UnicodeError):
        raise Unreachable(_("There is no site with this name. Check the address.")) from None
    if not addresses:
        raise Unreachable(_("There is no site with this name. Check the address."))
    if not target.is_allowed_inside and not all(map(is_global, addresses)):
        raise Unreachable(_("This address is inside a private network."))
    return addresses


def is_global(address: IPAddress) -> bool:
    """Whether the address belongs to the public internet, whatever it is wrapped in."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id is not None or address not in _ROUTED_IPV6:
            return False
    elif not address.is_global:
        return False
    if address.is_multicast or address.is_reserved or address.is_private or address.is_loopback:
        return False
    return not any(address.version == network.version and address in network for network in _REFUSED)
