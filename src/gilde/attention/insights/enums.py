"""Choices of insights."""

from enum import StrEnum

from django.db.models import TextChoices


class Verb(StrEnum):
    """What can happen in this room."""

    CARED_FOR = "insights.cared_for"
    RULE_SWITCHED = "insights.rule_switched"
    RULE_ACTED = "insights.rule_acted"


class Ready(TextChoices):
    """Ready rules that a host can switch on; what each does stands in ``ready.py``."""

    WELCOME = "welcome"
    UNANSWERED = "unanswered"
    THANKS = "thanks"


class Need(TextChoices):
    """Why a host may want to think of somebody."""

    NEWCOMER = "newcomer"
    QUIET = "quiet"


class Away(TextChoices):
    """How long ago somebody was last here, no more exactly than this."""

    WEEKS = "weeks"  # six weeks or more
    MONTHS = "months"  # three months or more
