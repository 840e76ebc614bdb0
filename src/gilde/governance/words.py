"""First versions of the messages in a case; whoever handles it edits them before sending."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gilde.governance.enums import Side
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
