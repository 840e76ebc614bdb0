"""What insights offer to the rooms below, and what they listen to."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from gilde.attention.insights import acts, exports, panels, subscribers, tasks
from gilde.core.acts import register_acts
from gilde.core.exports import register_exporter
from gilde.core.panels import Slot, register_panel
from gilde.core.tasks.schedule import register_schedule

__all__ = ["register", "subscribers", "tasks"]


def register() -> None:
    """Called once, when Django is ready."""
    register_acts(acts.ACTS)
    register_exporter("insights", _("Where hosts were asked to think of you"), exports.export, order=60)
    register_panel(Slot.ABOUT, panels.of_about)
    register_schedule("insights.measure", every=timedelta(hours=6), task=tasks.measure_all)
    register_schedule("insights.count", every=timedelta(minutes=30), task=tasks.count_all)
    register_schedule("insights.rules", every=timedelta(minutes=15), task=tasks.play_rules)
