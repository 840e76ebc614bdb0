from gilde.communities.models.ambition import Ambition, Behaviour, Result
from gilde.communities.models.charter import Charter, CharterAcceptance
from gilde.communities.models.community import Community, FormerSlug
from gilde.communities.models.edge import Edge, GraphTurn
from gilde.communities.models.invitation import Invitation, InvitationBatch, InvitationUse
from gilde.communities.models.membership import Membership
from gilde.communities.models.request import JoinQuestion, JoinRequest
from gilde.communities.models.restriction import Restriction

__all__ = [
    "Ambition",
    "Behaviour",
    "Charter",
    "CharterAcceptance",
    "Community",
    "Edge",
    "FormerSlug",
    "GraphTurn",
    "Invitation",
    "InvitationBatch",
    "InvitationUse",
    "JoinQuestion",
    "JoinRequest",
    "Membership",
    "Restriction",
    "Result",
]
