"""How loudly one hears of something, beside its page."""

from __future__ import annotations

from typing import Any

from gilde.attention.notifications.enums import Level, Subject
from gilde.attention.notifications.push_message import public_key
from gilde.attention.notifications.queries.beside import beside
from gilde.attention.notifications.queries.level import level_of
from gilde.attention.notifications.rules.level import choose
from gilde.communities.models import Community
from gilde.core.actor import Actor
from gilde.core.db.trips import Reading, shared
from gilde.core.panels import Panel
from gilde.dialogue.models import Contribution
from gilde.people.models import Person


def level_context(subject: Subject, number: int, level: Level) -> dict[str, Any]:
    """What the template of the choices needs."""
    return {"subject": subject.value, "number": number, "level": level.value}


def _panels(actor: Actor, subject: Subject, number: int) -> Reading[list[Panel]]:
    if not choose.allows(actor, subject, number):
        return []
    return [_level(subject, number, (yield from level_of.reading(actor, subject, number)))]


def _level(subject: Subject, number: int, level: Level) -> Panel:
    return Panel("notifications/level/panel.html", level_context(subject, number, level), order=90)


@shared
def of_contribution(actor: Actor, contribution: Contribution) -> Reading[list[Panel]]:
    """Beside a conversation; one statement.

    Who asked reads that others were asked, never who; who answered is offered to be asked, until they chose.
    """
    if not choose.allows(actor, Subject.CONTRIBUTION, contribution.pk):
        return []
    found = yield from beside.reading(actor, contribution)
    made = [_level(Subject.CONTRIBUTION, contribution.pk, found.level)]
    if found.asked and not contribution.has_accepted:
        made.append(Panel("notifications/helping/asked.html", {"count": found.asked}, order=4))
    if found.answered and found.willing is None and contribution.community_id in actor.roles:
        made.append(Panel("notifications/helping/offer.html", {"contribution": contribution.pk}, order=5))
    if found.level == Level.FOLLOW or (contribution.is_question and contribution.author_id == actor.person_id):
        made.append(Panel("notifications/device/panel.html", {"key": public_key()}, order=6))
    return made


@shared
def of_community(actor: Actor, community: Community) -> Reading[list[Panel]]:
    """Beside a community one belongs to; one statement."""
    return (yield from _panels(actor, Subject.COMMUNITY, community.pk)) if community.pk in actor.roles else []


@shared
def of_person(actor: Actor, person: Person) -> Reading[list[Panel]]:
    """On a profile; one statement."""
    return (yield from _panels(actor, Subject.PERSON, person.pk))
