"""Choices of notifications. Most are not shown by a label: sentences say what happened."""

from enum import StrEnum
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Verb(StrEnum):
    """What can happen in this room."""

    HELPERS_ASKED = "notifications.helpers_asked"


class Reason(TextChoices):
    """Why somebody is told. When several hold for one act, the first of this list counts."""

    MENTION = "mention"
    ACCEPTED = "accepted"
    ANSWER = "answer"
    REPLY = "reply"
    COMPLIMENT = "compliment"
    STORY = "story"
    DECISION = "decision"
    CASE = "case"
    REVIEWED = "reviewed"
    HELD = "held"
    THANKS = "thanks"
    ASKING = "asking"
    WELCOME = "welcome"
    ROLE = "role"
    CHARTER = "charter"
    ANNOUNCEMENT = "announcement"
    HELP = "help"
    GUEST = "guest"
    FOLLOWED = "followed"
    TOOK_PART = "took_part"


# What may be mailed within minutes to who asked for that; the rest waits for the bell and the digest.
URGENT: Final = frozenset(
    {
        Reason.MENTION,
        Reason.ACCEPTED,
        Reason.ANSWER,
        Reason.REPLY,
        Reason.COMPLIMENT,
        Reason.STORY,
        Reason.DECISION,
        Reason.CASE,
        Reason.REVIEWED,
        Reason.HELD,
        Reason.ASKING,
        Reason.ANNOUNCEMENT,
        Reason.HELP,
    }
)


class Level(TextChoices):
    """How loudly one wants to hear of something. The nearest choice wins; mute is silence in every channel."""

    FOLLOW = "follow"
    NORMAL = "normal"
    MUTE = "mute"


class Subject(TextChoices):
    """What a level is chosen for."""

    CONTRIBUTION = "contribution"
    COMMUNITY = "community"
    PERSON = "person"


class Rhythm(TextChoices):
    """How often somebody wants mail."""

    AT_ONCE = "at_once", _("when something concerns me, within minutes")
    DAILY = "daily", _("once a day")
    WEEKLY = "weekly", _("once a week, on Monday")
    NONE = "none", _("never")


class Why(TextChoices):
    """Why somebody may know the answer to a question, the strongest first."""

    ANSWERED = "answered"
    USED = "used"
    WROTE = "wrote"
    KNOWS = "knows"
    INTEREST = "interest"
