"""What happens in this room, in words. Who reported something or appealed is told to nobody."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from gilde.core.acts import Said, Sight, Sort
from gilde.governance.enums import Verb


def _case(plain: object, *, nameless: bool = False) -> Said:
    return Said(Sort.CASES, Sight.PLACE, plain, nameless=nameless)  # type: ignore[arg-type]


ACTS: Final = {
    Verb.REPORTED: _case(_("reported something"), nameless=True),
    Verb.CASE_TAKEN: _case(_("took on a report")),
    Verb.CASE_RELEASED: _case(_("gave a report back")),
    Verb.CASE_NOTED: _case(_("left a note at a report")),
    Verb.CASE_MESSAGE: _case(_("sent a message about a report")),
    Verb.CASE_DECIDED: _case(_("decided on a report")),
    Verb.APPEALED: _case(_("appealed against a decision"), nameless=True),
    Verb.APPEAL_DECIDED: _case(_("decided on an appeal")),
    Verb.SANCTION_LIFTED: _case(_("ended the measure of a decision")),
    Verb.PUT_BACK: _case(_("let everyone see again what a decision hid")),
    Verb.NAME_ASKED: _case(_("asked to know who wrote something without a name")),
    Verb.NAME_WITHDRAWN: _case(_("no longer asks who wrote something without a name")),
    Verb.NAME_LIFTED: _case(
        _("learned together with another person who had written something without a name; that person was told why")
    ),
    Verb.LOG_EXPORTED: Said(Sort.MACHINE, Sight.PLACE, _("exported the log")),
}
