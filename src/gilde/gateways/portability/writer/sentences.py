"""What the writer says about a record, in the language of the report (:class:`.run.Import`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

GONE = _("It was deleted here and stays deleted.")
CHANGED_HERE = _("It was changed here; that version was kept.")
ELSEWHERE = _("It was imported into another community before.")
NOT_STORABLE = _("The database refused it.")

CLAIMED = _("This person is active here; what they wrote themselves was kept.")
LEFT = _("This person left; they were not brought back.")
NAMESAKE = _("Someone with this name is already here; they were imported as two people.")
ADDRESS_TAKEN = _("This email address belongs to someone else here, so it was not imported.")

AUTHOR_MISSING = _("Its author is not in the list of people; it was imported under the name it was signed with.")
NO_CONVERSATION = _("The conversation it belongs to is missing.")
CONVERSATION_GONE = _("The conversation it belongs to was deleted here.")
NO_ANSWER = _("The answer it belonged to is missing; it is now under the conversation itself.")
NOT_A_QUESTION = _("Only questions have answers here, so it became a comment.")
OTHER_ACCEPTED = _("The accepted answer was already chosen here; that was kept.")
CUT = _("It was too long and was shortened.")
FUTURE = _("Its date is in the future; the time of the import is used instead.")
TAGS_LEFT = _("Some of its tags were left out: eight is the maximum.")

NOTHING_THERE = _("What it is about is missing.")
NO_END = _("One end of this link is missing.")
TO_ITSELF = _("It links to itself.")
ONE_PLACE = _("Its conversations are in this community; it did not get a place of its own.")

NO_FILE = _("The file itself is not in the export.")
STAYS_REPLIED = _("Someone replied to it here.")
STAYS_REPLY_TOUCHED = _("Someone changed or thanked one of its replies here.")
STAYS_CHANGED = _("It was changed here.")
STAYS_APPRECIATED = _("Someone thanked for it or saved it here.")
STAYS_LINKED = _("Another conversation here links to it.")
STAYS_ALONG = _("It belongs to a conversation that stays.")
STAYS_WAS_HERE = _("This person was here before the import.")
STAYS_CLAIMED = _("This person takes part here by now.")
STAYS_WROTE = _("Something they wrote stays.")
STAYS_TIED = _("Someone mentioned, follows or thanked this person, or they got a role.")

FILE_UNREADABLE = _("The file cannot be read: %(reason)s.")
TOO_MANY_FILES = _("One text can have at most twenty files.")

# What holds for every format, by reason code, beside the sentences of its reader.
PROBLEMS: Final[Mapping[str, str]] = {
    "id_twice": gettext_noop("The export has this more than once; the first was imported."),
}
