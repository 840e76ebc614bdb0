"""What was said, for letters of the moment: who reads mail on the way need not come here to know the answer."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from textwrap import shorten
from typing import Final, NamedTuple

from django.db.models import Q

from gilde.attention.notifications.enums import Reason
from gilde.attention.notifications.models import Notice
from gilde.communities.models import Community
from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.core.searchables import plain
from gilde.dialogue.enums import State
from gilde.dialogue.models import Answer, Comment, Compliment, Contribution
from gilde.dialogue.models.reply import stands_q

_MOST: Final = 600  # characters of one; the page has the rest
_OF: Final = frozenset(
    {Reason.MENTION, Reason.ANSWER, Reason.REPLY, Reason.FOLLOWED, Reason.TOOK_PART, Reason.ANNOUNCEMENT}
)
_INLINE: Final = re.compile(r"</?(?:a|code|del|em|s|strong|sub|sup)\b[^>]*>")  # within a word no space takes its place
_Saying = type[Answer] | type[Comment] | type[Contribution]
_KINDS: Final[dict[str, _Saying]] = {
    "dialogue.answer": Answer,
    "dialogue.comment": Comment,
    "dialogue.contribution": Contribution,  # an announcement, or one that names the reader
}


class Words(NamedTuple):
    """What somebody said.

    Attributes:
        who: their name.
        text: the beginning, without marks.
    """

    who: str
    text: str


def words_of(actor: Actor, notices: Sequence[Notice]) -> dict[int, Words]:
    """Notice → what the reply, contribution or compliment it tells of says, as ``actor`` may read it now; at most four
    statements.

    Nothing of what stays in its community: its words do not leave it, by mail neither.
    """
    wanted = [row for row in notices if row.reason in _OF and row.contribution and not row.contribution.stays]
    found: dict[tuple[str, int], Words] = {}
    for kind, model in _KINDS.items():
        numbers = {row.activity.target_id or 0 for row in wanted if row.activity.target_kind == kind}
        found |= {(kind, pk): words for pk, words in _said(actor, model, numbers)}
    thanks = [row for row in notices if row.reason == Reason.COMPLIMENT]
    found |= _thanks(actor, {row.activity.target_id or 0 for row in thanks})
    wanted += thanks
    said = {row.pk: found.get((row.activity.target_kind, row.activity.target_id or 0)) for row in wanted}
    return {number: words for number, words in said.items() if words is not None}


def _thanks(actor: Actor, numbers: Collection[int]) -> dict[tuple[str, int], Words]:
    """What compliments say; one that is about nothing in a place is in no room that it could leave."""
    if not numbers:
        return {}
    rows = (
        Compliment.objects.visible_to(actor).filter(pk__in=numbers).select_related("contribution", "community", "giver")
    )
    told = [row for row in rows if not (row.contribution.stays if row.contribution else _is_closed(row.community))]
    return {("dialogue.compliment", row.pk): Words(row.giver.name, row.text) for row in told}


def _is_closed(place: Community | None) -> bool:
    return place is not None and place.audience_for(None) == Audience.COMMUNITY


def _said(actor: Actor, model: _Saying, numbers: Collection[int]) -> list[tuple[int, Words]]:
    if not numbers:
        return []
    stands = Q(state=State.PUBLISHED) if model is Contribution else stands_q()
    rows = model._default_manager.all().visible_to(actor).filter(stands, pk__in=numbers)
    said = [(row, plain(_INLINE.sub("", row.body_html))) for row in rows.select_related("author")]
    return [(row.pk, Words(row.author.name, shorten(text, _MOST, placeholder=" …"))) for row, text in said if text]
