"""What dialogue shows on pages of the rooms below: a profile, an ambition, home."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gilde.communities.models import Ambition
from gilde.core.actor import Actor
from gilde.core.db.trips import Reading, shared, together
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


@shared
def person_panels(actor: Actor, person: Person) -> Reading[list[Panel]]:
    """On a profile: what others say, as far as the person shows it, and what they shared, as far as one may read it."""
    thanks, written = yield from together(
        shown_by.reading(actor, person.pk, limit=_ON_A_PROFILE),
        by_author.reading(actor, person.pk, limit=_ON_A_PROFILE),
    )
    found = []
    is_own, may_give = person.pk == actor.person_id, give.allows(actor, person)
    if thanks.rows or may_give:
        context = {"page": thanks, "person": person, "is_own": is_own, "may_give": may_give}
        found.append(Panel("dialogue/panel/compliments.html", context, order=40))
    if written.rows:
        found.append(Panel("dialogue/panel/contributions.html", {"page": written, "person": person}, order=50))
    return found


def ambition_panel(actor: Actor, ambition: Ambition) -> Iterator[Panel]:
    """On an ambition: contributions and compliments that name its behaviours, by behaviour."""
    found = gathered(actor, ambition)
    if found:
        yield Panel("dialogue/panel/ambition.html", {"gathered": found}, order=40)


@shared
def home_panels(actor: Actor, _subject: Any) -> Reading[list[Panel]]:
    """Beside home: what waits for a decision of the reader, and what they did not finish; at most three statements."""
    waiting, drafts = yield from together(waiting_for.reading(actor), my_drafts.reading(actor, limit=_DRAFTS))
    found = []
    if waiting:
        found.append(Panel("dialogue/panel/waiting.html", {"waiting": waiting}, order=20))
    if to_go_on := [draft for draft in drafts if draft.href]:
        found.append(Panel("dialogue/panel/drafts.html", {"drafts": to_go_on}, order=30))
    return found
