"""Choices of the communities room, and the table of what each role allows."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Unnamed(TextChoices):
    """What people can share in a community without their name."""

    NOTHING = "nothing", _("Nothing")
    QUESTIONS = "questions", _("Questions")
    TALK = "talk", _("Questions, discussions and stories")


class Guests(TextChoices):
    """Who may invite somebody from outside to take part in one conversation."""

    NOBODY = "nobody", _("Nobody")
    HOSTS = "hosts", _("Hosts and facilitators")
    MEMBERS = "members", _("Everyone who can share something here")


class Verb(StrEnum):
    """What can happen in this room."""

    COMMUNITY_FOUNDED = "communities.community_founded"
    COMMUNITY_CHANGED = "communities.community_changed"
    COMMUNITY_ARCHIVED = "communities.community_archived"
    COMMUNITY_REOPENED = "communities.community_reopened"
    EDGE_ADDED = "communities.edge_added"
    EDGE_REMOVED = "communities.edge_removed"
    MEMBER_JOINED = "communities.member_joined"
    MEMBER_LEFT = "communities.member_left"
    MEMBERS_EXPORTED = "communities.members_exported"
    MEMBER_REMOVED = "communities.member_removed"
    ROLE_CHANGED = "communities.role_changed"
    JOIN_REQUESTED = "communities.join_requested"
    JOIN_WITHDRAWN = "communities.join_withdrawn"
    JOIN_DECLINED = "communities.join_declined"
    INVITATION_MADE = "communities.invitation_made"
    INVITATION_SENT = "communities.invitation_sent"
    INVITATIONS_REMINDED = "communities.invitations_reminded"
    INVITATION_REVOKED = "communities.invitation_revoked"
    CHARTER_PUBLISHED = "communities.charter_published"
    CHARTER_ACCEPTED = "communities.charter_accepted"
    RESTRICTED = "communities.restricted"
    RESTRICTION_ENDED = "communities.restriction_ended"
    AMBITION_SHARED = "communities.ambition_shared"
    AMBITION_CHANGED = "communities.ambition_changed"
    BEHAVIOUR_NAMED = "communities.behaviour_named"
    BEHAVIOUR_DROPPED = "communities.behaviour_dropped"
    RESULT_REPORTED = "communities.result_reported"
    RESULT_REMOVED = "communities.result_removed"


class CommunityKind(TextChoices):
    """Kinds of community (product.md, C1). A kind only sets sensible defaults: see ``rules/kind.py``."""

    ASSOCIATION = "association", _("association")
    FEDERATION = "federation", _("federation")
    BUSINESS_CLUB = "business_club", _("business club")
    WORKING_GROUP = "working_group", _("working group")
    STEERING_GROUP = "steering_group", _("steering group")
    PRACTICE = "community_of_practice", _("community of practice")
    TEAM = "team", _("team")
    NETWORK = "network", _("network")
    POOL = "interim_pool", _("interim pool")
    CIRCLE = "circle", _("circle for hobby or sport")


class Joining(TextChoices):
    """How people come in."""

    OPEN = "open", _("anyone can join")
    REQUEST = "request", _("on request")
    INVITATION = "invitation", _("by invitation")


class Role(TextChoices):
    """What a person is in a community. "Visitor" has no account; "guest" is a role."""

    HOST = "host", _("host")
    FACILITATOR = "facilitator", _("facilitator")
    MEMBER = "member", _("member")
    GUEST = "guest", _("guest")


class Capability(StrEnum):
    """What a role allows. The table is :data:`CAPABILITIES`; nothing else maps roles to rights."""

    READ = "read"
    COMMENT = "comment"  # comment, answer, appreciate
    CONTRIBUTE = "contribute"
    INVITE = "invite"
    CURATE = "curate"  # pin, close, move, retag, remove what breaks the charter
    ANNOUNCE = "announce"
    ADMIT = "admit"  # decide on requests to join, remove members
    SHAPE = "shape"  # purpose, texts, charter, ambition, place in the graph
    APPOINT = "appoint"  # give and take roles
    ARCHIVE = "archive"
    MODERATE = "moderate"  # read what is reported, decide on it
    AUDIT = "audit"  # read the log of what happened, and export it


_GUEST: Final = frozenset({Capability.READ, Capability.COMMENT})
_MEMBER: Final = _GUEST | {Capability.CONTRIBUTE, Capability.INVITE}
_FACILITATOR: Final = _MEMBER | {Capability.CURATE, Capability.ANNOUNCE, Capability.ADMIT}
_HOST: Final = _FACILITATOR | {
    Capability.SHAPE,
    Capability.APPOINT,
    Capability.ARCHIVE,
    Capability.MODERATE,
    Capability.AUDIT,
}

CAPABILITIES: Final[Mapping[Role, frozenset[Capability]]] = MappingProxyType(
    {Role.HOST: _HOST, Role.FACILITATOR: _FACILITATOR, Role.MEMBER: _MEMBER, Role.GUEST: _GUEST}
)
"""Role → what it allows. A member's ``INVITE`` also asks ``Community.members_invite``."""


class RestrictionKind(TextChoices):
    """What somebody may not do for a while."""

    NO_POSTS = "no_posts", _("can reply, but not begin anything or invite")
    READ_ONLY = "read_only", _("can only read")
    REMOVED = "removed", _("is no member and cannot join")


class RequestState(TextChoices):
    """Where a request to join is."""

    OPEN = "open", _("waiting")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


class InvitationKind(TextChoices):
    """How an invitation travels."""

    LINK = "link", _("link")
    MAIL = "mail", _("mail")


class RowResult(StrEnum):
    """What was found about one row of a list of people to invite.

    Somebody who has an account is recognised but reads "to invite" like everybody else: who knows an address does not
    learn from this whether its owner is here.
    """

    TO_INVITE = "to_invite"
    INVITED = "invited"  # has an invitation that still works
    MEMBER = "member"  # belongs already
    DOUBLE = "double"  # the same address stood higher in the list
    NO_ADDRESS = "no_address"
    BAD_ADDRESS = "bad_address"
    BAD_ROW = "bad_row"  # a cell that cannot be kept
