"""What the writer says about a record, in the language of the report, which is the community's."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

GONE = _("It was taken away here and stays away.")
CHANGED_HERE = _("It was changed here; what is here was kept.")
ELSEWHERE = _("It was brought into another community before.")
NOT_STORABLE = _("The database refused it.")

CLAIMED = _("This person takes part here; what they wrote themselves was kept.")
LEFT = _("This person left; they were not brought back.")
NAMESAKE = _("Somebody of this name belongs here already; they were taken over as two people.")
ADDRESS_TAKEN = _("This e-mail address belongs to somebody else here, so it was not taken over.")

AUTHOR_MISSING = _("Its author is not among the people; it was taken over under the name it was signed with.")
NO_CONVERSATION = _("The conversation it belongs to is not there.")
CONVERSATION_GONE = _("The conversation it belongs to was taken away here.")
NO_ANSWER = _("The answer it hung on is not there; it stands under the conversation itself.")
NOT_A_QUESTION = _("Only questions have answers here, so it became a comment.")
OTHER_ACCEPTED = _("Which answer is accepted was decided here; that was kept.")
CUT = _("It was longer than we keep and was cut.")
FUTURE = _("Its date lies in the future; the moment of the import took its place.")
TAGS_LEFT = _("Some of its tags were left out: eight is the most.")

NOTHING_THERE = _("What it is about is not there.")
NO_END = _("One end of this link is not there.")
TO_ITSELF = _("It links to itself.")
ONE_PLACE = _("Its conversations came into this community; no place of its own was made.")

NO_FILE = _("The file itself is not in the export.")
FILE_UNREADABLE = _("The file cannot be read: %(reason)s.")
TOO_MANY_FILES = _("Twenty files is the most that hangs on one text.")
