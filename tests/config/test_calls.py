"""What reaches a page is what was sent, whole."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest

_SERVE = """
import gilde, socket
from gilde.config.share import Share
from gilde.config.web import serve

class NoStreams:
    def __init__(self, loop): pass
    def close(self): pass

class Answer(list):
    streaming = False
    def close(self): pass

def application(environ, start):
    body = environ["wsgi.input"].read()
    print(environ["PATH_INFO"], len(body), flush=True)
    start("200 OK", [("content-type", "text/plain")])
    return Answer([str(len(body)).encode()])

listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
serve(application, listener, number=1, threads=2, streams=NoStreams, share=Share(1), largest=3_000_000)
"""
BIG = b"a" * 1_500_000  # goes to disk on its way


class Server:
    """A web process with a page that says how much came."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._port = int(self.said())

    def said(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def send(self, path: str, head: str, body: bytes, *, then_go: bool = False) -> str:
        """The first line of the answer; nothing from who goes away at once."""
        with socket.create_connection(("127.0.0.1", self._port), timeout=10) as line:
            line.sendall(f"POST {path} HTTP/1.1\r\nHost: x\r\n{head}\r\n\r\n".encode() + body)
            return "" if then_go else line.recv(4000).decode().split("\r\n")[0]


@pytest.fixture
def server() -> Iterator[Server]:
    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen([sys.executable, "-c", _SERVE], stdout=subprocess.PIPE, env=env, text=True) as process:
        yield Server(process)
        process.terminate()


@pytest.mark.one_engine
def test_a_body_that_was_cut_off_on_its_way_is_no_shorter_whole(server: Server) -> None:
    server.send("/cut", "Content-Length: 10", b"0123", then_go=True)
    server.send("/cut", f"Content-Length: {len(BIG)}", BIG[:700_000], then_go=True)
    for path, body in (("/whole", b"0123456789"), ("/large", BIG), ("/empty", b"")):
        assert server.send(path, f"Content-Length: {len(body)}", body) == "HTTP/1.1 200 OK"
        assert server.said() == f"{path} {len(body)}"  # and nothing of what was cut before it


@pytest.mark.one_engine
def test_a_body_says_how_long_it_is_and_is_not_too_long(server: Server) -> None:
    pieces = b"4\r\nabcd\r\n0\r\n\r\n"
    assert server.send("/pieces", "Transfer-Encoding: chunked", pieces) == "HTTP/1.1 411 Length Required"
    assert server.send("/long", "Content-Length: 3000001", b"") == "HTTP/1.1 413 Payload Too Large"
    assert server.send("/odd", "Content-Length: -3", b"") == "HTTP/1.1 400 Bad Request"
    assert server.send("/more", "Content-Length: 4", b"0123456789") == "HTTP/1.1 200 OK"
    assert server.said() == "/more 4"
