"""The same form that comes a second time, with other words in it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from gilde.dialogue.models import Answer, Comment


def say_what_stands(request: HttpRequest, *, sent: object, stands: object) -> None:
    """Tell the writer when ``stands``, what their form made, is not what they ``sent`` now: it was made before.

    A form makes one thing, however often it arrives; nobody should think that a later version of it arrived too.
    """
    if sent != stands:
        messages.warning(request, _("This was sent already: what you sent first stands."))


def say_which_reply_stands(request: HttpRequest, made: Answer | Comment, *, sent: str) -> None:
    """The same for an answer or a comment; words that it had before its writer edited it did arrive, once."""
    if made.edited_at is None or not made.revisions.filter(body=sent).exists():
        say_what_stands(request, sent=sent, stands=made.body)
