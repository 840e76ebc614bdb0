"""Choices of the governance room."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Verb(StrEnum):
    """What can happen in this room. Reports and appeals are recorded without their maker, who stays unnamed."""

    REPORTED = "governance.reported"
    CASE_TAKEN = "governance.case_taken"
    CASE_RELEASED = "governance.case_released"
    CASE_NOTED = "governance.case_noted"
    CASE_MESSAGE = "governance.case_message"
    CASE_DECIDED = "governance.case_decided"
    APPEALED = "governance.appealed"
    APPEAL_DECIDED = "governance.appeal_decided"
    SANCTION_LIFTED = "governance.sanction_lifted"
    PUT_BACK = "governance.put_back"
    NAME_ASKED = "governance.name_asked"
    NAME_WITHDRAWN = "governance.name_withdrawn"
    NAME_LIFTED = "governance.name_lifted"
    LOG_EXPORTED = "governance.log_exported"


class Outcome(TextChoices):
    """What was decided."""

    NOTHING = "nothing", _("Nothing: this is within our agreements")
    WORD = "word", _("A word: we talk about it, it stays")
    HIDE = "hide", _("Hide it: only its author and the hosts see it")
    REMOVE = "remove", _("Remove it")
    SANCTION = "sanction", _("A measure with an end, for the person who wrote it")


class StepKind(TextChoices):
    """What happened in a case, for those who handle it."""

    OPENED = "opened", _("reported")
    JOINED = "joined", _("reported once more")
    TAKEN = "taken", _("took this on")
    RELEASED = "released", _("gave this back")
    NOTE = "note", _("note")
    MESSAGE = "message", _("message")
    DECIDED = "decided", _("decided")
    LIFTED = "lifted", _("ended the measure")
    PUT_BACK = "put_back", _("let everyone see it again")
    NAME_ASKED = "name_asked", _("asked to know who wrote this")
    NAME_WITHDRAWN = "name_withdrawn", _("no longer asks who wrote this")
    NAME_LIFTED = "name_lifted", _("agreed; the two know who wrote this")
    APPEALED = "appealed", _("appeal")
    APPEAL_DECIDED = "appeal_decided", _("decided on the appeal")


class Side(TextChoices):
    """To whom a message goes."""

    REPORTER = "reporter", _("To those who reported it")
    REPORTED = "reported", _("To the person it is about")
