"""What insights show on pages of the rooms below."""

from __future__ import annotations

from collections.abc import Iterator

from gilde.attention.insights.queries.first_answer import in_words, usual_wait
from gilde.communities.models import Community
from gilde.core.actor import Actor
from gilde.core.panels import Panel


def of_about(_actor: Actor, community: Community) -> Iterator[Panel]:
    """Among the facts of a community: how long a question waits; one statement."""
    seconds = usual_wait(community.pk)
    if seconds is not None:
        yield Panel("insights/first_answer/fact.html", {"words": in_words(seconds)})
