"""What every start of a demo asks: does it stand already, and which links lead into it? Reads no script."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.db.models import Q

from gilde.communities.models import Community, FormerSlug
from gilde.demo.views.login import link_for
from gilde.people.models import Person

# Said here as well as in the script; tests/demo holds the two together.
FIRST: Final = "leren-en-begeleiden"
LOGINS: Final = {"member": "marit", "host": "daan", "newcomer": "yara"}


def is_loaded() -> bool:
    """Whether the demo stands in this database, also when its first community took another address since."""
    return Community.objects.filter(slug=FIRST).exists() or FormerSlug.objects.filter(slug=FIRST).exists()


def logins() -> Sequence[tuple[str, str]]:
    """The three one-click logins: who one is, and the path that logs in; people keep theirs under another name."""
    called = Q(handle__in=LOGINS.values()) | Q(former_handles__handle__in=LOGINS.values())
    people: dict[str, Person] = {}
    for row in Person.objects.filter(called).prefetch_related("former_handles").distinct():
        people |= dict.fromkeys([row.handle, *(former.handle for former in row.former_handles.all())], row)
    return [
        (f"{part} ({people[handle].name})", link_for(people[handle]))
        for part, handle in LOGINS.items()
        if handle in people
    ]
