"""The one function that asks other servers for something. Nothing else in Gilde opens an outgoing web connection."""

from __future__ import annotations

import codecs
import http.client
import re
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin

from django.conf import settings
from django.utils.translation import gettext as _

from gilde.core.addresses import IPAddress, Target, Unreachable, read_address, resolve

__all__ = ["Fetched", "Unreachable", "fetch", "post"]

_REDIRECTS: Final = 3
_CONNECT_SECONDS: Final = 5.0
_CHUNK: Final = 16 * 1024
_MOVED: Final = frozenset({301, 302, 303, 307, 308})
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)


@dataclass(frozen=True)
class Fetched:
    """What a server answered.

    Attributes:
        url: where it came from in the end, after redirects.
        content_type: without parameters, in lower case.
        charset: as the server named it, or empty.
        body: at most as many bytes as asked for.
        is_whole: False when the body was cut off there.
    """

    url: str
    content_type: str
    charset: str
    body: bytes
    is_whole: bool

    @property
    def text(self) -> str:
        """The body as text, by the charset of the server, else of the page, else UTF-8; NUL is dropped."""
        named = self.charset
        if not named and (found := _META_CHARSET.search(self.body[:4_096])):
            named = found.group(1).decode("ascii", "replace")
        try:
            codec = codecs.lookup(named or "utf-8")
            if not codec._is_text_encoding:  # "zip", "rot13" and the like
                raise LookupError
            return self.body.decode(codec.name, "replace").replace("\x00", "")
        except (LookupError, ValueError):
            return self.body.decode("utf-8", "replace").replace("\x00", "")


def fetch(
    url: str,
    *,
    types: Collection[str],
    most_bytes: int = 1_000_000,
    seconds: float = 10.0,
) -> Fetched:
    """GET ``url``, following at most three redirects, each of them checked like the first address.

    Args:
        url: ``http`` or ``https``; internal hosts only where ``GILDE_OUTGOING_ALLOW`` lists them.
        types: content types that are welcome, without parameters.
        most_bytes: the body is cut off here, also when it unpacks to more.
        seconds: for everything together. Looking up a name can take longer; call this from a task.

    Raises:
        Unreachable: with a sentence, for every way in which this can fail.
    """
    deadline = time.monotonic() + seconds
    for _hop in range(_REDIRECTS + 1):
        target = read_address(url)
        answer = _ask(target, resolve(target), types, most_bytes, deadline)
        if isinstance(answer, str):
            try:
                url = urljoin(url, answer)
            except ValueError:
                raise Unreachable(_("We cannot use this address. Check it and try again.")) from None
            continue
        content_type, charset, body, is_whole = answer
        return Fetched(url, content_type, charset, body, is_whole)
    raise Unreachable(_("This address keeps sending us on to other addresses."))


def post(url: str, body: bytes, *, headers: Mapping[str, str], seconds: float = 10.0) -> int:
    """POST ``body`` to ``url``, checked as in :func:`fetch`, and answer with the status; what comes back is not read.

    Redirects are not followed: what is sent is meant for this address.

    Args:
        url: ``https``; ``http`` and internal hosts only where ``GILDE_OUTGOING_ALLOW`` lists them.
        body: what to send.
        headers: besides those of every request of ours.
        seconds: for everything together.

    Raises:
        Unreachable: with a sentence, when there is no answer.
    """
    deadline = time.monotonic() + seconds
    target = read_address(url)
    if target.scheme != "https" and not target.is_allowed_inside:
        raise Unreachable(_("We cannot use this address. Check it and try again."))
    ours = {"User-Agent": f"Gilde (+{settings.SITE_URL})", "Connection": "close"}
    with _connected(target, resolve(target), deadline) as connection:
        connection.request("POST", target.path, body=body, headers=ours | dict(headers))
        return connection.getresponse().status


