"""A mailbox on loopback: as much of IMAP as the letterbox speaks, spoken by a server of its own."""

from __future__ import annotations

import re
import socketserver
import threading
from typing import Any


class Mailbox:
    """Mails with a flag each. ``port`` is where it listens after :meth:`open`; closed, nobody answers there."""

    def __init__(self) -> None:
        self.mails: list[bytes] = []
        self.seen: set[int] = set()
        self.port = 0
        self.breaks_after_fetch = False
        self._server: Any = None

    def open(self) -> None:
        """Listen, on the same port as before."""

        class Handler(socketserver.StreamRequestHandler):
            mailbox = self

            def handle(self) -> None:
                _speak(self, self.mailbox)

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True

        self._server = Server(("127.0.0.1", self.port), Handler)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def close(self) -> None:
        """Go away."""
        self._server.shutdown()
        self._server.server_close()


def _speak(handler: Any, box: Mailbox) -> None:
    def say(text: bytes) -> None:
        handler.wfile.write(text + b"\r\n")

    say(b"* OK here")
    for line in handler.rfile:
        tag, _, rest = line.strip().partition(b" ")
        command = rest.upper()
        if command.startswith(b"CAPABILITY"):
            say(b"* CAPABILITY IMAP4rev1")
        elif command.startswith(b"LOGIN") and b'"right"' not in rest and b"right" not in rest:
            say(tag + b" NO wrong")
            continue
        elif command.startswith(b"SELECT"):
            say(b"* %d EXISTS" % len(box.mails))
        elif command.startswith(b"UID SEARCH"):
            new = [b"%d" % (n + 1) for n in range(len(box.mails)) if n not in box.seen]
            say(b"* SEARCH " + b" ".join(new))
        elif found := re.match(rb"UID FETCH (\d+) \(RFC822.SIZE\)", command):
            number = int(found[1])
            say(b"* %d FETCH (UID %d RFC822.SIZE %d)" % (number, number, len(box.mails[number - 1])))
        elif found := re.match(rb"UID FETCH (\d+) \(BODY\.PEEK\[\](?:<0\.(\d+)>)?\)", command):
            number = int(found[1])
            raw = box.mails[number - 1][: int(found[2]) if found[2] else None]
            handler.wfile.write(b"* %d FETCH (UID %d BODY[] {%d}\r\n" % (number, number, len(raw)) + raw + b")\r\n")
            if box.breaks_after_fetch:
                say(tag + b" OK")
                return
        elif found := re.match(rb"UID STORE (\d+) ", command):
            box.seen.add(int(found[1]) - 1)
        elif command.startswith(b"LOGOUT"):
            say(b"* BYE")
            say(tag + b" OK")
            return
        say(tag + b" OK done")
