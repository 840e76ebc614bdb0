"""A push service on loopback: keeps what it is sent, and opens it as the browser would."""

from __future__ import annotations

import base64
import json
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec


def text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


class Browser:
    """What a browser keeps of a subscription."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.auth = b"0123456789abcdef"

    @property
    def public_key(self) -> str:
        point = serialization.PublicFormat.UncompressedPoint
        return text(self.key.public_key().public_bytes(serialization.Encoding.X962, point))

    def open(self, body: bytes) -> dict[str, Any]:
        """The content, which nobody else could read."""
        found = http_ece.decrypt(body, private_key=self.key, auth_secret=self.auth, version="aes128gcm")
        return json.loads(found)


class PushService:
    """What it answers and what it got.

    Attributes:
        status: its answer; ``by_path`` has another one for some devices.
        late: seconds that it keeps its answer back, although it took the request.
        got: path, headers and body of each request it took.
    """

    def __init__(self) -> None:
        self.status = 201
        self.by_path: dict[str, int] = {}
        self.late = 0.0
        self.got: list[tuple[str, dict[str, str], bytes]] = []
        self.port = 0
        self._server: Any = None

    def open(self) -> None:
        """Listen, on the same port as before."""
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = service.by_path.get(self.path, service.status)
                if status == 201:
                    service.got.append((self.path, dict(self.headers.items()), body))
                time.sleep(service.late)
                with suppress(OSError):
                    self.send_response(status)
                    self.send_header("Location", "http://127.0.0.1:9/")
                    self.end_headers()

            def log_message(self, *_args: Any) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def close(self) -> None:
        """Go away."""
        self._server.shutdown()
        self._server.server_close()
