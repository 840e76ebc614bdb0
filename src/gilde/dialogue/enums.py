"""Choices of the dialogue room."""

from enum import StrEnum
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Verb(StrEnum):
    """What can happen in this room."""

    CONTRIBUTED = "dialogue.contributed"
    CONTRIBUTION_EDITED = "dialogue.contribution_edited"
    CONTRIBUTION_DELETED = "dialogue.contribution_deleted"
    CONTRIBUTION_RESTORED = "dialogue.contribution_restored"
    CONTRIBUTION_NAMED = "dialogue.contribution_named"
    CONTRIBUTION_AUDIENCE = "dialogue.contribution_audience"
    CONTRIBUTION_MOVED = "dialogue.contribution_moved"
    CONTRIBUTION_PINNED = "dialogue.contribution_pinned"
    CONTRIBUTION_UNPINNED = "dialogue.contribution_unpinned"
    CONTRIBUTION_CLOSED = "dialogue.contribution_closed"
    CONTRIBUTION_REOPENED = "dialogue.contribution_reopened"
    CONTRIBUTION_WITHHELD = "dialogue.contribution_withheld"
    CONTRIBUTION_SHOWN = "dialogue.contribution_shown"
    STORY_APPROVED = "dialogue.story_approved"
    STORY_RETURNED = "dialogue.story_returned"
    AUTHOR_LEFT = "dialogue.author_left"
    AUTHORS_CHANGED = "dialogue.authors_changed"
    ANSWERED = "dialogue.answered"
    ANSWER_EDITED = "dialogue.answer_edited"
    ANSWER_DELETED = "dialogue.answer_deleted"
    ANSWER_RESTORED = "dialogue.answer_restored"
    ANSWER_WITHHELD = "dialogue.answer_withheld"
    ANSWER_SHOWN = "dialogue.answer_shown"
    ANSWER_ACCEPTED = "dialogue.answer_accepted"
    ANSWER_UNACCEPTED = "dialogue.answer_unaccepted"
    COMMENTED = "dialogue.commented"
    COMMENT_EDITED = "dialogue.comment_edited"
    COMMENT_DELETED = "dialogue.comment_deleted"
    COMMENT_RESTORED = "dialogue.comment_restored"
    COMMENT_WITHHELD = "dialogue.comment_withheld"
    COMMENT_SHOWN = "dialogue.comment_shown"
    APPRECIATED = "dialogue.appreciated"
    APPRECIATION_WITHDRAWN = "dialogue.appreciation_withdrawn"
    COMPLIMENTED = "dialogue.complimented"
    COMPLIMENT_SHOWN = "dialogue.compliment_shown"
    COMPLIMENT_HIDDEN = "dialogue.compliment_hidden"
    COMPLIMENT_WITHDRAWN = "dialogue.compliment_withdrawn"
    HOLD_ENDED = "dialogue.hold_ended"
    HOLD_WITHDRAWN = "dialogue.hold_withdrawn"
    GUEST_INVITED = "dialogue.guest_invited"
    GUEST_WITHDRAWN = "dialogue.guest_withdrawn"
    GUEST_CAME = "dialogue.guest_came"
    GUEST_ENDED = "dialogue.guest_ended"
    MENTIONED = "dialogue.mentioned"
    SAVED = "dialogue.saved"
    UNSAVED = "dialogue.unsaved"


class ContributionKind(TextChoices):
    """Kinds of contribution, each with its own short form (``forms/contribution.py``) and card."""

    DISCUSSION = "discussion", _("discussion")
    QUESTION = "question", _("question")
    PRACTICE = "practice", _("practice example")
    STORY = "story", _("story")
    IDEA = "idea", _("idea")
    RESOURCE = "resource", _("resource")
    ANNOUNCEMENT = "announcement", _("announcement")


class State(TextChoices):
    """Whether a contribution, an answer or a comment shows.

    A reply never waits for a teller, and is deleted when it has a ``deleted_at``, whatever its state was.
    """

    PUBLISHED = "published", _("published")
    WAITING = "waiting", _("waiting for the teller")
    HELD = "held", _("a host looks at this first")
    HIDDEN = "hidden", _("hidden by a decision")
    DELETED = "deleted", _("deleted")


WITHHELD: Final = (State.HELD, State.HIDDEN)
"""What only the people who wrote it and those who keep order in its community see."""


class Part(TextChoices):
    """What somebody did in a contribution with several people."""

    AUTHOR = "author", _("author")
    TELLER = "teller", _("teller")


class AppreciationKind(TextChoices):
    """Small signs of appreciation. They are never used to rank people."""

    LIKE = "like", _("I like this")
    LEARNED = "learned", _("I learned from this")
    USED = "used", _("I used this")
    ME_TOO = "me_too", _("I have this question too")


class ComplimentState(TextChoices):
    """The receiver decides whether a compliment shows on the profile."""

    WAITING = "waiting", _("only the two of you see it")
    SHOWN = "shown", _("on the profile")
    HIDDEN = "hidden", _("kept private")
    WITHDRAWN = "withdrawn", _("withdrawn")


class HoldWhy(TextChoices):
    """Why a host looks at something before others see it."""

    LINKS = "links", _("It has a link to somewhere else.")
    NAMES = "names", _("It names many people.")


class HoldOutcome(TextChoices):
    """How a hold ended."""

    RELEASED = "released", _("published")
    REMOVED = "removed", _("removed")
    WITHDRAWN = "withdrawn", _("withdrawn by the person who wrote it")


class GuestEnd(TextChoices):
    """Why somebody from outside does not take part any more."""

    WITHDRAWN = "withdrawn", _("the invitation was withdrawn")
    ENDED = "ended", _("ended by someone in the community")
    LEFT = "left", _("left")
    JOINED = "joined", _("became a member")
    MOVED = "moved", _("the conversation moved to another community")
    CLOSED_OFF = "closed_off", _("the conversation stays in its community")
    FORBIDDEN = "forbidden", _("the community has no guests any more")
    REMOVED = "removed", _("removed from the community")
    GONE = "gone", _("left for good")
