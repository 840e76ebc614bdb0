"""What was said, for letters of the moment: who reads mail on the way need not come here to know the answer."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from textwrap import shorten
from typing import Final, NamedTuple

from gilde.attention.notifications.enums import Reason
from gilde.attention.notifications.models import Notice
from gilde.core.actor import Actor
from gilde.core.searchables import plain
from gilde.dialogue.models import Answer, Comment
from gilde.dialogue.models.reply import stands_q

_MOST: Final = 600  # characters of one reply; the page has the rest
_OF: Final = frozenset({Reason.MENTION, Reason.ANSWER, Reason.REPLY, Reason.FOLLOWED, Reason.TOOK_PART})
_INLINE: Final = re.compile(r"</?(?:a|code|del|em|s|strong|sub|sup)\b[^>]*>")  # within a word no space takes its place
_REPLIES: Final[dict[str, type[Answer] | type[Comment]]] = {"dialogue.answer": Answer, "dialogue.comment": Comment}


class Words(NamedTuple):
    """What somebody said.

    Attributes:
        who: their name.
        text: the beginning, without marks.
    """

    who: str
    text: str


def words_of(actor: Actor, notices: Sequence[Notice]) -> dict[int, Words]:
    """Notice → what the reply it tells of says, as ``actor`` may read it now; at most two statements.

    Nothing of what stays in its community: its words do not leave it, by mail neither.
    """
    wanted = [row for row in notices if row.reason in _OF and row.contribution and not row.contribution.stays]
    found: dict[tuple[str, int], Words] = {}
    for kind, model in _REPLIES.items():
        numbers = {row.activity.target_id or 0 for row in wanted if row.activity.target_kind == kind}
        found |= {(kind, pk): words for pk, words in _said(actor, model, numbers)}
    said = {row.pk: found.get((row.activity.target_kind, row.activity.target_id or 0)) for row in wanted}
    return {number: words for number, words in said.items() if words is not None}


def _said(actor: Actor, model: type[Answer] | type[Comment], numbers: Collection[int]) -> list[tuple[int, Words]]:
    if not numbers:
        return []
    rows = model._default_manager.all().visible_to(actor).filter(stands_q(), pk__in=numbers)
    return [
        (row.pk, Words(row.author.name, shorten(plain(_INLINE.sub("", row.body_html)), _MOST, placeholder=" …")))
        for row in rows.select_related("author")
    ]
