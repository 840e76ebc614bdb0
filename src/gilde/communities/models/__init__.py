from gilde.communities.models.ambition import Ambition, Behaviour, Result
from gilde.communities.models.charter import Charter, CharterAcceptance
from gilde.communities.models.community import Community, Edge, FormerSlug
from gilde.communities.models.invitation import Invitation, InvitationBatch
from gilde.communities.models.joining import JoinQuestion, JoinRequest
from gilde.communities.models.membership import Membership

__all__ = [
    "Ambition",
    "Behaviour",
    "Charter",
    "CharterAcceptance",
    "Community",
    "Edge",
    "FormerSlug",
    "Invitation",
    "InvitationBatch",
    "JoinQuestion",
    "JoinRequest",
    "Membership",
    "Result",
]