def _ask(
    target: Target, addresses: list[IPAddress], types: Collection[str], most_bytes: int, deadline: float
) -> str | tuple[str, str, bytes, bool]:
    """One question to one of these addresses: where it redirects to, or content type, charset, body and wholeness."""
    with _connected(target, addresses, deadline) as connection:
        connection.request("GET", target.path, headers=_headers(types))
        response = connection.getresponse()
        if response.status in _MOVED and (location := response.headers.get("Location")):
            return location.strip().encode("latin-1", "replace").decode("utf-8", "replace")
        if response.status != 200:
            raise Unreachable(
                _("The other site says there is nothing there (%(status)d).") % {"status": response.status}
            )
        content_type = response.headers.get_content_type()
        if content_type not in types:
            raise Unreachable(
                _("There is no page we can read at this address (%(type)s).") % {"type": content_type[:60]}
            )
        body, is_whole = _read(response, most_bytes)
        return content_type, str(response.headers.get_content_charset() or ""), body, is_whole


@contextmanager
def _connected(target: Target, addresses: list[IPAddress], deadline: float) -> Iterator[http.client.HTTPConnection]:
    """A connection to one of these addresses and no other, ended at the deadline whatever the other side does."""
    connection = http.client.HTTPConnection(target.host, target.port)
    connection.auto_open = 0  # it must never look up the name by itself
    if target.scheme == "https":
        connection.default_port = 443
    raw = _connect(addresses, target.port, deadline)
    # Whoever answers one byte at a time keeps every single wait short: the watch ends the whole.
    watch = threading.Timer(max(0.0, deadline - time.monotonic()), _cut, [raw])
    watch.daemon = True
    watch.start()
    try:
        connection.sock = _secure(raw, target, watch) if target.scheme == "https" else raw
        yield connection
    except (OSError, http.client.HTTPException, ValueError, zlib.error):
        if time.monotonic() >= deadline:
            raise Unreachable(_("The other site took too long.")) from None
        raise Unreachable(_("The other site could not be reached.")) from None
    finally:
        watch.cancel()
        connection.close()
        raw.close()


def _connect(addresses: list[IPAddress], port: int, deadline: float) -> socket.socket:
    for address in addresses[:4]:
        left = deadline - time.monotonic()
        if left <= 0:
            break
        try:
            return socket.create_connection((str(address), port), timeout=min(_CONNECT_SECONDS, left))
        except OSError:
            continue
    raise Unreachable(_("The other site could not be reached."))


def _secure(raw: socket.socket, target: Target, watch: threading.Timer) -> socket.socket:
    """TLS over the checked connection, with the certificate checked against the name that was asked for."""
    secure = ssl.create_default_context().wrap_socket(raw, server_hostname=target.host, do_handshake_on_connect=False)
    watch.args = [secure]
    secure.do_handshake()
    return secure


def _cut(connected: socket.socket) -> None:
    try:
        connected.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it is closed already


def _headers(types: Collection[str]) -> dict[str, str]:
    return {
        "User-Agent": f"Gilde (+{settings.SITE_URL})",
        "Accept": ", ".join(sorted(types)),
        "Accept-Encoding": "identity",
        "Connection": "close",
    }


def _read(response: http.client.HTTPResponse, most_bytes: int) -> tuple[bytes, bool]:
    """At most ``most_bytes`` of the body, unpacked, and whether that is all of it."""
    packed = response.headers.get("Content-Encoding", "identity").strip().lower()
    if packed in {"gzip", "x-gzip", "deflate"}:
        unpack = zlib.decompressobj(47)  # 32 + 15: gzip or zlib, whichever it is
    elif packed in {"", "identity"}:
        unpack = None
    else:
        raise Unreachable(_("The other site answered in a way we cannot read."))
    body = bytearray()
    while len(body) <= most_bytes and (chunk := response.read1(_CHUNK)):
        body += unpack.decompress(chunk, most_bytes + 1 - len(body)) if unpack else chunk
    return bytes(body[:most_bytes]), len(body) <= most_bytes
