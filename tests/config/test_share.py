"""Processes that answer pages have about as much to do as each other, however connections came to them."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable

import pytest

from gilde.config.share import Share

_SERVE = """
import gilde, os, signal, socket, sys, time
from gilde.config.share import Share
from gilde.config.web import serve

class NoStreams:
    def __init__(self, loop): pass
    def close(self): pass

class Answer(list):
    streaming = False
    def close(self): pass

def application(environ, start):
    time.sleep(0.01)
    start("200 OK", [("content-type", "text/plain")])
    return Answer([str(os.getpid()).encode()])

listener, share, children = socket.create_server(("127.0.0.1", 0)), Share(2), []
print(listener.getsockname()[1], flush=True)
for number in (1, 2):
    child = os.fork()
    if not child:
        serve(application, listener, number=number, threads=4, streams=NoStreams, share=share)
        os._exit(0)
    children.append(child)
    sys.stdin.readline()
for child in children:
    os.kill(child, signal.SIGTERM)
"""


@pytest.mark.one_engine
def test_connections_of_a_process_that_has_all_the_work_go_over_to_the_other() -> None:
    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", _SERVE], stdin=pipe, stdout=pipe, env=env, text=True) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        port = int(server.stdout.readline())
        answered: dict[int, list[str]] = {number: [] for number in range(8)}
        over = threading.Event()

        def ask(number: int) -> None:
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            while not over.is_set():
                line.request("GET", "/")
                answered[number].append(line.getresponse().read().decode())

        asking = [threading.Thread(target=ask, args=(number,)) for number in answered]
        try:
            for thread in asking:
                thread.start()
            _until(lambda: all(answered.values()))
            server.stdin.write("\n")  # the second begins when all connections are at the first
            server.stdin.flush()
            _until(lambda: sorted(Counter(each[-1] for each in answered.values()).values()) in ([3, 5], [4, 4]))
        finally:
            over.set()
            for thread in asking:
                thread.join()
            server.stdin.close()


def _until(holds: Callable[[], bool]) -> None:
    ends = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < ends, "It did not happen within twenty seconds."
        time.sleep(0.02)


def test_one_more_or_less_is_chance_and_a_process_alone_has_nobody_to_give_to() -> None:
    share = Share(2)
    assert not share.is_too_large(1, 2)
    assert share.is_too_large(1, 3)
    share.is_too_large(2, 2)
    assert not share.is_too_large(1, 4)
    assert share.is_too_large(1, 1_000)
    assert not Share(1).is_too_large(1, 50)
