"""What of this room can be reported: a profile. Only its owner changes it, so a decision cannot remove it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gilde.core.actor import Actor
from gilde.core.reportables import Reportable, Reported, register_reportable
from gilde.people.models import Person


def _profile(actor: Actor, number: int) -> Reported | None:
    row = Person.objects.visible_to(actor).filter(pk=number).first()
    if row is None:
        return None
    return Reported(title=row.name, said=row.headline, url=row.get_absolute_url(), person_id=row.pk, community_id=None)


def register() -> None:
    """Called once, from the manifest."""
    register_reportable(Reportable("profile", _("profile"), _profile))
