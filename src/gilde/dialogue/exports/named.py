"""Whether a conversation of others may be named in somebody's download."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.dialogue.models import Contribution


def may_name(reader: Actor, path: str) -> Exists:
    """Whether the reader can still read the contribution whose id is at ``path``, and it may be named outside its
    community."""
    rows = Contribution.objects.visible_to(reader).exclude(audience=Audience.COMMUNITY)
    return Exists(rows.filter(pk=OuterRef(path)))
