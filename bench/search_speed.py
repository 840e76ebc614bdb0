"""How fast the search answers: two words, the first twenty that a member of several communities may see.

    export GILDE_VAR=/tmp/gilde-search      # add DATABASE_URL=postgresql://… for PostgreSQL
    ./gilde migrate && python -m bench.generate --comments 1000000 --communities 600
    python -m bench.search_fill && python -m bench.search_speed

The words come from the texts themselves: common ones are among the fifty that most texts have (small words left out),
rare ones stand in at most one of a thousand. A pair with a rare word is taken from one text, so that it can be found;
whether this reader may see that text is left to chance. From what was typed to lines ready to show, permission
included, everything in this process: CPU milliseconds (on PostgreSQL without the server's) and milliseconds on the
clock, which on a busy machine say more about the others.
"""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from typing import Final

import django

_PAIRS: Final = int(os.environ.get("PAIRS", "200"))
_SAMPLE: Final = 20_000


def main() -> None:
    """Print one line per sort of question."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gilde.config.settings")
    django.setup()
    from django.db import connection

    from gilde.attention.search.asking import read
    from gilde.attention.search.models import SearchEntry
    from gilde.attention.search.queries.plan import plan
    from gilde.attention.search.queries.search import best, newest
    from gilde.attention.search.words import STOP, words
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

    entries = SearchEntry.objects.count()
    print(f"{connection.vendor}: {entries} entries, member of {len(actor.roles)}, load {os.getloadavg()[0]:.0f}")
    print("| two words, 20 shown | CPU median | p99 | clock median | p99 | with a hit | hits shown |")
    print("| --- " * 7 + "|")
    for name in ("common", "common and rare", "rare"):
        pairs = [pair(name) for _turn in range(_PAIRS)]
        for order, look in (("newest", newest), ("best match", best)):
            look(actor, plan(actor, read(pairs[0])))
            used, waited, found = [], [], []
            for typed in pairs:
                began, clock = time.process_time(), time.perf_counter()
                hits = look(actor, plan(actor, read(typed)))
                used.append((time.process_time() - began) * 1000)
                waited.append((time.perf_counter() - clock) * 1000)
                found.append(len(hits.rows))
            used.sort()
            waited.sort()
            half, last = _PAIRS // 2, _PAIRS * 99 // 100
            print(
                f"| {name}, {order} | {used[half]:.1f} | {used[last]:.1f} | {waited[half]:.1f} | {waited[last]:.1f}"
                f" | {sum(map(bool, found))} of {_PAIRS} | {sum(found)} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
