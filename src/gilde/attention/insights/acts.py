"""What happens in this room, in words."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from gilde.attention.insights.enums import Verb
from gilde.core.acts import Said, Sight, Sort

ACTS: Final = {
    Verb.CARED_FOR: Said(
        Sort.MACHINE,
        Sight.PLACE,
        _("took someone off the list of people to think of"),
        named=_("took %(name)s off the list of people to think of"),
    ),
    Verb.RULE_SWITCHED: Said(Sort.MACHINE, Sight.PLACE, _("switched a ready rule on or off")),
    Verb.RULE_ACTED: Said(
        Sort.MACHINE, Sight.PLACE, _("wrote to someone by a ready rule"), named=_("wrote to %(name)s by a ready rule")
    ),
}
