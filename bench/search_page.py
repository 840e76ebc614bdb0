"""What the search page costs over HTTP: two words, twenty hits shown, a member who is logged in.

    python -m bench.search_page --var DIR [--member-of 120] [--requests 200] [--rounds 3] [--port 8191]

On the data of ``bench.search_speed``. It starts the product on DIR (and DATABASE_URL, when set), sends pairs of common
words over eight connections and counts the CPU time of all its processes, the database's included, in rounds beside
the yardstick as :mod:`bench.run` does; the goal was set with 50,000 posts. ``--member-of`` makes the reader a member of
the first so many communities before, and takes back afterwards what it added.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from bench import run

COMMON: Final = (
    "team gesprek vraag oefening verhaal aanpak groep werkvorm leren school feedback project kijken plan rooster"
    " collega luisteren dossier proberen intervisie afdeling coach overdracht casus samen student ronde ambitie"
).split()


_ORDERS: Final = {"search, newest": "newest", "search, best match": "best"}


def _search(order: str) -> Callable[[run.Client, int], int]:
    draw = random.Random(5)
    asked = [" ".join(draw.sample(COMMON, 2)) for _number in range(2_000)]

    def send(client: run.Client, number: int) -> int:
        status, content, _headers = client.send("GET", f"/search/?{urlencode({'q': asked[number], 'order': order})}")
        if status != 200:
            raise SystemExit(f"{asked[number]} answered {status}.")
        return len(content)

    return send


def _join(many: int) -> list[int]:
    """Make the reader a member of the first so many communities; the rows that were added."""
    from gilde.communities.models import Community, Membership
    from gilde.people.models import Account

    person = Account.objects.get(email="bench@example.org").person
    there = set(Membership.objects.filter(person=person).values_list("community_id", flat=True))
    numbers = Community.objects.order_by("pk").values_list("pk", flat=True)[:many]
    rows = [Membership(person=person, community_id=pk) for pk in numbers if pk not in there]
    return [row.pk for row in Membership.objects.bulk_create(rows)]


def main() -> None:
    """Start, measure, stop, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--var", type=Path, required=True)
    parser.add_argument("--requests", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--member-of", type=int, default=0)
    parser.add_argument("--port", type=int, default=run.PORT)
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gilde.config.settings")
    os.environ["GILDE_VAR"] = str(given.var)
    import django

    django.setup()
    from gilde.communities.models import Membership

    added = _join(given.member_of)
    run.PORT = given.port
    environment = {
        **os.environ,
        "GILDE_BIND": f"127.0.0.1:{given.port}",
        "GILDE_URL": f"http://localhost:{given.port}",
        "PYTHONPATH": f"{run.ROOT / 'src'}:{run.ROOT}",
    }
    product = subprocess.Popen([sys.executable, "-m", "gilde.config.cli", "up"], env=environment, cwd=run.ROOT)
    yardstick = run.start_yardstick(environment)
    try:
        run._wait(given.port, "/")
        _print(given, product.pid, yardstick.pid)
    finally:
        run.stop_yardstick(yardstick)
        product.send_signal(signal.SIGTERM)
        product.wait(30)
        Membership.objects.filter(pk__in=added).delete()


def _print(given: argparse.Namespace, product: int, yardstick: int) -> None:
    run._settle(product)
    clients = [run.Client(given.port) for _ in range(8)]
    clients[0].login()
    for other in clients[1:]:
        other.cookies = dict(clients[0].cookies)

    on_postgresql = os.environ.get("DATABASE_URL", "").startswith("postgres")
    postmaster = run._postgres()[0] if on_postgresql else None

    def processes() -> list[int]:
        return run._tree(product) + (run._tree(postmaster) if postmaster else [])

    run.print_in_rounds(
        [run.Case(name, _search(order), clients, processes) for name, order in _ORDERS.items()], given, yardstick
    )


if __name__ == "__main__":
    main()
