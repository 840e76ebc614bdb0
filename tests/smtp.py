"""A stand-in for a mail server on the loopback: it takes mail as RFC 5321 says, and keeps it."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable
from contextlib import suppress
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast


class Smtp:
    """Takes mail while it is open.

    Attributes:
        taken: what it said "250" to, in that order.
        hears: called with the command of a client before it is answered, with ``.`` when a whole message is there and
            with ``250`` after it was taken; False hangs up instead.
    """

    def __init__(self, port: int = 0) -> None:
        self.taken: list[EmailMessage] = []
        self.hears: Callable[[str], bool] = lambda _word: True
        outer = self

        class Talk(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                outer._talk(self)

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True

        self._server = Server(("127.0.0.1", port), Talk)
        self.port = int(self._server.server_address[1])
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Be away."""
        self._server.shutdown()
        self._server.server_close()

    def _talk(self, talk: socketserver.StreamRequestHandler) -> None:
        def say(line: str) -> None:
            talk.wfile.write(f"{line}\r\n".encode())

        say("220 here")
        while line := talk.rfile.readline():
            word = line[:4].upper().strip()
            if not self.hears(word.decode("latin-1")):
                return
            if word == b"DATA":
                say("354 go on")
                lines = []
                while (part := talk.rfile.readline()) not in {b".\r\n", b""}:
                    lines.append(part[1:] if part.startswith(b"..") else part)
                if not part or not self.hears("."):
                    return  # half a message is none
                self.taken.append(cast("EmailMessage", message_from_bytes(b"".join(lines), policy=policy.default)))
                with suppress(OSError):
                    say("250 taken")
                if not self.hears("250"):
                    return
            elif word == b"QUIT":
                say("221 bye")
                return
            else:
                say("250 yes")
