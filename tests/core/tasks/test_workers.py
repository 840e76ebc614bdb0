import os
import signal
import time
from pathlib import Path

from tests.core.house import House

WORK = """
import sys
from datetime import timedelta
from gilde.core.tasks.worker import Worker
import signal
worker = Worker(lease=timedelta(seconds=float(sys.argv[1])))
signal.signal(signal.SIGTERM, lambda *_: worker.stop())
worker.work()
"""
ENQUEUE = """
import sys
from tests.core.tasks.chores import write_down
for number in range(int(sys.argv[1])):
    write_down.enqueue(sys.argv[2], sys.argv[3].format(number), float(sys.argv[4]))
"""
# Ten times: enqueue one when the worker has slept for a while, and say how long it took until it began.
WAKES = """
import sys, time
from pathlib import Path
from tests.core.tasks.chores import write_down
def begin(name):
    began = time.monotonic()
    write_down.enqueue(sys.argv[1], name, 0.0)
    while not (Path(sys.argv[1]) / name).exists():
        assert time.monotonic() < began + 30
        time.sleep(0.01)
    return time.monotonic() - began
begin("up")
took = []
for number in range(10):
    time.sleep(0.6 + number / 10)
    took.append(begin(f"wake{number}"))
print(sorted(took)[7])
"""
STATES = """
from collections import Counter
from gilde.core.models import QueuedTask
print(sorted(Counter(QueuedTask.objects.filter(function__contains="chores").values_list("state", "attempts")).items()))
QueuedTask.objects.filter(function__contains="chores").delete()
"""


def lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []


def wait_until(condition, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def test_a_task_whose_worker_was_killed_in_the_middle_is_done_again_after_the_lease(house: House, tmp_path: Path):
    log = tmp_path / "log"
    first = house.start(WORK, "2")
    house.run(ENQUEUE, "1", str(tmp_path), "log", "3")
    wait_until(lambda: lines(log), 10)
    first.kill()
    first.wait()
    second = house.start(WORK, "2")
    try:
        wait_until(lambda: lines(log)[-1:] == [f"end {second.pid}"], 15)
    finally:
        second.send_signal(signal.SIGTERM)
        assert second.wait(10) == 0
    assert lines(log) == [f"start {first.pid}", f"start {second.pid}", f"end {second.pid}"]
    assert house.run(STATES).strip() == "[(('done', 2), 1)]"


def test_two_workers_share_the_work_and_do_nothing_twice(house: House, tmp_path: Path):
    house.run(ENQUEUE, "60", str(tmp_path), "log{}", "0.02")
    workers = [house.start(WORK, "20") for _ in range(2)]
    try:
        wait_until(lambda: sum(len(lines(path)) for path in tmp_path.iterdir()) >= 120, 30)
    finally:
        for worker in workers:
            worker.send_signal(signal.SIGTERM)
        assert [worker.wait(10) for worker in workers] == [0, 0]
    logs = [lines(path) for path in tmp_path.iterdir()]
    assert len(logs) == 60
    assert all(len(log) == 2 for log in logs)
    assert {log[0] for log in logs} == {f"start {worker.pid}" for worker in workers}
    assert house.run(STATES).strip() == "[(('done', 1), 60)]"


def test_a_task_longer_than_its_lease_is_kept_alive_and_frees_what_waits_behind_it(house: House, tmp_path: Path):
    house.run(ENQUEUE, "2", str(tmp_path), "log{}", "3")
    workers = [house.start(WORK, "1") for _ in range(2)]
    try:
        wait_until(lambda: len(lines(tmp_path / "log0")) + len(lines(tmp_path / "log1")) >= 4, 15)
    finally:
        for worker in workers:
            worker.send_signal(signal.SIGTERM)
        assert [worker.wait(10) for worker in workers] == [0, 0]
    assert len(lines(tmp_path / "log0")) == len(lines(tmp_path / "log1")) == 2
    assert house.run(STATES).strip() == "[(('done', 1), 2)]"


def test_a_sleeping_worker_wakes_when_another_process_enqueues(house: House, tmp_path: Path):
    worker = house.start(WORK, "20")
    try:
        most_within = float(house.run(WAKES, str(tmp_path)))
    finally:
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(10) == 0
    assert most_within < 0.6  # seconds; asleep, it would look every two seconds by itself


def test_an_idle_worker_costs_next_to_nothing(house: House, tmp_path: Path):
    house.run(ENQUEUE, "1", str(tmp_path), "up", "0")
    worker = house.start(WORK, "20")
    try:
        wait_until(lambda: len(lines(tmp_path / "up")) == 2, 30)
        time.sleep(3)
        before = _cpu_seconds(worker.pid)
        time.sleep(10)
        used = _cpu_seconds(worker.pid) - before
    finally:
        worker.send_signal(signal.SIGTERM)
        worker.wait(10)
    house.run(STATES)
    assert used <= 0.15  # of ten seconds: looking twenty times a second would take more, a busy machine takes less


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
