"""How one reads: language, theme, time zone, keys."""

from __future__ import annotations

from django.db import transaction

from gilde.core import activity
from gilde.core.actor import Actor
from gilde.people.enums import Theme, Verb
from gilde.people.models import Account


@transaction.atomic
def change_preferences(
    *, actor: Actor, account: Account, language: str, theme: Theme | str, time_zone: str, keyboard_shortcuts: bool
) -> Account:
    """Keep these choices with the account; an empty one follows the cookie, then the browser."""
    row = Account.objects.select_for_update().get(pk=account.pk)
    wanted = {
        "language": language,
        "theme": str(theme),
        "time_zone": time_zone,
        "keyboard_shortcuts": keyboard_shortcuts,
    }
    changed = [name for name, value in wanted.items() if getattr(row, name) != value]
    if not changed:
        return row
    for name in changed:
        setattr(row, name, wanted[name])
    row.save(update_fields=changed)
    activity.record(Verb.PREFERENCES_CHANGED, actor=actor, target=row, data={"changed": changed})
    return row
