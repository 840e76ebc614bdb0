"""The same form that comes a second time, with other words in it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _


def say_what_stands(request: HttpRequest, *, sent: object, stands: object) -> None:
    """Tell the writer when ``stands``, what their form made, is not what they ``sent`` now: it was made before.

    A form makes one thing, however often it arrives; nobody should think that a later version of it arrived too.
    """
    if sent != stands:
        messages.warning(request, _("This was sent already: what you sent first stands."))
