"""Fill an empty Gilde with data of a given size, the same every time.

    python -m bench.generate --people 10000 --contributions 50000 --comments 500000

It writes rows in bulk, past the actions, because half a million acts would take hours; what it writes is what the
actions would have written (rendered bodies, counters, activity moments). Everything is drawn with a fixed seed: texts
of contributions from a small word list, those of comments from two whole languages (``bench.vocabulary``), so that the
search has something to find. One person, ``bench@example.org``, has the password ``bench-bench-bench`` and belongs to
12 communities.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gilde.config.settings")

WORDS = (
    "wij zij de het een vraag gesprek team aanpak oefening groep werkvorm verhaal leren kijken proberen luisteren "
    "samen "
    "collega afdeling maandag rooster dossier overdracht casus intervisie voorbeeld resultaat ambitie gedrag klas "
    "praktijk ronde idee bijeenkomst verslag afspraak moment vertrouwen ruimte tijd stap volgende eerste klein groot "
    "question answer practice shared learning ward handover data quality meeting round example result feedback"
).split()
NAMES = "Anna Bo Carla Daan Eva Finn Gijs Hanna Ivo Joke Karim Lotte Mo Nora Otto Pim Rosa Sam Tess Vera".split()
SURNAMES = "Bakker Visser Smit Meijer Mulder Bos Vos Peters Hendriks Dekker Brouwer Dijkstra Koster Willems".split()
# The contribution with exactly twenty comments, and the one after it, which ``bench.run`` comments on; both in the
# first community, which is public and which the reader belongs to.
TWENTY = 120
# Every hundredth of the first three thousand is written in the first community by the person whose profile is measured
# (``p1``): whatever the size, it shows as much.
PROFILE = range(0, 3000, 100)
START = datetime(2026, 1, 1, 8, tzinfo=UTC)


def _sentence(random_: random.Random, low: int, high: int) -> str:
    return " ".join(random_.choice(WORDS) for _ in range(random_.randint(low, high))).capitalize() + "."


def _batches(rows: Iterator[object], size: int = 2000) -> Iterator[list[object]]:
    while batch := list(itertools.islice(rows, size)):
        yield batch


def _fill_profiles(ids: list[int], draw: random.Random, texts: list[tuple[str, str]]) -> None:
    """What profiles hold: labels of three kinds, organisations, guided questions, a link, people they follow."""
    from gilde.people.models import Affiliation, Follow, Label, Link, Motivation, Organisation, PersonLabel

    kinds = {"specialism": 200, "hobby": 60, "language": 4}
    slugs = {"language": ["nl", "en", "de", "fr"]}
    Label.objects.bulk_create(
        Label(kind=kind, slug=slug, name=slug.capitalize())
        for kind, many in kinds.items()
        for slug in slugs.get(kind, [f"{kind}-{number}" for number in range(many)])
    )
    Organisation.objects.bulk_create(
        Organisation(name=f"Organisatie {number}", slug=f"o{number}", created_by_id=ids[0]) for number in range(300)
    )
    labels = {kind: list(Label.objects.filter(kind=kind).values_list("pk", flat=True)) for kind in kinds}
    organisations = list(Organisation.objects.values_list("pk", flat=True))

    def carried() -> Iterator[object]:
        for person_id in ids:
            mine = [*draw.sample(labels["specialism"], 3), draw.choice(labels["hobby"]), *labels["language"][:2]]
            yield from (PersonLabel(person_id=person_id, label_id=one, position=n) for n, one in enumerate(mine))

    rows: dict[type, Iterator[object]] = {
        PersonLabel: carried(),
        Affiliation: (Affiliation(person_id=one, organisation_id=draw.choice(organisations)) for one in ids),
        Link: (Link(person_id=one, url=f"https://example.org/{one}") for one in ids),
        Motivation: (
            Motivation(person_id=one, question=question, text=text, html=html)
            for one in ids
            for question, (text, html) in zip(("who_am_i", "what_do_i_want"), texts[one % 100 :], strict=False)
        ),
        Follow: (Follow(follower_id=one, followed_id=ids[(index + step) % len(ids)])
                 for index, one in enumerate(ids) for step in (1, 5)),
    }  # fmt: skip
    for model, made in rows.items():
        for batch in _batches(made):
            model.objects.bulk_create(batch)


def _fill_read_marks(ids: list[int], draw: random.Random) -> None:
    """What the others read: forty each of the newest, the newest most, so that some have thousands of readers."""
    from gilde.dialogue.models import Contribution, ReadMark

    recent = list(Contribution.objects.order_by("-last_activity_at").values_list("pk", "last_activity_at")[:5000])
    chances = list(itertools.accumulate(1 / (place + 1) for place in range(len(recent))))

    def marks() -> Iterator[object]:
        for person in ids[1:]:
            for pk, at in set(draw.choices(recent, cum_weights=chances, k=40)):
                yield ReadMark(person_id=person, contribution_id=pk, read_at=at)

    for batch in _batches(marks(), 10_000):
        ReadMark.objects.bulk_create(batch)


def generate(people: int, contributions: int, comments: int, communities: int = 60, say=print) -> None:
    """Write the rows; the database must be migrated and empty of people."""
    from allauth.account.models import EmailAddress
    from django.db import transaction
    from django.db.models import Count, Max, OuterRef, Subquery

    from bench.vocabulary import Texts
    from gilde.communities.models import Community, Membership
    from gilde.core import markdown
    from gilde.dialogue.models import Comment, Contribution, ContributionTag, ReadMark, Tag
    from gilde.people.models import Account, Person

    if Person.objects.exists():
        raise SystemExit("There are people here already. Use an empty database.")
    draw = random.Random(7)
    began = time.monotonic()

    bodies = []
    for _ in range(400):
        text = "\n\n".join(
            " ".join(_sentence(draw, 8, 22) for _ in range(draw.randint(2, 5))) for _ in range(draw.randint(1, 4))
        )
        made = markdown.render(text)
        bodies.append((text, made.html, made.excerpt[:300]))
    short = []
    for _ in range(400):
        text = " ".join(_sentence(draw, 5, 16) for _ in range(draw.randint(1, 4)))
        short.append((text, markdown.render(text).html))

    with transaction.atomic():
        account = Account.objects.create_user("bench@example.org", "bench-bench-bench")
        EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
        persons = (
            Person(
                handle=f"p{number}",
                name=f"{draw.choice(NAMES)} {draw.choice(SURNAMES)}",
                headline=_sentence(draw, 4, 9)[:160],
                state="active",
                audience=10 if number % 3 == 0 else 20,
                story=bodies[number % len(bodies)][0],
                story_html=bodies[number % len(bodies)][1],
                region=f"Regio {number % 25}",
                work_situation=["employee", "freelance", "both", "between"][number % 4],
                account=account if number == 0 else None,
                created_at=START + timedelta(minutes=number),
            )
            for number in range(people)
        )
        for batch in _batches(persons):
            Person.objects.bulk_create(batch)
    ids = list(Person.objects.order_by("pk").values_list("pk", flat=True))
    with transaction.atomic():
        _fill_profiles(ids, draw, short)
    say(f"{people} people, {time.monotonic() - began:.0f} s")

    with transaction.atomic():
        places = [
            Community(
                name=f"Gemeenschap {number}",
                slug=f"g{number}",
                purpose=_sentence(draw, 6, 12),
                audience=10 if number % 2 == 0 else 20,
                founded_by_id=ids[number],
                created_at=START,
            )
            for number in range(communities)
        ]
        Community.objects.bulk_create(places)
        places = list(Community.objects.order_by("pk"))
        memberships = []
        for index, person_id in enumerate(ids):
            mine = {places[(index + step * 7) % communities].pk for step in range(12 if index == 0 else 3)}
            memberships += [
                Membership(
                    person_id=person_id,
                    community_id=place,
                    role="host" if index < communities else "member",
                    since=START + timedelta(minutes=index * 40),
                )
                for place in mine
            ]
        for batch in _batches(iter(memberships)):
            Membership.objects.bulk_create(batch, ignore_conflicts=True)
        Tag.objects.bulk_create([Tag(slug=f"tag{n}", name=f"tag{n}") for n in range(200)])
    tags = list(Tag.objects.values_list("pk", flat=True))
    kinds = ["question", "discussion", "practice", "story", "idea", "discussion"]

    fixed = {TWENTY, TWENTY + 1, *PROFILE}

    def threads() -> Iterator[object]:
        for number in range(contributions):
            text, html, excerpt = draw.choice(bodies)
            at = START + timedelta(minutes=number * 6)
            yield Contribution(
                kind="discussion" if number in {TWENTY, TWENTY + 1} else kinds[number % len(kinds)],
                community_id=places[0 if number in fixed else draw.randrange(communities)].pk,
                author_id=ids[1] if number in PROFILE else draw.choice(ids),
                title=_sentence(draw, 3, 9)[:200],
                body=text,
                body_html=html,
                excerpt=excerpt,
                created_at=at,
                last_activity_at=at,
            )

    with transaction.atomic():
        for batch in _batches(threads()):
            Contribution.objects.bulk_create(batch)
    found = list(Contribution.objects.order_by("pk").values_list("pk", "community_id", "created_at"))
    say(f"{contributions} contributions, {time.monotonic() - began:.0f} s")

    with transaction.atomic():
        for batch in _batches(
            ContributionTag(contribution_id=pk, tag_id=draw.choice(tags), community_id=community)
            for pk, community, _ in found
        ):
            ContributionTag.objects.bulk_create(batch)

    twenty = found[TWENTY][0]
    texts = Texts()
    topics = [(language, texts.topic(language)) for language in (draw.choices(["nl", "en"], [7, 3])[0] for _ in found)]

    def replies() -> Iterator[object]:
        for number in range(comments):
            # Every contribution gets its share; the first hundred are long conversations, as in life. One has exactly
            # twenty comments whatever the size, so that its page can be compared between sizes and with other products.
            place = number % len(found) if number % 10 else draw.randrange(100)
            pk, community, at = found[place]
            if pk == twenty:
                continue
            text = texts.text(*topics[place])
            yield Comment(
                contribution_id=pk,
                community_id=community,
                author_id=draw.choice(ids),
                body=text,
                body_html=f"<p>{text}</p>\n",
                created_at=at + timedelta(minutes=number % 5000, seconds=number % 59),
            )

    def twenty_replies() -> Iterator[object]:
        pk, community, at = found[TWENTY]
        for number in range(20):
            text, html = short[number]
            yield Comment(
                contribution_id=pk,
                community_id=community,
                author_id=ids[number * 7],
                body=text,
                body_html=html,
                created_at=at + timedelta(minutes=number),
            )

    with transaction.atomic():
        for batch in _batches(itertools.chain(twenty_replies(), replies())):
            Comment.objects.bulk_create(batch)
    say(f"{comments} comments, {time.monotonic() - began:.0f} s")

    with transaction.atomic():
        counted = Comment.objects.filter(contribution=OuterRef("pk")).order_by().values("contribution")
        Contribution.objects.filter(pk__in=Comment.objects.values("contribution")).update(
            comment_count=Subquery(counted.annotate(n=Count("pk")).values("n")[:1]),
            last_activity_at=Subquery(counted.annotate(at=Max("created_at")).values("at")[:1]),
        )
        for place in places:
            Community.objects.filter(pk=place.pk).update(
                member_count=Membership.objects.filter(community=place).count(),
                contribution_count=Contribution.objects.filter(community=place).count(),
            )
        recent = Contribution.objects.order_by("-last_activity_at").values_list("pk", "last_activity_at")[:2000]
        ReadMark.objects.bulk_create(
            [ReadMark(person_id=ids[0], contribution_id=pk, read_at=at) for pk, at in recent if pk % 2]
        )
        _fill_read_marks(ids, random.Random(13))
        written = Contribution.objects.filter(author=OuterRef("pk")).order_by().values("author")
        Person.objects.filter(pk__in=Contribution.objects.values("author")).update(
            contribution_count=Subquery(written.annotate(n=Count("pk")).values("n")[:1])
        )
    from django.db import connection

    if connection.vendor == "postgresql":  # what its autovacuum does anyway; SQLite has no such thing, nor has Gilde
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    say(f"counted, {time.monotonic() - began:.0f} s")


def main() -> None:
    """Read the sizes and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--contributions", type=int, default=50_000)
    parser.add_argument("--comments", type=int, default=500_000)
    parser.add_argument("--communities", type=int, default=60)
    given = parser.parse_args()
    import django

    django.setup()
    generate(given.people, given.contributions, given.comments, given.communities)


if __name__ == "__main__":
    main()
