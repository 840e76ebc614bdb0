"""What the search offers to the frame, and what it listens to."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from gilde.attention.notifications.queries.digest import register_digest
from gilde.attention.search import exports, subscribers, tasks
from gilde.attention.search.actions import saved as saved_actions
from gilde.attention.search.panels import composer_panels
from gilde.attention.search.queries import saved as saved_queries
from gilde.core.exports import register_exporter
from gilde.core.panels import Slot, register_panel
from gilde.core.tasks.schedule import register_schedule
from gilde.ui import navigation


def register() -> None:
    """Called once, when Django is ready."""
    subscribers.listen()
    register_digest(saved_queries.sections, saved_actions.told)
    register_exporter("search", _("Saved searches"), exports.export, order=70)
    register_panel(Slot.COMPOSER, composer_panels)
    navigation.register(navigation.Entry(_("Search"), "search:page", "search", slot="find"))
    register_schedule("search.catch_up", every=timedelta(minutes=1), task=tasks.catch_up)
    register_schedule("search.learn", every=timedelta(hours=24), task=tasks.learn)
