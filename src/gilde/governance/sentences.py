"""What a host did, as a sentence that members read."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gilde.communities.enums import Role
from gilde.communities.enums import Verb as CommunityVerb
from gilde.core.acts import said
from gilde.core.models import Activity
from gilde.governance.queries.log import Act

_VISIBILITY = frozenset({"audience", "joining", "noindex", "inter_company", "organisations"})


def sentence(act: Act) -> str:
    """The act in words, without who did it; where a title or a name may not be known, without that."""
    row = act.activity
    if row.verb == CommunityVerb.ROLE_CHANGED:
        return role_given(row, act.about.name if act.about is not None else "")
    # Members never read whom it was done to.
    return act_in_words(row, title=act.contribution.title if act.contribution is not None else "", name="")


def act_in_words(row: Activity, *, title: str, name: str) -> str:
    """The act in words, without who did it; ``title`` and ``name`` are empty where the reader may not know them."""
    words = said(row.verb)
    if words is None:
        return ""
    if row.verb == CommunityVerb.ROLE_CHANGED:
        return role_given(row, name)
    if row.verb == CommunityVerb.COMMUNITY_CHANGED:
        return settings_changed(row)
    if title and words.titled:
        done = str(words.titled) % {"title": title}
    else:
        done = str(words.named) % {"name": name} if name and words.named else str(words.plain)
    why = row.data.get(words.noted) if words.noted else None
    return _("%(act)s: “%(why)s”") % {"act": done, "why": why} if why else done


def role_given(row: Activity, name: str) -> str:
    """That somebody's role was changed, and to what; ``name`` is empty when the reader may not know them."""
    roles: dict[str, object] = {role.value: role.label for role in Role}
    words = {"name": name or _("a member"), "role": roles.get(str(row.data.get("to")), "")}
    return _("changed the role of %(name)s to %(role)s") % words


def settings_changed(row: Activity) -> str:
    """Which sort of settings of a community was changed."""
    fields = set(row.data.get("fields", ()))
    if fields & _VISIBILITY:
        return _("changed who can see this community or how people join")
    if "charter" in fields:
        return _("changed the agreements")
    return _("changed the settings of this community")
