"""How long a connection waits for its next request: as long as it is told."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time

import pytest

from gilde.config.web import IDLE, IDLE_BEHIND_PROXY

_SERVE = """
import gilde, socket, sys
from gilde.config.share import Share
from gilde.config.web import serve

class NoStreams:
    def __init__(self, loop): pass
    def close(self): pass

class Answer(list):
    streaming = False
    def close(self): pass

def application(environ, start):
    start("200 OK", [("content-type", "text/plain")])
    return Answer([b"yes"])

listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
serve(application, listener, number=1, threads=1, streams=NoStreams, share=Share(1), idle=int(sys.argv[1]))
"""


@pytest.mark.one_engine
def test_an_idle_connection_is_closed_after_as_long_as_it_was_told() -> None:
    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen([sys.executable, "-c", _SERVE, "1"], stdout=subprocess.PIPE, env=env) as server:
        try:
            assert server.stdout is not None
            port = int(server.stdout.readline())
            with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
                connection.sendall(b"GET / HTTP/1.1\r\nHost: here\r\n\r\n")
                assert b"yes" in connection.recv(4096)
                asked = time.monotonic()
                assert connection.recv(1) == b""  # closed in good order
                assert 0.8 < time.monotonic() - asked < 8
        finally:
            server.terminate()


def test_behind_a_proxy_it_waits_longer_than_proxies_keep_one() -> None:
    """nginx and Amazon's balancers keep an idle connection for 60 seconds, Caddy for 120."""
    assert IDLE < 60 < 120 < IDLE_BEHIND_PROXY
