"""The place a newcomer was on the way to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from django.urls import reverse

from gilde.communities.models import Invitation
from gilde.communities.queries.invitation import digest
from gilde.core.actor import Actor
from gilde.core.arrival import INVITED_KEY, ONWARD_KEY

JOIN: Final = "join"
_INVITATION: Final = re.compile(r"/i/([^/?#]+)/")
_DOOR: Final = re.compile(r"/c/([^/?#]+)/join/")


def place_to_join(actor: Actor, session: Mapping[str, Any]) -> str:
    """The page behind the invitation, or the door of the community, from which somebody came in to join it.

    Empty when they came from elsewhere, belong there already, or the invitation does not work. At most one statement.
    """
    to = str(session.get(ONWARD_KEY) or "")
    door = _DOOR.fullmatch(to)
    if door is not None:
        return "" if any(place.slug == door[1] for place in actor.places) else to
    found = _INVITATION.fullmatch(to)
    secret = found[1] if found is not None else session.get(INVITED_KEY)
    if not isinstance(secret, str):
        return ""
    invitation = Invitation.objects.usable().filter(digest=digest(secret)).first()
    if invitation is None or actor.role_in(invitation.community_id) is not None:
        return ""
    return reverse("communities:invitation", args=[secret])
