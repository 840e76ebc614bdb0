"""Choices as people read them when they decide about a community."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from gilde.communities.enums import Joining, Role
from gilde.core.audience import Audience

AUDIENCES: Final = [
    (Audience.PUBLIC.value, _("Everyone: anybody can read along, without an account too")),
    (Audience.MEMBERS.value, _("Members: everyone here knows that it exists, its own members read along")),
    (Audience.COMMUNITY.value, _("Hidden: only its own members and who they invite know that it exists")),
]
JOININGS: Final = [
    (Joining.OPEN.value, _("Open: anybody who sees it can join")),
    (Joining.REQUEST.value, _("On request: hosts decide, and may ask a few questions")),
    (Joining.INVITATION.value, _("By invitation only")),
]
LANGUAGES: Final = list(settings.LANGUAGES)
ROLE_MEANINGS: Final = {
    Role.HOST.value: _("Looks after everything: texts, agreements, roles"),
    Role.FACILITATOR.value: _("Guides the dialogue and lets people in"),
    Role.MEMBER.value: _("Reads, responds and contributes"),
    Role.GUEST.value: _("Reads and responds"),
}
