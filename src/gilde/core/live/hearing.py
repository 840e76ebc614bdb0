"""Who may hear what. Rooms register their topics; ``people`` says who a log-in belongs to at this moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from gilde.core.actor import Actor

Rule = Callable[[Actor, int], bool]
Opener = Callable[[str], Actor | None]
Group = Callable[[Actor], Iterable[str]]

_rules: dict[str, Rule] = {}
_groups: dict[str, Group] = {}
_opener: list[Opener] = []


class Listener(NamedTuple):
    """Who opened a stream and for what.

    Attributes:
        session: key of the log-in; when that ends, the stream hears nothing more.
        person_id: whose log-in it is.
        topics: what it listens to.
        since: the last signal that its reader knows of, 0 when there was none yet; None for a first stream.
    """

    session: str
    person_id: int
    topics: tuple[str, ...]
    since: int | None


def register_topic(kind: str, rule: Rule) -> None:
    """Let ``rule(actor, number)`` decide who hears ``kind:number``."""
    _rules[kind] = rule


def register_group(name: str, group: Group) -> None:
    """Let a page say ``name`` for as many topics as ``group(actor)`` gives when its stream opens."""
    _groups[name] = group


def register_opener(opener: Opener) -> None:
    """Let the room that knows accounts say who a session belongs to, None when it has ended."""
    _opener[:] = [opener]


def may_hear(actor: Actor, topic: str) -> bool:
    """Whether ``actor`` may hear of ``topic``. One's own ``person:…`` always; what nobody registered, never."""
    kind, _, number = topic.partition(":")
    if actor.person_id is None or not number.isascii() or not number.isdigit() or len(number) > 18:
        return False
    if kind == "person":
        return int(number) == actor.person_id
    rule = _rules.get(kind)
    return rule is not None and rule(actor, int(number))


def heard_of(actor: Actor, asked: Iterable[str]) -> Iterator[str]:
    """Of the topics and groups that a page asks for, what ``actor`` may hear."""
    for name in asked:
        yield from (topic for topic in (_groups[name](actor) if name in _groups else [name]) if may_hear(actor, topic))


def hears(listener: Listener, topics: frozenset[str]) -> bool:
    """Whether this listener, as of now, may hear at least one of ``topics``."""
    actor = _opener[0](listener.session) if _opener else None
    if actor is None or actor.person_id != listener.person_id:
        return False
    return any(may_hear(actor, topic) for topic in listener.topics if topic in topics)
