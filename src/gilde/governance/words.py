"""A case in words: first versions of messages, which whoever handles it edits, and a decision as a side reads it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gilde.communities.enums import RestrictionKind
from gilde.governance.enums import Outcome, Side
from gilde.governance.models import Case


def first_message(case: Case, to: str) -> str:
    """A message to begin with, in the language that is active now."""
    words = {"title": case.title}
    if to == Side.REPORTED:
        return (
            _(
                "Something you wrote was reported: “%(title)s”. I would like to hear from you before we decide "
                "anything. What did you mean by it?"
            )
            % words
        )
    return _("Thank you for telling us about “%(title)s”. I am looking into it. Is there more I should know?") % words


def decided(case: Case, *, is_about_me: bool) -> str:
    """What was decided, to the person it is about or to who reported it; hosts read what they chose."""
    words = {
        Outcome.HIDE: _("Hidden: only its author and the hosts see it"),
        Outcome.REMOVE: _("Removed"),
    }
    if is_about_me:
        words |= {
            Outcome.HIDE: _("Hidden: only you and the hosts see it"),
            Outcome.SANCTION: _("A measure with an end, for you"),
        }
    return words.get(Outcome(case.outcome), case.get_outcome_display()) if case.outcome else ""


def measured(case: Case) -> str:
    """What the person it is about cannot do, or could not while it held, to that person."""
    row = case.restriction
    if row is None:
        return ""
    if row.holds:
        words = {
            RestrictionKind.NO_POSTS: _("You can reply, but not begin anything or invite"),
            RestrictionKind.READ_ONLY: _("You can only read"),
            RestrictionKind.REMOVED: _("You are no member and cannot join"),
        }
    else:
        words = {
            RestrictionKind.NO_POSTS: _("You could reply, but not begin anything or invite"),
            RestrictionKind.READ_ONLY: _("You could only read"),
            RestrictionKind.REMOVED: _("You were no member and could not join"),
        }
    return words[RestrictionKind(row.kind)]
