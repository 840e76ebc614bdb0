"""From what was asked to what the index is asked: names become numbers, words become tokens."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Final

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from gilde.attention.search.asking import Asked, Problem
from gilde.attention.search.backends import Match
from gilde.attention.search.models.entry import first_number
from gilde.attention.search.queries.wordlist import beginning_with
from gilde.attention.search.stop import STOP
from gilde.attention.search.words import asked as asked_words
from gilde.attention.search.words import fold, stems
from gilde.communities.models import Community
from gilde.core.actor import Actor
from gilde.core.searchables import marks_of, searchables
from gilde.people.models import Person

SHORTEST_START: Final = 3  # letters; shorter beginnings are those of half the words there are


@dataclass(frozen=True)
class Plan:
    """What the index is asked.

    Attributes:
        words: each with the tokens of which one has to be there.
        filters: groups of marks.
        readers: the marks of the reader, one of which has to be there.
        without: tokens that may not be there.
        phrases, without_phrases: texts as they must, and must not, stand there; small letters without accents.
        below, from_: limits of the numbers.
        places: the communities that were asked for, when there were any.
        impossible: a filter names somebody or something that this reader cannot find, so nothing is found.
        problems: a sentence for everything that was not understood.
    """

    words: list[tuple[str, tuple[str, ...]]]
    filters: list[Collection[str]]
    readers: Collection[str]
    without: Collection[str] = ()
    phrases: tuple[str, ...] = ()
    without_phrases: tuple[str, ...] = ()
    below: int | None = None
    from_: int | None = None
    places: frozenset[int] = frozenset()
    impossible: bool = False
    problems: list[str] = field(default_factory=list)

    def match(self, *, below: int | None = None, groups: list[Collection[str]] | None = None) -> Match:
        """The question to the index, for entries beneath the number ``below``.

        Words that say nothing are not asked for while there are others: no text is worse for lacking one.
        """
        limits = [limit for limit in (below, self.below) if limit is not None]
        sought = list(dict.fromkeys(tokens for _word, tokens in loose_words(self))) if groups is None else groups
        return Match([*sought, *self.filters], self.without, min(limits, default=None), self.from_, self.readers)

    def allows(self, title: str, text: str) -> bool:
        """Whether the exact texts stand there, and those that may not do not."""
        if not self.phrases and not self.without_phrases:
            return True
        whole = as_written(f"{title} \n {text}")
        return all(one in whole for one in self.phrases) and not any(one in whole for one in self.without_phrases)


def as_written(text: str) -> str:
    """``text`` for comparing exactly: small letters, no accents, single spaces."""
    return " ".join(fold(text).lower().split())


def facets() -> dict[str, object]:
    """Everything a kind can be called in an address, with the name of it above a list."""
    return {value: label for kind in searchables().values() for value, label in kind.facets.items()}


def plan(actor: Actor, asked: Asked, *, kind: str = "", typing: bool = False) -> Plan:
    """What the index is asked for this reader; at most three small queries, for names and beginnings.

    Args:
        kind: one more kind to narrow to, as in the address.
        typing: the last word may not be finished, so words that begin like it will do.
    """
    problems = [_sentence(problem) for problem in asked.problems]
    filters: list[Collection[str]] = []
    impossible = False
    places: dict[str, int] = {}

    def narrow(found: Collection[str], missing: Collection[str], sentence: Callable[[str], str]) -> None:
        nonlocal impossible
        problems.extend(sentence(one) for one in missing)
        if found:
            filters.append(set(found))
        impossible = impossible or not found

    if asked.people:
        people = _people(actor, asked.people)
        narrow(
            {f"f_{pk}" for pk in people.values()},
            [handle for handle in asked.people if handle not in people],
            lambda handle: _("Nobody called @%(handle)s can be found here.") % {"handle": handle},
        )
    if asked.places:
        places = dict(Community.objects.visible_to(actor).filter(slug__in=asked.places).values_list("slug", "pk"))
        narrow(
            {f"in_{pk}" for pk in places.values()},
            [slug for slug in asked.places if slug not in places],
            lambda slug: _("You cannot find a community with the address “%(slug)s” here.") % {"slug": slug},
        )
    if asked.kinds:
        known = {one: _kinds(one) for one in asked.kinds}
        narrow(
            {f"k_{value}" for values in known.values() for value in values},
            [one for one, values in known.items() if not values],
            lambda one: _("“%(kind)s” is not a kind. Try kind:question, kind:comment or kind:person.") % {"kind": one},
        )
    if kind in facets():
        filters.append({f"k_{kind}"})
    filters += [{trait} for trait in asked.traits]
    if asked.languages:
        filters.append({f"l_{language}" for language in asked.languages})
    return Plan(
        words=_sought(asked, typing),
        filters=filters,
        readers=marks_of(actor),
        without={token for one in asked.without for _word, tokens in asked_words(one) for token in tokens},
        phrases=tuple(as_written(one) for one in asked.phrases),
        without_phrases=tuple(as_written(one) for one in asked.without_phrases),
        below=first_number(_start(asked.before)) if asked.before else None,
        from_=first_number(_start(asked.after)) if asked.after else None,
        places=frozenset(places.values()),
        impossible=impossible,
        problems=problems,
    )


def _sought(asked: Asked, typing: bool) -> list[tuple[str, tuple[str, ...]]]:
    """The words with their tokens; of one that is still being typed also those of words that begin so."""
    found = asked_words(" ".join(asked.words))
    if typing and asked.is_unfinished and found:
        word, tokens = found[-1]
        start = fold(word)
        if len(start) >= SHORTEST_START and start.isalnum():
            found[-1] = word, tuple(dict.fromkeys((*tokens, *beginning_with(start))))
    return found + asked_words(" ".join(asked.phrases))


def loose_words(chosen: Plan) -> list[tuple[str, tuple[str, ...]]]:
    """The words that say what a text is about; all of them when there are no others."""
    return [pair for pair in chosen.words if pair[0] not in STOP] or chosen.words


def _people(actor: Actor, handles: list[str]) -> Mapping[str, int]:
    found = {
        handle.lower(): pk
        for handle, pk in Person.objects.visible_to(actor).called(*handles).values_list("handle", "pk")
    }
    if actor.person_id is not None:
        found |= {me: actor.person_id for me in ("me", "mij", "ik") if me in handles}
    return found


def _kinds(typed: str) -> set[str]:
    """The kinds somebody may mean: by value, or by the name in the language of the page, in whatever form or begun."""
    named = facets()
    if typed in named:
        return {typed}
    start = fold(typed).lower()
    if len(start) < 3:
        return set()
    sought = set(stems(start))
    return {
        value
        for value, name in ((value, fold(str(label)).lower()) for value, label in named.items())
        if name.startswith(start[:-1] or start) or not sought.isdisjoint(stems(name))
    }


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _sentence(problem: Problem) -> str:
    """What to write instead of something that was not understood."""
    shown = {"operator": problem.operator, "value": problem.value}
    match problem.operator:
        case "before" | "after":
            return _("“%(value)s” is not a date. Write it like %(operator)s:2026-11-22, or only the year.") % shown
        case "has":
            return _("There is no has:%(value)s. Use has:file, has:image, has:sound or has:document.") % shown
        case "is":
            return _("There is no is:%(value)s. Use is:open, is:closed, is:answered or is:unanswered.") % shown
        case "lang":
            known = ", ".join(f"lang:{code}" for code, _name in settings.LANGUAGES)
            return _("“%(value)s” is not a language we know here. Use %(known)s.") % {**shown, "known": known}
    return _("“%(operator)s:” needs something behind it.") % shown
