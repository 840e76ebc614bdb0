"""How fast the search answers, in one process: two words, twenty things shown, read again with the reader's eyes.

    python -m bench.generate --comments 1000000 && ./gilde search rebuild && python -m bench.search_speed

The words are taken from the texts themselves: common ones from the fifty that most texts have, rare ones from those
that the fewest have. Each pair is asked for once, so nothing is in a cache of ours; the database's own caches are
warm after the first few. Prints milliseconds: median, 99 of 100, and how many pairs found something.
"""

from __future__ import annotations

import os
import random
import time
from collections import Counter

import django

_PAIRS = 200
_SAMPLE = 20_000


def main() -> None:
    """Print one line per sort of question."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gilde.config.settings")
    django.setup()
    from gilde.attention.search.asking import read
    from gilde.attention.search.models import SearchEntry
    from gilde.attention.search.queries.plan import plan
    from gilde.attention.search.queries.search import best, newest
    from gilde.attention.search.words import STOP, words
    from gilde.people.models import Account
    from gilde.people.queries.actor import actor_for

    person = Account.objects.get(email="bench@example.org").person
    actor = actor_for(person)
    uses: Counter[str] = Counter()
    newest_number = SearchEntry.objects.order_by("-pk").values_list("pk", flat=True)[0]
    for title, text in SearchEntry.objects.filter(pk__lte=newest_number).values_list("title", "text")[:_SAMPLE]:
        uses.update({word for word in words(f"{title} {text}") if len(word) > 2 and word not in STOP})
    ranked = [word for word, _count in uses.most_common()]
    common, rare = ranked[:50], ranked[-max(len(ranked) // 4, 10) :]
    print(f"{SearchEntry.objects.count()} entries, {len(actor.roles)} communities, {len(ranked)} words in the sample")
    print("| two words, 20 shown | median | p99 | found |\n| --- | --- | --- | --- |")
    draw = random.Random(7)
    for name, first, second in (("common", common, common), ("common and rare", common, rare), ("rare", rare, rare)):
        for order, look in (("newest", newest), ("best match", best)):
            taken, found = [], 0
            for _turn in range(_PAIRS):
                typed = f"{draw.choice(first)} {draw.choice(second)}"
                began = time.perf_counter()
                hits = look(actor, plan(actor, read(typed)))
                taken.append((time.perf_counter() - began) * 1000)
                found += bool(hits.rows)
            taken.sort()
            median, worst = taken[_PAIRS // 2], taken[_PAIRS * 99 // 100]
            print(f"| {name}, {order} | {median:.1f} | {worst:.1f} | {found} of {_PAIRS} |")


if __name__ == "__main__":
    main()
