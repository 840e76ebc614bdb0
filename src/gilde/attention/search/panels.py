"""What the search shows on pages of the rooms below."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gilde.attention.search.queries.similar import similar_questions
from gilde.core.actor import Actor
from gilde.core.panels import Composing, Panel
from gilde.dialogue.enums import ContributionKind


def composer_panels(actor: Actor, subject: Any) -> Iterator[Panel]:
    """Beneath the title of a new question: questions that were asked before. It follows what is typed."""
    if isinstance(subject, Composing) and subject.kind == ContributionKind.QUESTION:
        hits = similar_questions(actor, subject.title)
        yield Panel("search/panel/similar.html", {"hits": hits})
