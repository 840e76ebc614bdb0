"""What somebody might type next: operators, and the values they take."""

from __future__ import annotations

from typing import Final, NamedTuple

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gilde.attention.search.asking import HAS, IS, OPERATORS
from gilde.attention.search.queries.plan import facets
from gilde.communities.models import Community
from gilde.core.actor import Actor
from gilde.people.queries.mention import suggestions as people_called

_MOST: Final = 8


class Suggestion(NamedTuple):
    """A term, and what it does."""

    value: str
    note: str


def suggestions(actor: Actor, term: str) -> list[Suggestion]:
    """At most eight terms that begin with ``term``, the last one somebody typed; names only of who they can find."""
    minus, colon = term.startswith("-"), term.find(":")
    if minus or not term:
        return []
    if colon < 0:
        small = term.lower()
        return [one for one in _operators() if len(small) > 1 and one.value.startswith(small)][:_MOST]
    operator = OPERATORS.get(term[:colon].lower(), "")
    begun = term[colon + 1 :].lower().lstrip('"@')
    head = term[: colon + 1]
    values = {
        "from": lambda: _people(actor, begun),
        "in": lambda: _places(actor, begun),
        "kind": lambda: [(value, str(label)) for value, label in facets().items()],
        "has": lambda: [(value, str(note)) for value, note in _has().items()],
        "is": lambda: [(value, str(note)) for value, note in _is().items()],
        "lang": lambda: [("nl", _("in Dutch")), ("en", _("in English"))],
    }.get(operator)
    found = values() if values else []
    return [Suggestion(head + value, note) for value, note in found if value.startswith(begun)][:_MOST]


def _operators() -> list[Suggestion]:
    return [
        Suggestion("from:", _("by this person")),
        Suggestion("in:", _("in this community")),
        Suggestion("kind:", _("only questions, comments, people…")),
        Suggestion("has:", _("with a file")),
        Suggestion("is:open", _("still open")),
        Suggestion("is:", _("open, closed or answered")),
        Suggestion("lang:", _("in this language")),
        Suggestion("before:", _("before this day, like 2026-11-22")),
        Suggestion("after:", _("from this day on")),
    ]


def _people(actor: Actor, begun: str) -> list[tuple[str, str]]:
    own = [("me", _("what you wrote yourself"))] if actor.person_id is not None else []
    return own + [(row.handle, row.name) for row in people_called(actor, begun) if row.handle.startswith(begun)]


def _places(actor: Actor, begun: str) -> list[tuple[str, str]]:
    if not begun:
        return [(place.slug, place.name) for place in actor.places[:_MOST]]
    rows = Community.objects.visible_to(actor).filter(Q(slug__startswith=begun)).order_by("slug")
    return list(rows.values_list("slug", "name")[:_MOST])


def _has() -> dict[str, str]:
    notes = {
        "file": _("with a file"),
        "image": _("pictures"),
        "sound": _("sound"),
        "document": _("documents"),
    }
    return {value: note for value, note in notes.items() if value in HAS}


def _is() -> dict[str, str]:
    notes = {
        "open": _("still open"),
        "closed": pgettext("of a conversation", "closed"),
        "answered": _("with an accepted answer"),
        "unanswered": _("without an accepted answer"),
        "accepted": _("accepted answers"),
    }
    return {value: str(capfirst(note)) for value, note in notes.items() if value in IS}
