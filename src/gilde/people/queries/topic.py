"""What is alive where somebody belongs: words to choose interests from.

The words are used in rooms above this one, which register how to find them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from django.db.models import Count

from gilde.core.actor import Actor, shares_community_q
from gilde.core.ids import word_key
from gilde.people.enums import LabelKind
from gilde.people.models import PersonLabel

MOST: Final = 12
Topics = Callable[[Actor, int], list[str]]
_providers: list[Topics] = []


def register_topics(provider: Topics) -> None:
    """Let ``provider(actor, most)`` name topics, the most alive first, out of what the actor may read."""
    if provider not in _providers:
        _providers.append(provider)


def topics(actor: Actor) -> list[str]:
    """At most twelve words: what is talked about where the actor belongs, then what the people there show they know."""
    found: dict[str, str] = {}
    for name in _candidates(actor):
        found.setdefault(word_key(name), name)
        if len(found) == MOST:
            break
    return list(found.values())


def _candidates(actor: Actor) -> Iterator[str]:
    for provider in _providers:
        yield from provider(actor, MOST)
    if actor.person_id is None:
        return
    worn = PersonLabel.objects.visible_to(actor).filter(label__kind=LabelKind.SPECIALISM)
    if actor.roles:
        worn = worn.filter(shares_community_q(actor, "person"))
    words = worn.exclude(person_id=actor.person_id).values_list("label__name").annotate(people=Count("pk"))
    for name, _people in words.order_by("-people", "label__name")[:MOST]:
        yield name
