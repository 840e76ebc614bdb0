"""What happens in this room, in words.

What people say to all is the business of the hosts of that community. Appreciations, compliments, mentions and what
somebody keeps are between people, or nobody's: counting who liked what would be watching.
"""

from typing import Final

from django.utils.translation import gettext_lazy as _

from gilde.core.acts import Said, Sight, Sort
from gilde.dialogue.enums import Verb


def _talk(plain: object, titled: object) -> Said:
    return Said(Sort.TALK, Sight.PLACE, plain, titled)  # type: ignore[arg-type]


def _order(plain: object, titled: object) -> Said:
    return Said(Sort.ORDER, Sight.PLACE, plain, titled)  # type: ignore[arg-type]


def _own(plain: object) -> Said:
    return Said(Sort.TALK, Sight.OWN, plain)  # type: ignore[arg-type]


ACTS: Final = {
    Verb.CONTRIBUTED: _talk(_("shared a contribution"), _("shared “%(title)s”")),
    Verb.CONTRIBUTION_EDITED: _talk(_("edited a contribution"), _("edited “%(title)s”")),
    Verb.CONTRIBUTION_NAMED: _talk(_("put their name to a contribution"), _("put their name to “%(title)s”")),
    Verb.CONTRIBUTION_AUDIENCE: _order(_("changed who can see a contribution"), _("changed who can see “%(title)s”")),
    Verb.CONTRIBUTION_DELETED: _order(_("removed a contribution"), _("removed “%(title)s”")),
    Verb.CONTRIBUTION_WITHHELD: _order(_("hid a contribution"), _("hid “%(title)s”")),
    Verb.CONTRIBUTION_SHOWN: _order(_("let everyone see a contribution again"), _("let everyone see “%(title)s”")),
    Verb.CONTRIBUTION_RESTORED: _order(_("brought back a contribution"), _("brought back “%(title)s”")),
    Verb.CONTRIBUTION_MOVED: _order(_("moved a contribution"), _("moved “%(title)s” to this community")),
    Verb.CONTRIBUTION_PINNED: _order(_("pinned a contribution"), _("pinned “%(title)s”")),
    Verb.CONTRIBUTION_UNPINNED: _order(_("unpinned a contribution"), _("unpinned “%(title)s”")),
    Verb.CONTRIBUTION_CLOSED: _order(_("closed a conversation"), _("closed “%(title)s”")),
    Verb.CONTRIBUTION_REOPENED: _order(_("reopened a conversation"), _("reopened “%(title)s”")),
    Verb.STORY_APPROVED: _talk(_("published a story that was told"), _("published the story “%(title)s”")),
    Verb.STORY_RETURNED: _talk(_("gave a story back to who wrote it down"), ""),
    Verb.AUTHOR_LEFT: _talk(_("took their name off a contribution"), _("took their name off “%(title)s”")),
    Verb.AUTHORS_CHANGED: _talk(
        _("changed who is named with a contribution"), _("changed who is named with “%(title)s”")
    ),
    Verb.ANSWERED: _talk(_("answered a question"), _("answered “%(title)s”")),
    Verb.ANSWER_EDITED: _talk(_("edited an answer"), _("edited an answer to “%(title)s”")),
    Verb.ANSWER_DELETED: _order(_("removed an answer"), _("removed an answer to “%(title)s”")),
    Verb.ANSWER_WITHHELD: _order(_("hid an answer"), _("hid an answer to “%(title)s”")),
    Verb.ANSWER_SHOWN: _order(_("let everyone see an answer again"), _("let everyone see an answer to “%(title)s”")),
    Verb.ANSWER_RESTORED: _order(_("brought back an answer"), _("brought back an answer to “%(title)s”")),
    Verb.ANSWER_ACCEPTED: _talk(_("accepted an answer"), _("accepted an answer to “%(title)s”")),
    Verb.ANSWER_UNACCEPTED: _talk(_("no longer accepts an answer"), _("no longer accepts an answer to “%(title)s”")),
    Verb.COMMENTED: _talk(_("commented"), _("commented on “%(title)s”")),
    Verb.COMMENT_EDITED: _talk(_("edited a comment"), _("edited a comment on “%(title)s”")),
    Verb.COMMENT_DELETED: _order(_("removed a comment"), _("removed a comment on “%(title)s”")),
    Verb.COMMENT_WITHHELD: _order(_("hid a comment"), _("hid a comment on “%(title)s”")),
    Verb.COMMENT_SHOWN: _order(_("let everyone see a comment again"), _("let everyone see a comment on “%(title)s”")),
    Verb.COMMENT_RESTORED: _order(_("brought back a comment"), _("brought back a comment on “%(title)s”")),
    Verb.HOLD_ENDED: _order(_("decided about something that waited for a host"), ""),
    Verb.HOLD_WITHDRAWN: _order(_("took away something that waited for a host"), ""),
    Verb.GUEST_INVITED: _order(
        _("invited someone from outside to a conversation"), _("invited someone from outside to “%(title)s”")
    ),
    Verb.GUEST_WITHDRAWN: _order(
        _("withdrew an invitation to a conversation"), _("withdrew an invitation to “%(title)s”")
    ),
    Verb.GUEST_CAME: _order(_("takes part in a conversation as a guest"), _("takes part in “%(title)s” as a guest")),
    Verb.GUEST_ENDED: _order(
        _("ended someone’s part as a guest in a conversation"), _("ended someone’s part as a guest in “%(title)s”")
    ),
    Verb.APPRECIATED: _own(_("appreciated something")),
    Verb.APPRECIATION_WITHDRAWN: _own(_("withdrew an appreciation")),
    Verb.COMPLIMENTED: _own(_("gave a compliment")),
    Verb.COMPLIMENT_SHOWN: _own(_("showed a compliment on their profile")),
    Verb.COMPLIMENT_HIDDEN: _own(_("kept a compliment private")),
    Verb.COMPLIMENT_WITHDRAWN: _own(_("withdrew a compliment")),
    Verb.MENTIONED: _own(_("named someone")),
    Verb.SAVED: _own(_("saved something for later")),
    Verb.UNSAVED: _own(_("removed something from what they saved")),
}
