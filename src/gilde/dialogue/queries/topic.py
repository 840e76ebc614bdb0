"""Which words are alive in communities."""

from __future__ import annotations

from typing import Final

from django.db.models import Count

from gilde.core.actor import Actor
from gilde.dialogue.enums import State
from gilde.dialogue.models import Contribution, ContributionTag

_LATELY: Final = 300  # contributions, last active first: what went on years ago is not alive


def lively_tags(actor: Actor, most: int) -> list[str]:
    """Names of the tags on what moved last where ``actor`` belongs, the most used first; one statement.

    Of who belongs nowhere yet: on what they may read.
    """
    rows = Contribution.objects.visible_to(actor).filter(state=State.PUBLISHED)
    if actor.roles:
        rows = rows.filter(community__in=list(actor.roles))
    lately = rows.order_by("-last_activity_at", "-pk").values("pk")[:_LATELY]
    tags = ContributionTag.objects.filter(contribution_id__in=lately).values_list("tag__name")
    return [name for name, _uses in tags.annotate(uses=Count("pk")).order_by("-uses", "tag__name")[:most]]
