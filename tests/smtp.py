"""A stand-in for a mail server on the loopback: it takes mail as RFC 5321 says, and keeps it."""

from __future__ import annotations

import socketserver
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast


class Smtp:
    """Takes mail while it is open. ``slow`` keeps the answer to a message back for so many seconds."""

    def __init__(self, port: int = 0) -> None:
        self.taken: list[EmailMessage] = []
        self.offered = threading.Event()  # a whole message was sent, and waits for its answer
        self.slow = 0.0
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
            if word == b"DATA":
                say("354 go on")
                lines = []
                while (part := talk.rfile.readline()) not in {b".\r\n", b""}:
                    lines.append(part[1:] if part.startswith(b"..") else part)
                self.offered.set()
                if self.slow:
                    threading.Event().wait(self.slow)
                try:
                    say("250 taken")
                    talk.wfile.flush()
                except OSError:
                    return
                if not self.slow:
                    self.taken.append(cast("EmailMessage", message_from_bytes(b"".join(lines), policy=policy.default)))
            elif word == b"QUIT":
                say("221 bye")
                return
            else:
                say("250 yes")
