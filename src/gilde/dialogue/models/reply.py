"""Which answers and comments show, and to whom: the same for both."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import F, Q

from gilde.communities.enums import Capability
from gilde.communities.models.community import communities_with
from gilde.core.actor import Actor
from gilde.core.db.indexes import Constant
from gilde.dialogue.enums import WITHHELD, State

REPLY_STATES: Final = (State.PUBLISHED, *WITHHELD)


def stands_q(path: str = "") -> Q:
    """A filter "the reply at ``path`` stands": it is neither deleted nor withheld, so whoever reads the conversation
    reads it. Counters count these."""
    prefix = f"{path}__" if path else ""
    return Q(**{f"{prefix}deleted_at__isnull": True, f"{prefix}state": Constant(State.PUBLISHED)})


def stands_sql(row: str) -> str:
    """The same as :func:`stands_q` for hand-written SQL, by the alias of the reply."""
    return f"{row}.deleted_at IS NULL AND {row}.state = '{State.PUBLISHED.value}'"


def reply_readable_q(actor: Actor, path: str = "", *, contribution: str = "contribution") -> Q:
    """A filter "``actor`` may read the reply at ``path``" among those of conversations that they may read: what stands,
    what they wrote themselves, and everything where they curate.

    Args:
        contribution: the path to its contribution.
    """
    prefix = f"{path}__" if path else ""
    if actor.person_id is None:
        return stands_q(path)
    own = Q(**{f"{prefix}author_id": actor.person_id})
    own |= Q(**{f"{contribution}__asker_id": actor.person_id, f"{prefix}author_id": F(f"{contribution}__author_id")})
    curated = Q(**{f"{prefix}community_id__in": communities_with(actor, Capability.CURATE)})
    shows = Q(**{f"{prefix}state": State.PUBLISHED}) | own | curated
    return Q(**{f"{prefix}deleted_at__isnull": True}) & shows


def state_field() -> models.CharField[str, str]:
    """The column of a reply that says whether it shows."""
    return models.CharField(max_length=10, choices=State.choices, default=State.PUBLISHED, db_default=State.PUBLISHED)
