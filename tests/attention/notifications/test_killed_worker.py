"""A worker that is killed in the middle of its digests: nobody gets two, nobody gets none.

Real worker processes, ended with SIGKILL at chosen and at random moments of their talk with a mail server (a stand-in
on the loopback that counts). What no sender can know is whether the server took the mail whose answer never arrived, so
only that one may come again, and then as the same mail, under the same Message-ID.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.live import Live, live, migrated
from tests.smtp import Smtp
from tests.warm import Begun

PEOPLE = 24
# What the worker just said or heard when it dies: before the mail, in it, all said but not answered, answered, goodbye.
MOMENTS = ["EHLO", "MAIL", "DATA", ".", "250", "QUIT"]

_BEGIN = f"""
import json
from django.db import transaction
from tests.attention.notifications.test_letter import commented, reader
from tests.factories.dialogue import make_place, person_of
from gilde.attention.notifications.enums import Rhythm
from gilde.attention.notifications.tasks import write_digest
from gilde.core.models import QueuedTask
place, found = make_place(), []
with transaction.atomic():
    for number in range({PEOPLE}):
        actor = reader(place, Rhythm.DAILY)
        commented(actor, f"Round {{number}}")
        found.append(actor)
    QueuedTask.objects.all().delete()
    for actor in found:
        write_digest.enqueue(actor.person_id, "daily", "2026-11-23")
print(json.dumps([person_of(actor).account.email for actor in found]))
"""
# A process that does, for each line it is sent, what ten minutes do: leases and holds of the dead end, and what was
# left behind is looked for. It may also do the rest of the work itself.
_LATER = """
import sys
from datetime import timedelta
from django.db import transaction
from gilde.attention.notifications.models import Letter
from gilde.attention.notifications.tasks import send_forgotten
from gilde.core.clock import now
from gilde.core.models import QueuedTask
from gilde.core.tasks.worker import run_due
print("here", flush=True)
for line in sys.stdin:
    with transaction.atomic():
        QueuedTask.objects.filter(state="claimed").update(lease_until=now() - timedelta(seconds=1))
        QueuedTask.objects.filter(state="ready").exclude(unique_key__startswith="schedule:").update(run_at=now())
        Letter.objects.exclude(held_until=None).update(held_until=now() - timedelta(seconds=1))
        send_forgotten.func()
    if line.strip() == "rest":
        run_due()
    print("done", flush=True)
"""


@contextmanager
def worker(house: Live) -> Iterator[Begun]:
    """One task worker, which is gone at the end."""
    process = house.begin("worker")
    try:
        yield process
    finally:
        process.kill()
        process.wait(10)


@contextmanager
def ten_minutes(house: Live) -> Iterator[Callable[[str], None]]:
    """Lets ten minutes go by; with "rest" everything that is due is done as well."""
    command = house.command("shell", "-c", _LATER)
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env=house.environment, **pipes) as process:  # type: ignore[call-overload]
        assert process.stdout.readline() == "here\n"

        def later(word: str) -> None:
            process.stdin.write(f"{word}\n")
            process.stdin.flush()
            assert process.stdout.readline() == "done\n"

        yield later
        process.stdin.close()


def kill_at(house: Live, smtp: Smtp, moment: str, nth: int) -> str:
    """Let a worker begin, and kill it at this moment of its nth mail; who the last mail was for that had been taken."""
    heard = 0
    done = threading.Event()
    with worker(house) as process:

        def hears(word: str) -> bool:
            nonlocal heard
            heard += word == moment
            if heard < nth or word != moment or done.is_set():
                return not done.is_set()
            process.kill()
            process.wait(10)
            done.set()
            return False

        smtp.hears = hears
        assert done.wait(60), f"no worker came to {moment}"
    smtp.hears = lambda _word: True
    return str(smtp.taken[-1]["To"]) if smtp.taken else ""


def kill_soon(house: Live, smtp: Smtp, dice: random.Random) -> str:
    """The same, at a random moment after its first words to the mail server."""
    began = threading.Event()
    with worker(house) as process:
        smtp.hears = lambda _word: began.set() or True  # type: ignore[func-returns-value]
        assert began.wait(60)
        time.sleep(dice.uniform(0.0, 0.15))
        process.kill()
        process.wait(10)
    smtp.hears = lambda _word: True
    return str(smtp.taken[-1]["To"]) if smtp.taken else ""


def test_however_a_worker_is_killed_in_the_middle_of_its_digests_everybody_gets_theirs_once(tmp_path: Path) -> None:
    smtp, dice = Smtp(), random.Random(int(os.environ.get("GILDE_DICE", "3")))
    with live(tmp_path / "var", like=migrated(), EMAIL_URL=f"smtp://127.0.0.1:{smtp.port}") as house:
        assert house.gilde("migrate").returncode == 0  # where no template was made; a worker of its own takes no part
        house.environment["PYTHONPATH"] += os.pathsep + str(Path(__file__).resolve().parents[3])
        people = json.loads(house.inside(_BEGIN).splitlines()[-1])
        unsure: list[str] = []  # whose mail was the last one taken before a kill
        with ten_minutes(house) as later:
            for moment in MOMENTS:
                nth, before = dice.randint(1, 2), len(smtp.taken)
                last = kill_at(house, smtp, moment, nth)
                if moment == "250":
                    unsure.append(last)
                else:
                    assert len(smtp.taken) - before == nth - (moment != "QUIT"), moment
                later("")
            for _time in range(2):
                unsure.append(kill_soon(house, smtp, dice))
                later("")
            later("rest")
            later("rest")  # and nothing comes after it
    smtp.close()
    copies = {person: [mail for mail in smtp.taken if mail["To"] == person] for person in people}
    assert len(smtp.taken) == sum(len(mails) for mails in copies.values())
    assert all(copies.values()), "somebody got none"
    assert all(len({mail["Message-ID"] for mail in mails}) == 1 for mails in copies.values()), "somebody got two"
    again = {person for person, mails in copies.items() if len(mails) > 1}
    assert again <= set(unsure)
    assert all(len(mails) <= 1 + unsure.count(person) for person, mails in copies.items())
