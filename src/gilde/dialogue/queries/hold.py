"""What a host looks at before others see it: whether something is held, and what waits.

What is held is little on purpose: what those who come to advertise or to annoy begin with, and nothing else. A
newcomer's words without a link show at once, so that nobody is greeted by a closed door.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q, QuerySet

from gilde.communities.enums import Capability
from gilde.communities.models import Community, Membership
from gilde.communities.queries.capability import can
from gilde.core.actor import Actor
from gilde.core.clock import now
from gilde.dialogue.enums import HoldOutcome, HoldWhy, State
from gilde.dialogue.models import Answer, Attachment, Comment, Contribution, Hold
from gilde.dialogue.models.reply import stands_q

NEW_FOR: Final = timedelta(days=14)
"""How long somebody is new in a community: those who advertise rarely wait two weeks, and colleagues have said
something by then. Counted per community, because being known in one says nothing in another."""
SETTLED_AFTER: Final = 3
"""After how many pieces that others can read somebody is not new any more, however short they are here: others have
seen what they write."""
MOST_NAMES: Final = 10
"""How many people a text can name before a host looks at it, whoever wrote it: enough for a working group, too few for
calling everybody together, which is what an announcement is for."""
_LISTED: Final = 100
_ENDED: Final = 10
# Addresses in words that are not Markdown (a title, one line of what it brought), and those that nobody made a link of.
_ADDRESS: Final = re.compile(r"(?i)\b(?:https?://|www\.)[^\s<>\"\')\]]+")


@dataclass(frozen=True)
class Refers:
    """What a text refers to elsewhere: addresses outside this site, and how many people it names."""

    outside: frozenset[str] = frozenset()
    names: int = 0


def refers(references: Collection[str], words: Iterable[str]) -> Refers:
    """What a text refers to.

    Args:
        references: addresses and ``@handle`` as the renderer found them.
        words: everything as it was typed.
    """
    found = {item for item in references if not item.startswith("@")}
    found |= {match for text in words for match in _ADDRESS.findall(text)}
    names = {item.lower() for item in references if item.startswith("@")}
    return Refers(frozenset(filter(_is_outside, found)), len(names))


def _is_outside(address: str) -> bool:
    try:
        parts = urlsplit(address if "//" in address or ":" in address else f"//{address}")
    except ValueError:
        return True  # nobody can tell where it leads
    return bool(parts.netloc) and parts.netloc.lower() != urlsplit(settings.SITE_URL).netloc.lower()


def why_held(
    actor: Actor, community: Community, said: Refers, *, before: Refers | None = None, unnamed: bool = False
) -> HoldWhy | None:
    """Why a host looks at this first; None when everybody sees it at once. No query for a text without links.

    Args:
        before: what the text referred to before an edit; only what comes with the edit counts.
        unnamed: it is said without a name. Then it is held whoever wrote it, a host as well: to hold only what
            newcomers or members write would tell who it was.
    """
    before = before or Refers()
    more_names, more_links = said.names > max(MOST_NAMES, before.names), bool(said.outside - before.outside)
    if not (more_names or more_links) or actor.is_system:
        return None
    if not unnamed and can(actor, community, Capability.CURATE):
        return None
    if more_links and (unnamed or is_new(actor, community)):
        return HoldWhy.LINKS
    return HoldWhy.NAMES if more_names else None


def is_new(actor: Actor, community: Community) -> bool:
    """Whether ``actor`` came here lately and said little that others can read; at most two statements."""
    return community.pk in new_in(actor, [community.pk])


def looked_at_in(actor: Actor, communities: Iterable[Community]) -> list[Community]:
    """Of these, where a host looks first at what this newcomer refers to, to be told before they send it."""
    asked = [community for community in communities if not can(actor, community, Capability.CURATE)]
    new = new_in(actor, [community.pk for community in asked]) if asked and actor.person_id is not None else ()
    return [community for community in asked if community.pk in new]


def new_in(actor: Actor, communities: Collection[int]) -> frozenset[int]:
    """Of these communities, where ``actor`` came lately and said little that others can read; one statement for who is
    new nowhere, else two."""
    mine = Membership.objects.filter(community__in=communities, person_id=actor.person_id or 0)
    fresh = list(mine.filter(since__gt=now() - NEW_FOR).values_list("community_id", flat=True))
    if actor.guest_in:  # a guest of one conversation was never here long, whenever they came
        fresh += [number for number in communities if actor.role_in(number) is None]
    if not fresh:
        return frozenset()
    here = Q(community__in=fresh, author_id=actor.person_id)
    pieces = Contribution.objects.filter(here, state=State.PUBLISHED).values_list("community_id")
    said = (rows.filter(here, stands_q()).values_list("community_id") for rows in (Answer.objects, Comment.objects))
    counted = Counter(community_id for (community_id,) in pieces.union(*said, all=True))  # type: ignore[arg-type]
    return frozenset(community_id for community_id in fresh if counted[community_id] < SETTLED_AFTER)


def waiting_in(actor: Actor, community: Community) -> list[Hold]:
    """What waits for those who keep order here, the oldest first, as far as it can be read; one statement."""
    rows = Hold.objects.visible_to(actor).open().filter(community=community)
    return list(_dressed(rows).order_by("pk")[:_LISTED])


def ended_in(actor: Actor, community: Community) -> list[Hold]:
    """What was decided last; one statement."""
    ended = [HoldOutcome.RELEASED, HoldOutcome.REMOVED]
    rows = Hold.objects.visible_to(actor).filter(community=community, outcome__in=ended)
    return list(_dressed(rows).select_related("ended_by").order_by("-ended_at", "-pk")[:_ENDED])


def files_of(actor: Actor, holds: Iterable[Hold]) -> dict[int, list[Attachment]]:
    """The files that came with what waits, by the number of the hold, as far as ``actor`` may read; one statement."""
    by_text = {(type(hold.said), hold.said.pk): hold.pk for hold in holds}

    def ids(kind: type[Contribution | Answer | Comment]) -> list[int]:
        return [pk for made, pk in by_text if made is kind]

    found: dict[int, list[Attachment]] = defaultdict(list)
    rows = Attachment.objects.visible_to(actor).filter(
        Q(contribution__in=ids(Contribution), answer=None, comment=None)
        | Q(answer__in=ids(Answer))
        | Q(comment__in=ids(Comment))
    )
    for row in rows.select_related("file"):
        found[by_text[_of(row)]].append(row)
    return found


def _of(file: Attachment) -> tuple[type[Contribution | Answer | Comment], int]:
    if file.comment_id is not None:
        return Comment, file.comment_id
    return (Answer, file.answer_id) if file.answer_id is not None else (Contribution, file.contribution_id or 0)


def version_of(said: Contribution | Answer | Comment, files: Iterable[Attachment]) -> str:
    """A text with its files, as it is now: another one after every change of either."""
    edited = said.edited_at.isoformat() if said.edited_at else ""
    return " ".join([edited, *(f"{row.pk}-{sha256(row.alt.encode()).hexdigest()[:16]}" for row in files)])


def hold_for(actor: Actor, community: Community, number: int) -> Hold | None:
    """The hold with this number in a place where ``actor`` keeps order."""
    if not can(actor, community, Capability.CURATE):
        return None
    return _dressed(Hold.objects.visible_to(actor)).filter(community=community, pk=number).first()


def own_hold(actor: Actor, number: int) -> Hold | None:
    """What was decided about the actor's own words, for the actor alone."""
    if actor.person_id is None:
        return None
    return _dressed(Hold.objects.filter(writer_id=actor.person_id, pk=number)).first()


def open_hold(row: Contribution | Answer | Comment) -> Hold | None:
    """The hold of ``row`` that waits for a host."""
    return Hold.objects.open().filter(about(row)).first()


def about(row: Contribution | Answer | Comment) -> Q:
    """A filter on holds: those of ``row`` itself."""
    if isinstance(row, Contribution):
        return Q(contribution=row, answer=None, comment=None)
    return Q(answer=row) if isinstance(row, Answer) else Q(comment=row)


def _dressed(rows: QuerySet[Hold]) -> QuerySet[Hold]:
    return rows.select_related(
        "community", "contribution__author", "contribution__community", "answer__author", "comment__author"
    )
