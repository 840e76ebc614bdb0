"""What happens in this room, in words. What somebody does with their own profile and settings is theirs alone."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from gilde.core.acts import Said, Sight, Sort
from gilde.core.enums import Verb as CoreVerb
from gilde.people.enums import Verb


def _house(sort: Sort, plain: object, named: object = "") -> Said:
    return Said(sort, Sight.HOUSE, plain, named=named)  # type: ignore[arg-type]


def _own(plain: object) -> Said:
    return Said(Sort.PEOPLE, Sight.OWN, plain)  # type: ignore[arg-type]


ACTS: Final = {
    Verb.PERSON_JOINED: _house(Sort.PEOPLE, _("came in for the first time")),
    Verb.CLAIM_OFFERED: _house(
        Sort.PEOPLE, _("offered a profile to its owner"), _("offered the profile of %(name)s to its owner")
    ),
    Verb.PERSON_CLAIMED: _house(Sort.PEOPLE, _("claimed the profile that waited for them")),
    Verb.PERSON_MERGED: _house(Sort.PEOPLE, _("claimed another profile of theirs")),
    Verb.HANDLE_CHANGED: _house(Sort.PEOPLE, _("took another @name")),
    Verb.ORGANISATION_CREATED: _house(Sort.PLACE, _("added an organisation")),
    Verb.ORGANISATION_CHANGED: _house(Sort.PLACE, _("changed the page of an organisation")),
    Verb.ERASED: _house(Sort.PEOPLE, _("left for good")),
    Verb.ERASURE_SHORTENED: Said(
        Sort.PEOPLE, Sight.HOUSE, _("shortened the wait of someone who leaves for good"), noted="reason"
    ),
    Verb.INSTALLATION_OPENED: _house(Sort.PLACE, _("opened this site")),
    Verb.POLICY_CHANGED: _house(Sort.PLACE, _("changed the terms or the privacy page")),
    Verb.POLICY_AGREED: _house(Sort.PEOPLE, _("agreed to the terms")),
    Verb.PROFILE_CHANGED: _own(_("changed their profile")),
    Verb.PHOTO_CHANGED: _own(_("changed their photo")),
    Verb.LINK_ADDED: _own(_("added a link to their profile")),
    Verb.LINK_REMOVED: _own(_("removed a link from their profile")),
    Verb.LINK_PROVEN: _own(_("verified a link of a profile")),
    Verb.FOLLOWED: _own(_("followed someone")),
    Verb.UNFOLLOWED: _own(_("stopped following someone")),
    Verb.BLOCKED: _own(_("blocked someone")),
    Verb.UNBLOCKED: _own(_("unblocked someone")),
    Verb.AFFILIATION_ADDED: _own(_("added an organisation to their profile")),
    Verb.AFFILIATION_CHANGED: _own(_("changed an organisation on their profile")),
    Verb.AFFILIATION_REMOVED: _own(_("removed an organisation from their profile")),
    Verb.DEACTIVATED: _own(_("took a break")),
    Verb.REACTIVATED: _own(_("came back from a break")),
    Verb.ERASURE_ASKED: _own(_("asked to be erased")),
    Verb.ERASURE_WITHDRAWN: _own(_("withdrew the wish to be erased")),
    Verb.ERASURE_NEAR: _own(_("was told that the day of being erased is near")),
    Verb.EXPORT_ASKED: _own(_("asked for a download of their data")),
    Verb.EXPORTED: _own(_("got a download of their data")),
    Verb.PREFERENCES_CHANGED: _own(_("changed their settings")),
    Verb.SETTLED: _own(_("said that they know their way")),
    CoreVerb.FILE_READ: _own(_("read the words of a file")),
}
