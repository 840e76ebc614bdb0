"""How loudly one hears of something, beside its page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gilde.attention.notifications.enums import Level, Subject
from gilde.attention.notifications.push_message import public_key
from gilde.attention.notifications.queries.beside import beside
from gilde.attention.notifications.queries.level import level_of
from gilde.attention.notifications.rules.level import choose
from gilde.communities.models import Community
from gilde.core.actor import Actor
from gilde.core.panels import Panel
from gilde.dialogue.models import Contribution
from gilde.people.models import Person


def level_context(subject: Subject, number: int, level: Level) -> dict[str, Any]:
    """What the template of the choices needs."""
    return {"subject": subject.value, "number": number, "level": level.value}


def _panel(actor: Actor, subject: Subject, number: int) -> Iterator[Panel]:
    if choose.allows(actor, subject, number):
        context = level_context(subject, number, level_of(actor, subject, number))
        yield Panel("notifications/level/panel.html", context, order=90)


def of_contribution(actor: Actor, contribution: Contribution) -> Iterator[Panel]:
    """Beside a conversation; one statement.

    Who asked reads that others were asked, never who; who answered is offered to be asked, until they chose.
    """
    if not choose.allows(actor, Subject.CONTRIBUTION, contribution.pk):
        return
    found = beside(actor, contribution)
    if found.asked and not contribution.has_accepted:
        yield Panel("notifications/helping/asked.html", {"count": found.asked}, order=4)
    if found.answered and found.willing is None and contribution.community_id in actor.roles:
        yield Panel("notifications/helping/offer.html", {"contribution": contribution.pk}, order=5)
    if found.level == Level.FOLLOW or (contribution.is_question and contribution.author_id == actor.person_id):
        yield Panel("notifications/device/panel.html", {"key": public_key()}, order=6)
    context = level_context(Subject.CONTRIBUTION, contribution.pk, found.level)
    yield Panel("notifications/level/panel.html", context, order=90)


def of_community(actor: Actor, community: Community) -> Iterator[Panel]:
    """Beside a community one belongs to; one statement."""
    if community.pk in actor.roles:
        yield from _panel(actor, Subject.COMMUNITY, community.pk)


def of_person(actor: Actor, person: Person) -> Iterator[Panel]:
    """On a profile; one statement."""
    return _panel(actor, Subject.PERSON, person.pk)
