"""What the letterbox does by the clock."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from gilde.core.exports import register_exporter
from gilde.core.tasks.schedule import register_schedule
from gilde.gateways.letterbox import exports, subscribers, tasks

__all__ = ["register", "subscribers"]


def register() -> None:
    """Called once, when Django is ready."""
    register_exporter("letterbox", _("Replies by email"), exports.export, order=45)
    register_schedule("letterbox.look", every=timedelta(minutes=1), task=tasks.look_into_mailbox)
    register_schedule("letterbox.throw_away", every=timedelta(hours=6), task=tasks.throw_old_mail_away)
