"""Choices of notifications. None of them is shown by its label: sentences say what happened."""

from django.db.models import TextChoices


class Reason(TextChoices):
    """Why somebody is told. When several hold for one act, the first of this list counts."""

    MENTION = "mention"
    ACCEPTED = "accepted"
    ANSWER = "answer"
    REPLY = "reply"
    COMPLIMENT = "compliment"
    STORY = "story"
    THANKS = "thanks"
    ASKING = "asking"
    WELCOME = "welcome"
    ROLE = "role"
    CHARTER = "charter"
    ANNOUNCEMENT = "announcement"
    FOLLOWED = "followed"
    TOOK_PART = "took_part"


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
