"""How fast the search answers: two words, the first twenty that a member of several communities may see.

    export GILDE_VAR=/tmp/gilde-search      # add DATABASE_URL=postgresql://… for PostgreSQL
    ./gilde migrate && python -m bench.generate --comments 1000000 --communities 600
    python -m bench.search_fill && python -m bench.search_speed

The words come from the texts themselves: common ones are among the fifty that most texts have (small words left out),
rare ones stand in at most one of a thousand. A pair with a rare word is taken from one text, so that it can be found;
whether this reader may see that text is left to chance. From what was typed to lines ready to show, permission
included, everything in this process: CPU milliseconds, on PostgreSQL with those of a server on the same machine,
and milliseconds on the clock, which on a busy machine say more about the others. WARM (200) other pairs of the same
sort go before what is counted, as on a site that is in use; with WARM=0 the words meet an index that nobody has read.
"""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from pathlib import Path
from typing import Final

import django

_PAIRS: Final = int(os.environ.get("PAIRS", "200"))
_WARM: Final = int(os.environ.get("WARM", "200"))
_SAMPLE: Final = 20_000


def _server() -> Path | None:
    """Where the system tells how much CPU the database's process for this connection used; None without one here."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        told = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    return told if told.exists() else None


def pace() -> float:
    """CPU milliseconds of a loop of plain Python: 25 on the machine that the goals were set on, when it is quiet."""
    found = []
    for _turn in range(5):
        began, kept = time.process_time(), {}
        for number in range(200_000):
            kept[number % 1000] = f"{number}x"
        found.append((time.process_time() - began) * 1000)
    return sorted(found)[2]


def main() -> None:
    """Print one line per sort of question."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gilde.config.settings")
    django.setup()
    from django.db import connection

    from gilde.attention.search.asking import read
    from gilde.attention.search.models import SearchEntry
    from gilde.attention.search.queries.plan import plan
    from gilde.attention.search.queries.search import best, newest
    from gilde.attention.search.stop import STOP
    from gilde.attention.search.words import words
    from gilde.people.models import Account
    from gilde.people.queries.actor import actor_for

    person = Account.objects.get(email="bench@example.org").person
    actor = actor_for(person)
    bags = [
        {word for word in words(text) if len(word) > 2 and word not in STOP}
        for text in SearchEntry.objects.filter(kind="dialogue.comment").values_list("text", flat=True)[:_SAMPLE]
    ]
    uses = Counter(word for bag in bags for word in bag)
    common = [word for word, _count in uses.most_common(50)]
    often = set(common)
    draw = random.Random(7)

    def pair(name: str) -> str:
        while name != "common":
            bag = sorted(draw.choice(bags))
            rare = [word for word in bag if uses[word] <= _SAMPLE / 1000]
            other = [word for word in bag if word in often] if name == "common and rare" else rare
            if rare and other and (other is not rare or len(rare) > 1):
                first = draw.choice(rare)
                return f"{draw.choice([word for word in other if word != first])} {first}"
        return " ".join(draw.sample(common, 2))

    told = _server()

    def cpu() -> tuple[float, float]:
        server = int(told.read_text().split()[0]) / 1e6 if told else 0.0
        return time.process_time() * 1000 + server, server

    entries = SearchEntry.objects.count()
    print(f"{connection.vendor}: {entries} entries, member of {len(actor.roles)}, load {os.getloadavg()[0]:.0f}")
    print(
        "| two words, 20 shown | CPU median | p99 | server's part | clock median | p99 | hits shown | plain loop, ms |"
    )
    print("| --- " * 8 + "|")
    for name in ("common", "common and rare", "rare"):
        warm = [pair(name) for _turn in range(_WARM)]
        pairs = [pair(name) for _turn in range(_PAIRS)]
        for order, look in (("newest", newest), ("best match", best)):
            for typed in [*warm, pairs[0]]:
                look(actor, plan(actor, read(typed)))
            used, beside, waited, found = [], [], [], 0
            before = pace()
            for typed in pairs:
                (began, server), clock = cpu(), time.perf_counter()
                found += len(look(actor, plan(actor, read(typed))).rows)
                waited.append((time.perf_counter() - clock) * 1000)
                ended = cpu()
                used.append(ended[0] - began)
                beside.append(ended[1] - server)
            for values in (used, beside, waited):
                values.sort()
            half, last = _PAIRS // 2, _PAIRS * 99 // 100
            print(
                f"| {name}, {order} | {used[half]:.1f} | {used[last]:.1f} | {beside[half]:.1f} | {waited[half]:.1f}"
                f" | {waited[last]:.1f} | {found} | {(before + pace()) / 2:.0f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
