"""What portability offers: importing from the settings of a community."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from gilde.communities.queries.settings import SettingsPage, register_settings_page
from gilde.core.acts import register_acts
from gilde.core.tasks.schedule import register_schedule
from gilde.gateways.portability import acts, subscribers, tasks

__all__ = ["register", "subscribers"]


def register() -> None:
    """Called once, when Django is ready."""
    register_acts(acts.ACTS)
    register_settings_page(SettingsPage(_("Import"), "portability:imports"))
    register_schedule("portability.tidy_uploads", every=timedelta(hours=6), task=tasks.tidy_uploads)
