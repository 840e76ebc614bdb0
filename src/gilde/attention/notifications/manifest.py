"""What notifications offer: the bell in the frame."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from gilde.attention.notifications import acts, exports, panels, subscribers, tasks
from gilde.attention.notifications.actions.notice import look_at_contribution
from gilde.attention.notifications.queries.bell import WAITING_SQL
from gilde.attention.notifications.queries.channels import channels_in_words
from gilde.core import actor
from gilde.core.acts import register_acts
from gilde.core.exports import register_exporter
from gilde.core.panels import Slot, register_panel
from gilde.core.tasks.schedule import register_schedule
from gilde.dialogue.actions.read_mark import register_reading
from gilde.dialogue.queries.composer import register_ways
from gilde.ui import navigation

__all__ = ["register", "subscribers", "tasks"]


def register() -> None:
    """Called once, when Django is ready."""
    register_acts(acts.ACTS)
    actor.register_waiting(WAITING_SQL)
    navigation.register(navigation.Entry(_("For you"), "notifications:bell", "bell", slot="bell", needs_person=True))
    navigation.register(
        navigation.Entry(_("Email"), "notifications:mail", "mail", 25, slot="account", needs_person=True)
    )
    navigation.register(
        navigation.Entry(
            _("Questions for me"), "notifications:helping", "hand-helping", 26, slot="account", needs_person=True
        )
    )
    navigation.register(
        navigation.Entry(
            _("On my devices"), "notifications:devices", "smartphone", 26, slot="account", needs_person=True
        )
    )
    register_schedule("notifications.digests", every=timedelta(minutes=10), task=tasks.plan_digests)
    register_schedule("notifications.forgotten", every=timedelta(minutes=10), task=tasks.send_forgotten)
    register_exporter(
        "notifications", _("What you were told, what you want to hear, and emails"), exports.export, order=40
    )
    register_ways(channels_in_words)
    register_reading(look_at_contribution)
    register_panel(Slot.CONTRIBUTION, panels.of_contribution)
    register_panel(Slot.COMMUNITY, panels.of_community)
    register_panel(Slot.PERSON, panels.of_person)
