"""Choices of notifications."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Reason(TextChoices):
    """Why somebody is told. When several hold for one act, the first of this list counts."""

    MENTION = "mention", _("somebody names you")
    ACCEPTED = "accepted", _("your answer helped")
    ANSWER = "answer", _("an answer to your question")
    REPLY = "reply", _("a reply to what you wrote")
    COMPLIMENT = "compliment", _("a compliment")
    STORY = "story", _("a story of yours")
    THANKS = "thanks", _("thanks for what you wrote")
    ASKING = "asking", _("somebody asks to join")
    WELCOME = "welcome", _("you were let in")
    ROLE = "role", _("your role changed")
    CHARTER = "charter", _("agreements that changed")
    ANNOUNCEMENT = "announcement", _("an announcement")
    FOLLOWED = "followed", _("something you follow")
    TOOK_PART = "took_part", _("a conversation you took part in")


class Level(TextChoices):
    """How loudly one wants to hear of something. The nearest choice wins; mute is silence in every channel."""

    FOLLOW = "follow", _("everything")
    NORMAL = "normal", _("what concerns me")
    MUTE = "mute", _("nothing")


class Subject(TextChoices):
    """What a level is chosen for."""

    CONTRIBUTION = "contribution", _("contribution")
    COMMUNITY = "community", _("community")
    PERSON = "person", _("person")
