"""What the people room offers upward."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gilde.core.actor import Actor
from gilde.core.acts import register_acts
from gilde.core.arrival import FirstStep, comes_for_one_thing, register_first_step
from gilde.core.exports import register_exporter
from gilde.core.files.holders import register_holder
from gilde.core.live.hearing import register_opener
from gilde.core.tasks.schedule import register_schedule
from gilde.people import acts, exports, reportables, searchables, tasks
from gilde.people.queries.arrival import INTERESTS
from gilde.people.queries.face import held_portraits, visible_portraits
from gilde.people.sessions import actor_behind
from gilde.ui import navigation
from gilde.ui.navigation import Entry

_NAVIGATION = (
    Entry(_("People"), "people:directory", "contact-round", order=40, needs_person=True, in_bar=True),
    Entry(_("My profile"), "people:me", "user-round", order=10, slot="me", needs_person=True),
    Entry(_("Settings"), "people:settings", "settings", order=20, slot="me", needs_person=True),
    Entry(_("People I blocked"), "people:blocked", "ban", order=100, slot="account", needs_person=True),
    Entry(_("Download my data"), "people:export", "download", order=110, slot="account", needs_person=True),
    Entry(_("Take a break or leave"), "people:leave", "door-open", order=120, slot="account", needs_person=True),
    Entry(_("Terms"), "people:terms", "scroll-text", order=10, slot="foot"),
    Entry(_("Privacy"), "people:privacy", "shield", order=20, slot="foot"),
    Entry(_("Who leaves for good"), "people:erasures", "door-open", order=88, slot="me", operator_only=True),
    Entry(_("Administration"), "admin:index", "wrench", order=90, slot="me", operator_only=True),
)


def _interests(actor: Actor, session: Mapping[str, Any]) -> str:
    """Nobody is asked who comes for one conversation only: nothing else is here for them to hear about."""
    return "" if comes_for_one_thing(actor, session) else reverse("people:arrive_interests")


def register() -> None:
    """Called once, when Django is ready."""
    register_acts(acts.ACTS)
    register_opener(actor_behind)
    register_holder(visible_portraits, held_portraits, is_face=True)
    register_exporter("people", _("Your profile, your account and the log of what you did"), exports.export, order=10)
    register_schedule("people.links", every=timedelta(hours=6), task=tasks.look_at_links_again)
    register_schedule("people.erasures", every=timedelta(hours=1), task=tasks.erase_people)
    register_schedule("people.exports", every=timedelta(hours=6), task=tasks.tidy_exports)
    register_schedule("people.letters", every=timedelta(minutes=30), task=tasks.send_forgotten_policy_letters)
    register_first_step(FirstStep(INTERESTS, 30, _interests))
    register_schedule("people.signups", every=timedelta(hours=24), task=tasks.tidy_signups)
    register_schedule("people.newcomers", every=timedelta(hours=6), task=tasks.settle_newcomers)
    searchables.register()
    reportables.register()
    for entry in _NAVIGATION:
        navigation.register(entry)
