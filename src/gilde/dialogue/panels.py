"""What dialogue shows on pages of the rooms below: a profile, an ambition, home."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gilde.communities.models import Ambition
from gilde.core.actor import Actor
from gilde.core.panels import Panel
from gilde.dialogue.queries.ambition import gathered
from gilde.dialogue.queries.compliment import shown_by
from gilde.dialogue.queries.draft import my_drafts
from gilde.dialogue.queries.stream import by_author
from gilde.dialogue.queries.waiting import waiting_for
from gilde.dialogue.rules.compliment import give
from gilde.people.models import Person

_ON_A_PROFILE = 5
_DRAFTS = 3


def person_panels(actor: Actor, person: Person) -> Iterator[Panel]:
    """On a profile: what others say, as far as the person shows it, and what they shared, as far as one may read it."""
    thanks = shown_by(actor, person.pk, limit=_ON_A_PROFILE)
    is_own, may_give = person.pk == actor.person_id, give.allows(actor, person)
    if thanks.rows or may_give:
        context = {"page": thanks, "person": person, "is_own": is_own, "may_give": may_give}
        yield Panel("dialogue/panel/compliments.html", context, order=40)
    shared = by_author(actor, person.pk, limit=_ON_A_PROFILE)
    if shared.rows:
        yield Panel("dialogue/panel/contributions.html", {"page": shared, "person": person}, order=50)


def ambition_panel(actor: Actor, ambition: Ambition) -> Iterator[Panel]:
    """On an ambition: contributions and compliments that name its behaviours, by behaviour."""
    found = gathered(actor, ambition)
    if found:
        yield Panel("dialogue/panel/ambition.html", {"gathered": found}, order=40)


def home_panels(actor: Actor, _subject: Any) -> Iterator[Panel]:
    """Beside home: what waits for a decision of the reader, and what they did not finish; at most three statements."""
    waiting = waiting_for(actor)
    if waiting:
        yield Panel("dialogue/panel/waiting.html", {"waiting": waiting}, order=20)
    drafts = my_drafts(actor, limit=_DRAFTS)
    if drafts:
        yield Panel("dialogue/panel/drafts.html", {"drafts": drafts}, order=30)
