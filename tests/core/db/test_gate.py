import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from gilde.core.db.gate import GateTimeout, WriteGate, gate_for

WRITER = Path(__file__).with_name("writer.py")
ROOT = Path(__file__).parents[3]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
HOLDER = """
import sys, time
from gilde.core.db.gate import gate_for
gate_for(sys.argv[1]).acquire(5)
print("held", flush=True)
time.sleep(60)
"""


def query(database: Path, sql: str):
    import pysqlite3

    connection = pysqlite3.connect(database)
    try:
        return connection.execute(sql).fetchone()[0]
    finally:
        connection.close()


def test_sixteen_writers_in_two_processes_lose_nothing_and_never_meet_a_lock(tmp_path):
    database = tmp_path / "counter.sqlite3"
    writers = [
        subprocess.Popen(
            [sys.executable, WRITER, database, "8", "25"], env=ENVIRONMENT, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    errors = [writer.communicate(timeout=60)[1] for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0], errors
    assert query(database, "SELECT value FROM counter") == 2 * 8 * 25
    assert query(database, "SELECT count(*) FROM line") == 2 * 8 * (25 + 5)
    assert query(database, "PRAGMA integrity_check") == "ok"


def test_a_killed_holder_frees_the_gate(tmp_path):
    database = str(tmp_path / "x.sqlite3")
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, database], env=ENVIRONMENT, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    gate = WriteGate(database)
    with pytest.raises(GateTimeout):
        gate.acquire(0.2)
    holder.send_signal(signal.SIGKILL)
    holder.communicate()
    gate.acquire(2)
    gate.release()


def test_a_stopped_holder_costs_the_others_their_patience_and_no_more(tmp_path):
    database = str(tmp_path / "x.sqlite3")
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, database], env=ENVIRONMENT, stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout is not None
        holder.stdout.readline()
        holder.send_signal(signal.SIGSTOP)
        gate, start = WriteGate(database), time.monotonic()
        for _ in range(2):
            with pytest.raises(GateTimeout):
                gate.acquire(0.2)
        assert time.monotonic() - start < 2
    finally:
        holder.kill()
        holder.communicate()


def test_writers_in_a_process_pass_in_the_order_in_which_they_came(tmp_path):
    gate = gate_for(str(tmp_path / "x.sqlite3"))
    gate.acquire(1)
    passed: list[int] = []

    def write(number: int) -> None:
        gate.acquire(5)
        passed.append(number)
        gate.release()

    threads = []
    for number in range(6):
        thread = threading.Thread(target=write, args=(number,))
        thread.start()
        threads.append(thread)
        time.sleep(0.02)
    gate.release()
    for thread in threads:
        thread.join()
    assert passed == list(range(6))


def test_who_gives_up_leaves_the_queue(tmp_path):
    gate = gate_for(str(tmp_path / "x.sqlite3"))
    gate.acquire(1)
    for _ in range(3):
        with pytest.raises(GateTimeout):
            gate.acquire(0.01)
    gate.release()
    gate.acquire(0.1)
    gate.release()


def test_a_forked_child_has_gates_of_its_own(tmp_path):
    database = str(tmp_path / "x.sqlite3")
    gate_for(database).acquire(1)
    child = os.fork()
    if child == 0:
        try:
            gate_for(database).acquire(0.1)
            os._exit(1)
        except GateTimeout:
            os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    gate_for(database).release()
    gate_for(database).acquire(1)
    gate_for(database).release()
