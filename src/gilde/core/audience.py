"""Audience: who may see something. One enum for profile sections, communities and confidentiality."""

from django.db.models import IntegerChoices
from django.utils.translation import gettext_lazy as _


class Audience(IntegerChoices):
    """Ordered from widest to narrowest, so that ``<=`` reads "at least as open as".

    ``COMMUNITY`` means people who share a community with the owner (profile) or who belong to it (community, where
    the interface calls it hidden). ``MEMBERS`` means everyone with an account on this installation.

    Of a contribution it says how far it goes inside its community: ``PUBLIC`` as open as the community is, ``MEMBERS``
    only its members, ``COMMUNITY`` only its members and it stays in this room: no words of it in mails, feeds, link
    previews, or anywhere outside. What a community is remains the limit: a contribution can only be stricter.
    """

    PUBLIC = 10, _("everyone")
    MEMBERS = 20, _("all members")
    COMMUNITY = 30, _("my communities")
    ME = 40, _("only me")
