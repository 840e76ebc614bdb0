"""What the communities room offers upward."""

from django.utils.translation import gettext_lazy as _

from gilde.communities.queries.membership import roles_of, shares_community
from gilde.communities.queries.tree import my_tree
from gilde.core import actor
from gilde.ui import navigation


def register() -> None:
    """Called once, when Django is ready."""
    actor.register_membership_scope(roles_of)
    actor.register_shares_community(shares_community)
    navigation.register(navigation.Entry(_("Communities"), "communities:list", "users-round", order=20, in_bar=True))
    navigation.register_my_communities(my_tree)
