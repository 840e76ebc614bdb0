"""What a host did, as a sentence that members read."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gilde.communities.enums import Role
from gilde.communities.enums import Verb as CommunityVerb
from gilde.dialogue.enums import Verb as DialogueVerb
from gilde.governance.queries.log import Act

_VISIBILITY = frozenset({"audience", "joining", "noindex", "inter_company", "organisations"})


def sentence(act: Act) -> str:
    """The act in words, without who did it; where a title or a name may not be known, without that."""
    row = act.activity
    if row.verb == CommunityVerb.ROLE_CHANGED:
        return _role(act)
    if row.verb == CommunityVerb.COMMUNITY_CHANGED:
        return _changed(act)
    if act.contribution is not None:
        return _titled(row.verb) % {"title": act.contribution.title}
    return _plain(row.verb)


def _role(act: Act) -> str:
    roles: dict[str, object] = {role.value: role.label for role in Role}
    words = {
        "name": act.about.name if act.about is not None else _("a member"),
        "role": roles.get(str(act.activity.data.get("to")), ""),
    }
    return _("changed the role of %(name)s to %(role)s") % words


def _changed(act: Act) -> str:
    fields = set(act.activity.data.get("fields", ()))
    if fields & _VISIBILITY:
        return _("changed who can see this community or how people join")
    if "charter" in fields:
        return _("changed the agreements")
    return _("changed the settings of this community")


def _titled(verb: str) -> str:
    return {
        DialogueVerb.CONTRIBUTION_MOVED: _("moved “%(title)s” to this community"),
        DialogueVerb.CONTRIBUTION_CLOSED: _("closed “%(title)s”"),
        DialogueVerb.CONTRIBUTION_REOPENED: _("reopened “%(title)s”"),
        DialogueVerb.CONTRIBUTION_PINNED: _("pinned “%(title)s”"),
        DialogueVerb.CONTRIBUTION_UNPINNED: _("unpinned “%(title)s”"),
        DialogueVerb.CONTRIBUTION_RESTORED: _("brought back “%(title)s”"),
    }[DialogueVerb(verb)]


def _plain(verb: str) -> str:
    said: dict[str, str] = {
        DialogueVerb.CONTRIBUTION_DELETED: _("removed a contribution"),
        DialogueVerb.ANSWER_DELETED: _("removed an answer"),
        DialogueVerb.COMMENT_DELETED: _("removed a comment"),
        DialogueVerb.CONTRIBUTION_WITHHELD: _("hid a contribution"),
        DialogueVerb.ANSWER_WITHHELD: _("hid an answer"),
        DialogueVerb.COMMENT_WITHHELD: _("hid a comment"),
        DialogueVerb.CONTRIBUTION_SHOWN: _("let everyone see a contribution again"),
        DialogueVerb.ANSWER_SHOWN: _("let everyone see an answer again"),
        DialogueVerb.COMMENT_SHOWN: _("let everyone see a comment again"),
        DialogueVerb.CONTRIBUTION_RESTORED: _("brought back a contribution"),
        DialogueVerb.ANSWER_RESTORED: _("brought back an answer"),
        DialogueVerb.COMMENT_RESTORED: _("brought back a comment"),
        DialogueVerb.CONTRIBUTION_MOVED: _("moved a contribution"),
        DialogueVerb.CONTRIBUTION_CLOSED: _("closed a conversation"),
        DialogueVerb.CONTRIBUTION_REOPENED: _("reopened a conversation"),
        DialogueVerb.CONTRIBUTION_PINNED: _("pinned a contribution"),
        DialogueVerb.CONTRIBUTION_UNPINNED: _("unpinned a contribution"),
        CommunityVerb.MEMBER_REMOVED: _("removed a member"),
        CommunityVerb.RESTRICTED: _("took a measure with an end about a member"),
        CommunityVerb.RESTRICTION_ENDED: _("ended a measure about a member"),
        CommunityVerb.COMMUNITY_ARCHIVED: _("archived this community"),
        CommunityVerb.COMMUNITY_REOPENED: _("reopened this community"),
        CommunityVerb.CHARTER_PUBLISHED: _("published new agreements"),
    }
    return said[verb]
