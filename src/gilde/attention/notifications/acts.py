"""What happens in this room, in words."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from gilde.attention.notifications.enums import Verb
from gilde.core.acts import Said, Sight, Sort

ACTS: Final = {
    Verb.HELPERS_ASKED: Said(
        Sort.MACHINE,
        Sight.PLACE,
        _("asked people who may know about a question"),
        _("asked people who may know about “%(title)s”"),
    ),
}
