"""Sharing without one's name."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from gilde.communities.enums import Unnamed
from gilde.communities.models import Community
from gilde.core.actor import Actor
from gilde.core.rules import Reason, rule
from gilde.dialogue.enums import ContributionKind
from gilde.dialogue.models import Contribution

KINDS: Final = {
    Unnamed.NOTHING: frozenset[str](),
    Unnamed.QUESTIONS: frozenset({ContributionKind.QUESTION.value}),
    Unnamed.TALK: frozenset(
        {ContributionKind.QUESTION.value, ContributionKind.DISCUSSION.value, ContributionKind.STORY.value}
    ),
}


@rule
def share(community: Community, kind: str, *, together: bool, files: bool) -> Reason:
    """What the community allows, by one person, with nothing that tells who it was.

    Args:
        together: other people would be named as its authors or its teller.
        files: there would be files or pictures, which carry names and say where they were made.
    """
    if kind not in KINDS[Unnamed(community.unnamed)]:
        return _("In this community this is shared under your name.")
    if together:
        return _("Without your name you share it alone: leave out who made it with you or told it.")
    return no_files.reason(files=files) or None


@rule
def no_files(*, files: bool) -> Reason:
    """Files and pictures can tell who somebody is."""
    return (
        _("Files and pictures can tell who you are. Leave them out, or share this with your name.") if files else None
    )


@rule
def put_name(actor: Actor, contribution: Contribution) -> Reason:
    """Only the one who asked."""
    if actor.person_id is None or contribution.asker_id != actor.person_id:
        return _("Only the person who wrote this can put their name to it.")
    return None
