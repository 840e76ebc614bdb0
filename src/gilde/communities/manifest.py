"""What the communities room offers upward."""

from gilde.communities.queries.membership import roles_of, shares_community
from gilde.core import actor


def register() -> None:
    """Called once, when Django is ready."""
    actor.register_membership_scope(roles_of)
    actor.register_shares_community(shares_community)
