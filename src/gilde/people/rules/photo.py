"""What can be a portrait."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gilde.core.actor import Actor
from gilde.core.models import StoredFile
from gilde.core.rules import Reason, rule


@rule
def use(actor: Actor, file: StoredFile) -> Reason:
    """A picture that the person added themselves."""
    if file.uploader_id != actor.person_id or not file.is_image:
        return _("Choose a picture of your own.")
    return None
