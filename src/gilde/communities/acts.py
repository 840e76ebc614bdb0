"""What happens in this room, in words: all of it is the business of the hosts of that community."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from gilde.communities.enums import Verb
from gilde.core.acts import Said, Sight, Sort


def _people(plain: object, named: object = "") -> Said:
    return Said(Sort.PEOPLE, Sight.PLACE, plain, named=named)  # type: ignore[arg-type]


def _roles(plain: object, named: object) -> Said:
    return Said(Sort.ROLES, Sight.PLACE, plain, named=named)  # type: ignore[arg-type]


def _place(plain: object) -> Said:
    return Said(Sort.PLACE, Sight.PLACE, plain)  # type: ignore[arg-type]


ACTS: Final = {
    Verb.COMMUNITY_FOUNDED: _place(_("founded this community")),
    Verb.COMMUNITY_CHANGED: _place(_("changed the settings of this community")),
    Verb.COMMUNITY_ARCHIVED: _place(_("archived this community")),
    Verb.COMMUNITY_REOPENED: _place(_("reopened this community")),
    Verb.EDGE_ADDED: _place(_("made this community part of another one")),
    Verb.EDGE_REMOVED: _place(_("detached this community from another one")),
    Verb.MEMBER_JOINED: _people(_("joined"), _("let %(name)s in")),
    Verb.MEMBER_LEFT: _people(_("left this community")),
    Verb.MEMBER_REMOVED: _roles(_("removed a member"), _("removed %(name)s")),
    Verb.MEMBERS_EXPORTED: Said(Sort.MACHINE, Sight.PLACE, _("exported the list of members")),
    Verb.ROLE_CHANGED: _roles(_("changed the role of a member"), _("changed the role of %(name)s")),
    Verb.JOIN_REQUESTED: _people(_("asked to join")),
    Verb.JOIN_WITHDRAWN: _people(_("withdrew a request to join")),
    Verb.JOIN_DECLINED: _people(_("declined a request to join")),
    Verb.INVITATION_MADE: _people(_("made an invitation link")),
    Verb.INVITATION_SENT: _people(_("sent invitations by email")),
    Verb.INVITATIONS_REMINDED: _people(_("reminded people who were invited")),
    Verb.INVITATION_REVOKED: _people(_("withdrew an invitation")),
    Verb.CHARTER_PUBLISHED: _place(_("published new agreements")),
    Verb.CHARTER_ACCEPTED: _people(_("accepted the agreements")),
    Verb.RESTRICTED: _roles(
        _("took a measure with an end about a member"), _("took a measure with an end about %(name)s")
    ),
    Verb.RESTRICTION_ENDED: _roles(_("ended a measure about a member"), _("ended a measure about %(name)s")),
    Verb.AMBITION_SHARED: _place(_("shared an ambition")),
    Verb.AMBITION_CHANGED: _place(_("changed an ambition")),
    Verb.BEHAVIOUR_NAMED: _place(_("named a behaviour of an ambition")),
    Verb.BEHAVIOUR_DROPPED: _place(_("dropped a behaviour of an ambition")),
    Verb.RESULT_REPORTED: _place(_("added a result to an ambition")),
    Verb.RESULT_REMOVED: _place(_("removed a result of an ambition")),
}
