"""What an affiliation must hold to."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.utils.translation import gettext_lazy as _

from gilde.core.actor import Actor
from gilde.core.rules import Reason, rule
from gilde.people.models import Affiliation, Person

MOST: Final = 40


@rule
def dates(started_on: date | None, ended_on: date | None) -> Reason:
    """An end does not come before its beginning."""
    if started_on is not None and ended_on is not None and ended_on < started_on:
        return _("The end is before the beginning. Check both dates.")
    return None


@rule
def add(person: Person, started_on: date | None, ended_on: date | None) -> Reason:
    """A profile holds at most forty."""
    if person.affiliations.count() >= MOST:
        return _("A profile has room for 40 organisations. Remove one first.")
    return dates.reason(started_on, ended_on) or None


@rule
def change(actor: Actor, affiliation: Affiliation) -> Reason:
    """One's own."""
    if actor.person_id is None or actor.person_id != affiliation.person_id:
        return _("Only the person themselves can change this.")
    return None
