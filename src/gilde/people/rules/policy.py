"""Who decides on the terms and the privacy page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gilde.core.actor import Actor
from gilde.core.rules import Reason, rule


@rule
def change(actor: Actor) -> Reason:
    """The operator alone: it is the operator who answers for them."""
    if actor.is_system or actor.is_operator:
        return None
    return _("Only the operator can change this page.")
