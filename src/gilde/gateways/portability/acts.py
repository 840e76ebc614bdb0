"""What happens here, in words."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from gilde.core.acts import Said, Sight, Sort
from gilde.gateways.portability.enums import Verb


def _import(plain: object) -> Said:
    return Said(Sort.MACHINE, Sight.PLACE, plain)  # type: ignore[arg-type]


ACTS: Final = {
    Verb.IMPORTED: _import(_("imported what another system held")),
    Verb.IMPORT_SENT: _import(_("sent files to import")),
    Verb.IMPORT_STARTED: _import(_("started an import")),
    Verb.IMPORT_STOPPED: _import(_("stopped an import")),
    Verb.IMPORT_REMOVED: _import(_("removed an import that was sent")),
    Verb.UNDO_STARTED: _import(_("started to undo an import")),
    Verb.UNDONE: _import(_("undid an import")),
}
