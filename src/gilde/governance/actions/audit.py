"""Taking the log along."""

from __future__ import annotations

from django.db import transaction

from gilde.communities.models import Community
from gilde.core import activity
from gilde.core.actor import Actor
from gilde.core.models import Activity
from gilde.governance.enums import Verb
from gilde.governance.queries.audit import Wanted
from gilde.governance.rules import audit as rules
from gilde.people.models import Person


@transaction.atomic
def note_export(*, actor: Actor, community: Community | None, wanted: Wanted, form: str) -> Activity:
    """Write down that somebody takes this part of the log along; what they get is everything older than this row.

    Args:
        form: ``csv`` or ``jsonl``.

    Raises:
        Refusal: the log is not theirs to read.
    """
    rules.read.require(actor, community)
    narrowed = {
        "who": wanted.who.pk if wanted.who else None,
        "about": wanted.about.pk if wanted.about else None,
        "sort": wanted.sort,
        "place": wanted.place.pk if wanted.place else None,
        "since": wanted.since,
        "until": wanted.until,
    }
    data = {"form": form, **{key: value for key, value in narrowed.items() if value}}
    target = community or Person.objects.get(pk=actor.person_id or 0)
    return activity.record(Verb.LOG_EXPORTED, actor=actor, target=target, community=community, data=data)
