"""Who may write what an organisation says of itself."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gilde.core.actor import Actor
from gilde.core.rules import Reason, rule
from gilde.people.models import Organisation


@rule
def change(actor: Actor, organisation: Organisation) -> Reason:
    """People who are affiliated today, who made the page, and who runs the installation."""
    if actor.person_id is None:
        return _("Log in first.")
    if organisation.pk in actor.organisations or actor.is_operator:
        return None
    if organisation.created_by_id == actor.person_id:
        return None
    return _("Only people from this organisation can edit its page. Add it to your profile first.")
